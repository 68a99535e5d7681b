import type { Ground } from '#core/schema/cut-out.ts';
import type { PoolItem } from '#core/schema/pool-item.ts';
import { isSheer, onGround } from '#lib/state/project/on-ground.ts';
import { materialOf, usesOf } from '#lib/state/project/pool-actions.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { showThing } from '../projects/things-of.ts';
import { isTakeHere } from './pool-keys.ts';
import type { PoolView } from './pool-view.ts';
import { withTake } from './with-take.ts';

/** Those that a clip can show. */
export const forClips = (items: readonly PoolItem[], studio: Studio): readonly PoolItem[] => items.filter((item) => usesOf(item, isTakeHere(item, studio)).length > 0);

/**
 * Makes a new clip of each, at the end of the film; what has no ground of its own is laid on one. True where that was
 * done, else it was said why not. Throws FaultError.
 */
export async function makeClips(items: readonly PoolItem[], view: PoolView, studio: Studio, ground: Ground = 'white'): Promise<boolean> {
  const materials = [];
  for (const item of items) {
    const used: PoolItem = isSheer(item) ? { ...item, ...(await onGround(item, ground, studio)) } : await withTake(item, studio);
    const take = used.take === null ? undefined : studio.gallery.get(used.take);
    const material = materialOf(used, take !== undefined, take?.recipe.prompt);
    if (material) materials.push(material);
  }
  return view.actions.newClips(materials, (id) => showThing(view.film.id, { kind: 'clip', id }));
}
