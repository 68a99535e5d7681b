import * as Comlink from 'comlink';
import type { Frame } from '#core/domain/measure/frame.ts';
import { graded } from '#core/domain/measure/grade-frame.ts';
import { matchColours } from '#core/domain/measure/match-colours.ts';
import { measureSeam, type SeamMeasures } from '#core/domain/measure/measure-seam.ts';
import { measureTake } from '#core/domain/measure/measure-take.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Grade } from '#core/schema/grade.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Focus } from '#core/schema/take.ts';
import type { TakeMeasures } from '#core/schema/take-measures.ts';
import { type Footage, smallCrop, smallFrames } from './small-frames.ts';

/** A picture that a take was made from, and what of it was kept. */
export interface GivenStill {
  readonly file: Blob;
  readonly focus: Focus;
}

export interface TakeToMeasure extends Footage {
  /** Frames a second. */
  readonly rate: number;
  readonly first?: GivenStill | undefined;
  readonly last?: GivenStill | undefined;
}

/** One side of a cut: which frames of a take are seen there. */
export interface SideToMeasure extends Footage {
  /** The file's name, under which its frames are known again. */
  readonly sha256: Sha256;
  readonly at: readonly number[];
  readonly rate: number;
  readonly grade: Grade | null;
}

export interface MeasuredSeam {
  readonly measures: SeamMeasures;
  /** The frames right at the cut, with their grades. */
  readonly before: Frame;
  readonly after: Frame;
}

/** Of a longer take every so-manieth frame is measured, so that its frames fit the memory. */
const MOST_FRAMES = 120;
/** So many sides of cuts are kept at hand. */
const MOST_SIDES = 48;

/** What was asked for and is no longer wanted. */
const cancelled = new Set<number>();
const sides = new Map<string, Promise<Frame[]>>();

const api = {
  /** What can be measured of a take. `ask`: a number under which it can be cancelled. */
  measure: (ask: number, take: TakeToMeasure): Promise<Result<TakeMeasures, Fault>> =>
    attempt(async () => {
      const step = Math.ceil(take.frames / MOST_FRAMES);
      const at = Array.from({ length: Math.ceil(take.frames / step) }, (_, i) => i * step);
      const frames = await smallFrames(take, at, () => cancelled.has(ask));
      const size = frames[0]!;
      const given = (still: GivenStill | undefined) => still && smallCrop(still.file, size, still.focus);
      const [first, last] = await Promise.all([given(take.first), given(take.last)]);
      return measureTake(frames, { rate: take.rate / step, first, last });
    }).finally(() => cancelled.delete(ask)),

  /** How a cut is, and what is seen at it. */
  seam: (before: SideToMeasure, after: SideToMeasure): Promise<Result<MeasuredSeam, Fault>> =>
    attempt(async () => {
      const [from, to] = await Promise.all([gradedSide(before), gradedSide(after)]);
      const measures = measureSeam({ frames: from, rate: before.rate }, { frames: to, rate: after.rate });
      return { measures, before: from.at(-1)!, after: to[0]! };
    }),

  /** The grade that brings the later side's colours to those of the earlier one. */
  match: (before: SideToMeasure, after: SideToMeasure): Promise<Result<Grade, Fault>> =>
    attempt(async () => {
      const [from, to] = await Promise.all([gradedSide(before), sideOf(after)]);
      return matchColours(to[0]!, from.at(-1)!);
    }),

  /** Ends a measuring at its next frame. */
  cancel: (ask: number): void => void cancelled.add(ask),
};
export type MeasureApi = typeof api;

async function gradedSide(side: SideToMeasure): Promise<Frame[]> {
  return (await sideOf(side)).map((frame) => graded(frame, side.grade));
}

/** A side's frames, decoded once as long as it is looked at again and again. */
function sideOf(side: SideToMeasure): Promise<Frame[]> {
  const key = `${side.sha256} ${side.at.join()}`;
  const frames = sides.get(key) ?? smallFrames(side, side.at);
  sides.delete(key);
  sides.set(key, frames);
  // What could not be read may be there the next time.
  frames.catch(() => sides.delete(key));
  const oldest = sides.keys().next();
  if (sides.size > MOST_SIDES && !oldest.done) sides.delete(oldest.value);
  return frames;
}

async function attempt<Value>(work: () => Promise<Value>): Promise<Result<Value, Fault>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}

Comlink.expose(api);
