import type { Mode } from '../../schema/mode.ts';
import type { Take } from '../../schema/take.ts';

/** The settings that decide how long a job takes. */
export interface Workload {
  readonly mode: Mode;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly steps: number;
  readonly guidance: number;
}

/** What a machine needs for one unit of work, in milliseconds. */
export interface Pace {
  readonly denoising: number;
  readonly rest: number;
}

/** Only the newest takes count: the machine may have changed. */
const RECENT = 5;

/**
 * The pace of one engine on one provider, learned from takes made there, newest first: those of the
 * same mode, else of any. Null where nothing was made there yet.
 */
export function learnPace(
  takes: readonly Take[],
  engine: { readonly id: string; readonly provider: string },
  mode: Mode,
): Pace | null {
  const there: Take[] = [];
  const alike: Take[] = [];
  for (const take of takes) {
    const { engine: made } = take.recipe;
    // One that was there already took no time.
    if (made.id !== engine.id || made.provider !== engine.provider || Object.keys(take.timings).length === 0) continue;
    if (there.length < RECENT) there.push(take);
    if (take.recipe.mode === mode && alike.push(take) === RECENT) break;
  }
  const past = alike.length > 0 ? alike : there;
  if (past.length === 0) return null;
  let denoiseMs = 0;
  let restMs = 0;
  let denoiseWork = 0;
  let pixelWork = 0;
  for (const { recipe, timings } of past) {
    const { load: _load, denoise = 0, ...others } = timings;
    denoiseMs += denoise;
    restMs += Object.values(others).reduce((sum, ms) => sum + ms, 0);
    denoiseWork += denoisingWork(recipe);
    pixelWork += pixels(recipe);
  }
  return { denoising: denoiseMs / denoiseWork, rest: restMs / pixelWork };
}

/**
 * How long a job will take at a pace, in milliseconds. Denoising grows with pixels, frames, steps and
 * guidance; all else with pixels and frames.
 */
export function expectedMs(pace: Pace, workload: Workload): number {
  return Math.round(pace.denoising * denoisingWork(workload) + pace.rest * pixels(workload));
}

type Shape = Omit<Workload, 'mode'>;

function pixels({ width, height, frames }: Shape): number {
  return width * height * frames;
}

function denoisingWork(shape: Shape): number {
  return pixels(shape) * shape.steps * (shape.guidance > 1 ? 2 : 1);
}
