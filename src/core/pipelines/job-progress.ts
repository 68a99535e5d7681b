import type { RunContext } from '../domain/generate/engine.ts';
import type { Progress, Stage } from '../schema/progress.ts';

/**
 * Where each stage of a whole job begins, as a part of it; each ends where the next begins. Measured
 * on Kinora Mini on a processor, rounded. Loading belongs to the host, encoding of media too: they
 * report in the same scale, so the fraction never falls from one to the other.
 */
const BEGINS: Record<Stage | 'end', number> = {
  load: 0,
  'encode-text': 0.05,
  'encode-picture': 0.06,
  denoise: 0.08,
  decode: 0.85,
  // Work on frames has only loading before it: see `enhanceProgress`.
  enhance: 0.95,
  'encode-media': 0.95,
  end: 1,
};
const ORDER = [...Object.keys(BEGINS)] as (Stage | 'end')[];

/** Progress of a stage: `step` of its `steps` done. */
export function stageProgress(stage: Stage, step: number, steps: number): Progress {
  const begin = BEGINS[stage];
  const end = BEGINS[ORDER[ORDER.indexOf(stage) + 1] ?? 'end'];
  return { stage, step, steps, fraction: begin + (end - begin) * Math.min(1, step / steps) };
}

/** Progress of work on frames: `step` of its `steps` tiles done. It lies between loading and encoding. */
export function enhanceProgress(step: number, steps: number): Progress {
  const [begin, end] = [BEGINS['encode-text'], BEGINS['encode-media']];
  return { stage: 'enhance', step, steps, fraction: begin + (end - begin) * Math.min(1, step / steps) };
}

/** Reports progress that never falls, whatever order stages are left out or repeated in. */
export class JobProgress {
  readonly #report: RunContext['onProgress'];
  #highest = 0;

  constructor(report: RunContext['onProgress']) {
    this.#report = report;
  }

  report(stage: Stage, step: number, steps: number): void {
    const progress = stageProgress(stage, step, steps);
    this.#highest = Math.max(this.#highest, progress.fraction);
    this.#report({ ...progress, fraction: this.#highest });
  }
}
