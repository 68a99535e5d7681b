import { edgeFrames } from '#core/domain/measure/seam-frames.ts';
import type { Clip } from '#core/schema/clip.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { Grade } from '#core/schema/grade.ts';
import type { TakeId } from '#core/schema/ids.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { Take } from '#core/schema/take.ts';
import type { Measurer } from '#lib/engine/browser/measurer.ts';
import type { MeasuredSeam, SideToMeasure } from '#lib/workers/measure.worker.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';

/** What is seen on one side of a cut. */
interface Side {
  readonly take: Take;
  readonly at: readonly number[];
  readonly rate: number;
  readonly grade: Grade | null;
}

/** What is seen on both sides of a cut, the earlier first. */
export type SeamSides = readonly [Side, Side];

/**
 * The sides of a cut; undefined where no two takes meet: over black, or where one goes over into the other, nothing
 * jumps. `known`: what they are where the clips and their takes are still the same.
 */
export function sidesOf(before: Clip | undefined, after: Clip, rate: FrameRate, takeOf: (id: TakeId) => Take | undefined, known?: SeamSides): SeamSides | undefined {
  if (before?.transition.kind !== 'cut' || after.gap > 0) return undefined;
  if (known) return known;
  const side = (clip: Clip, edge: 'start' | 'end'): Side | undefined => {
    const take = clip.selected === null ? undefined : takeOf(clip.selected);
    return take && { take, ...edgeFrames(clip, edge, take.recipe, rate), grade: clip.grade };
  };
  const [from, to] = [side(before, 'end'), side(after, 'start')];
  return from && to && [from, to];
}

/** What two sides show: equal for the same frames with the same grades. */
export const seamKey = (sides: SeamSides): string =>
  sides.map(({ take, at, grade }) => `${take.media.sha256} ${at.join()} ${grade ? [...grade.gain, ...grade.lift].join() : ''}`).join(' | ');

interface Parts {
  readonly gallery: Pick<GalleryState, 'media'>;
  readonly measurer: Pick<Measurer, 'seam' | 'match'>;
}

/** Fetches the takes on both sides of a cut and has them measured. */
export class SeamReader {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  measure(sides: SeamSides): Promise<Result<MeasuredSeam, Fault>> {
    return this.#with(sides, (from, to) => this.#parts.measurer.seam(from, to));
  }

  /** The grade that brings the later side's colours to those of the earlier one. */
  match(sides: SeamSides): Promise<Result<Grade, Fault>> {
    return this.#with(sides, (from, to) => this.#parts.measurer.match(from, to));
  }

  async #with<Value>([before, after]: SeamSides, work: (from: SideToMeasure, to: SideToMeasure) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    const [from, to] = await Promise.all([this.#load(before), this.#load(after)]);
    return from && to ? work(from, to) : fail({ reason: 'media-damaged', facts: {} });
  }

  async #load({ take, at, rate, grade }: Side): Promise<SideToMeasure | undefined> {
    const file = await this.#parts.gallery.media(take);
    return file && { file, frames: take.recipe.frames, sha256: take.media.sha256, at, rate, grade };
  }
}
