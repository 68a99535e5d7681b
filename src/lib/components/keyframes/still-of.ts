import type { Keyframe } from '#core/schema/keyframe.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import type { Named } from '#lib/state/project/still-likeness.svelte.ts';

/** The picture that a keyframe shows, to be read while it is drawn; undefined until its bytes are found, and where it shows none. */
export function stillOf({ assets, gallery }: Pick<Studio, 'assets' | 'gallery'>, keyframe: Keyframe | undefined): Named | undefined {
  const still = keyframe?.still;
  if (!still) return undefined;
  const take = still.kind === 'take' ? gallery.get(still.take) : undefined;
  const url = still.kind === 'picture' ? assets.url(still) : take && gallery.posterUrl(take);
  const name = still.kind === 'picture' ? still.asset : take?.poster.sha256;
  return url && name ? { name, url } : undefined;
}
