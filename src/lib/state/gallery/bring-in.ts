import { broughtRecipe } from '#core/domain/takes/brought-take.ts';
import { recipeHash } from '#core/domain/takes/recipe-hash.ts';
import { FaultError } from '#core/schema/fault.ts';
import { type Sha256, TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import { lookAtVideo } from '#lib/engine/browser/look-at-video.ts';
import type { MediaFile } from '#lib/engine/film.ts';
import { sha256 } from '#lib/storage/digest.ts';
import type { Assets } from '../store/assets.svelte.ts';
import type { GalleryState } from './gallery.svelte.ts';

interface Parts {
  readonly gallery: Pick<GalleryState, 'takes' | 'keep' | 'whenLoaded'>;
  readonly assets: Pick<Assets, 'put' | 'putFile'>;
  /** Room left, in bytes; null where the browser does not say. */
  readonly room: () => Promise<number | null>;
}

/** A video to be brought in. `asset`: its name, where its bytes are kept already. */
export interface VideoToBring {
  readonly file: Blob;
  readonly name: string;
  readonly asset?: Sha256;
}

/** The longest name that a take has, in UTF-16 code units. */
const LONGEST_NAME = 200;

/**
 * Makes a video a take, in its own size and rate; the one that it is already where it was brought in before.
 * Throws FaultError `video-unreadable`, `file-empty`, `file-unreadable` or `no-room-on-disk`.
 */
export async function bringIn({ file, name, asset }: VideoToBring, { gallery, assets, room }: Parts): Promise<Take> {
  if (file.size === 0) throw new FaultError('file-empty', { file: name });
  const free = asset ? null : await room();
  if (free !== null && file.size > free) throw new FaultError('no-room-on-disk', { needed: file.size, free });
  const looked = await lookAtVideo(file);
  if (!looked.ok) throw new FaultError(looked.fault.reason, { ...looked.fault.facts, file: name });
  const { type, poster, filmstrip, sound, ...shape } = looked.value;
  const media = asset ?? (await assets.putFile(file));
  await gallery.whenLoaded;
  const known = gallery.takes.find(({ recipe, media: { sha256: bytes } }) => recipe.mode === 'brought' && bytes === media);
  if (known) return known;
  const recipe = broughtRecipe({ ...shape, sha256: media });
  const keep = async ({ bytes, type: kind }: MediaFile) => ({ sha256: await assets.put(bytes), type: kind, bytes: bytes.length });
  const called = name.trim().slice(0, LONGEST_NAME).trim();
  const take: Take = {
    id: TakeId.parse(crypto.randomUUID()),
    schema: 2,
    ...(called !== '' && { name: called }),
    tags: [],
    favourite: false,
    rating: 0,
    recipe,
    recipeHash: await recipeHash(recipe, (bytes) => sha256(new Uint8Array(bytes))),
    media: { sha256: media, type, bytes: file.size },
    poster: await keep(poster),
    filmstrip: { ...(await keep(filmstrip)), frames: filmstrip.frames },
    timings: {},
    adjustments: [],
    sound,
    createdAt: Date.now(),
  };
  await gallery.keep(take);
  return take;
}
