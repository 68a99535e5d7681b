import type { Mode } from '#core/schema/mode.ts';
import type { Take } from '#core/schema/take.ts';
import type { GalleryState } from '#lib/state/gallery.svelte.ts';

const MADE_FROM: Record<Mode, string> = {
  t2i: 'Still from words',
  t2v: 'Clip from words',
  i2v: 'Clip from a picture',
  ti2v: 'Clip from words and a picture',
  flf2v: 'Clip between two pictures',
};

/** What kind of thing a mode makes, and from what. */
export const madeFrom = (mode: Mode): string => MADE_FROM[mode];

/** What is to be seen, until a person writes it better. */
export function describeTake({ recipe }: Take): string {
  return recipe.prompt ? `${madeFrom(recipe.mode)}: ${recipe.prompt}` : madeFrom(recipe.mode);
}

/** Takes are counted from the oldest, those in the bin included, so that a number stays with its take. */
export function takeName(gallery: GalleryState, take: Take): string {
  const older = [...gallery.takes, ...gallery.bin].filter((other) => other.createdAt < take.createdAt);
  return `Take ${older.length + 1}`;
}

/** The day and time a take was kept, as the person's language writes it. */
export function keptAt(take: Take): string {
  return new Date(take.createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
