import type { Mode } from '#core/schema/mode.ts';
import type { Take } from '#core/schema/take.ts';
import type { GalleryState } from '#lib/state/gallery/gallery.svelte.ts';
import { saidLength } from '../ui/figures.ts';

const MADE_FROM: Record<Mode, string> = {
  t2i: 'Still from words',
  t2v: 'Clip from words',
  i2v: 'Clip from a picture',
  ti2v: 'Clip from words and a picture',
  flf2v: 'Clip between two pictures',
  upscale: 'At twice the size',
  interpolate: 'With twice the frames',
  brought: 'Brought in from a file',
};

/** What kind of thing a mode makes, and from what. */
export const madeFrom = (mode: Mode): string => MADE_FROM[mode];

/** What is to be seen: as a person or a model has said it, else by its prompt. */
export function describeTake({ recipe, description }: Take): string {
  if (description) return description.text;
  return recipe.prompt ? `${madeFrom(recipe.mode)}: ${recipe.prompt}` : madeFrom(recipe.mode);
}

/** What a take is called: as a person named it, else by its number. */
export function takeName(gallery: GalleryState, take: Take): string {
  return take.name ?? `Take ${gallery.number(take)}`;
}

/** Its prompt, or what it was made from where there was none. */
export function promptOf({ recipe }: Take): string {
  return recipe.prompt || madeFrom(recipe.mode);
}

/** What a take goes by in large letters: its name, else its prompt. */
export function takeTitle(take: Take): string {
  return take.name ?? promptOf(take);
}

/** How long it plays, or that it is a still. */
export function lengthWords({ media, recipe }: Take): string {
  return media.type.startsWith('video/') ? saidLength(recipe.frames, recipe.frameRate) : 'still';
}

/** The day and time a take was kept, as the person's language writes it. */
export function keptAt(take: Take): string {
  return new Date(take.createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** Stars in words: `3 stars`, `not rated`. */
export function starWords(rating: number): string {
  return rating === 0 ? 'not rated' : `${rating} ${rating === 1 ? 'star' : 'stars'}`;
}
