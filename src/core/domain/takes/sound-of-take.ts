import type { Song } from '../../schema/brief.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { Take } from '../../schema/take.ts';

/** What gives a take's frames again, as many to the second or more, and keeps no sound. */
const REDRAWN: ReadonlySet<string> = new Set(['upscale', 'interpolate']);

/**
 * The file that a take is heard with: its own where it was brought in, and that of the take it was made from where it
 * is the same, larger or smoother. Undefined where there is none, or its file is known to be silent.
 */
export function soundOfTake(id: TakeId | null, takes: (id: TakeId) => Take | undefined): Song | undefined {
  const seen = new Set<TakeId>();
  for (let at = id; at !== null && !seen.has(at); ) {
    seen.add(at);
    const take = takes(at);
    if (take?.recipe.mode === 'brought') {
      const { media: { sha256: asset, type }, name = 'Video' } = take;
      return take.sound === false ? undefined : { asset, type, name };
    }
    at = take && REDRAWN.has(take.recipe.mode) ? (take.variedFrom ?? null) : null;
  }
  return undefined;
}
