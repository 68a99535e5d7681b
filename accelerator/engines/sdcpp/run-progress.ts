import type { Progress, Stage, Timings } from '#core/schema/progress.ts';
import { JobProgress } from '#core/pipelines/job-progress.ts';
import type { Said } from './output-reader.ts';

/** The stages of a run in their order. */
const ORDER: readonly Stage[] = ['load', 'encode-picture', 'encode-text', 'denoise', 'decode'];

interface RunProgressOptions {
  /** Steps that were asked for, of both experts together. */
  readonly steps: number;
  /** Whether it starts from pictures, which are encoded first. */
  readonly pictures: boolean;
  readonly report: (progress: Progress) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/**
 * Tells from what sd-cli says how far it is. All of its bars look alike: which one is meant is known from the lines
 * between them. Files are loaded where they are first needed, in the middle of any stage: those bars count bytes, and
 * move only the first stage. Two experts draw a bar each and count as one run.
 */
export class RunProgress {
  readonly #steps: number;
  readonly #pictures: boolean;
  readonly #now: () => number;
  readonly #progress: JobProgress;
  readonly #timings: Partial<Record<Stage, number>> = {};
  #stage: Stage = 'load';
  #since: number;
  /** Steps of the expert before, and how far the present one is. */
  #before = 0;
  #step = 0;

  constructor({ steps, pictures, report, now }: RunProgressOptions) {
    this.#steps = steps;
    this.#pictures = pictures;
    this.#now = now;
    this.#since = now();
    this.#progress = new JobProgress(report);
    this.#progress.report('load', 0, 1);
  }

  get stage(): Stage {
    return this.#stage;
  }

  /** Steps that are done, of both experts. */
  get stepsDone(): number {
    return this.#before + this.#step;
  }

  /** Milliseconds in each stage, to now. */
  get timings(): Timings {
    return { ...this.#timings, [this.#stage]: (this.#timings[this.#stage] ?? 0) + this.#now() - this.#since };
  }

  hear(said: Said): void {
    if (said.kind === 'bar') this.#hearBar(said);
    else this.#hearLine(said.text);
  }

  #hearBar({ step, steps, of }: Extract<Said, { kind: 'bar' }>): void {
    if (step > steps) return;
    if (this.#stage === 'load') this.#progress.report('load', step, steps);
    else if (of === 'bytes') return;
    else if (this.#stage === 'denoise') this.#denoised(step);
    else if (this.#stage === 'decode') this.#progress.report('decode', step, steps);
  }

  #denoised(step: number): void {
    // A bar that begins anew is the other expert's, also where the line between them was lost.
    if (step < this.#step) this.#nextExpert();
    this.#step = step;
    const done = this.stepsDone;
    this.#progress.report('denoise', done, Math.max(this.#steps, done));
  }

  #nextExpert(): void {
    this.#before += this.#step;
    this.#step = 0;
  }

  #hearLine(text: string): void {
    if (/^sampling(\(high noise\))? using /.test(text)) this.#enter(this.#pictures ? 'encode-picture' : 'encode-text');
    else if (text.startsWith('encode_first_stage completed')) this.#enter('encode-text');
    else if (/^(generate_video \d|get_learned_condition completed)/.test(text)) this.#enter('denoise', this.#steps);
    else if (text.startsWith('sampling(high noise) completed')) this.#nextExpert();
    else if (text.startsWith('sampling completed')) this.#enter('decode');
    else if (text.startsWith('decode_first_stage completed')) this.#progress.report('decode', 1, 1);
  }

  /** Stages only follow one another. */
  #enter(stage: Stage, steps = 1): void {
    if (ORDER.indexOf(stage) <= ORDER.indexOf(this.#stage)) return;
    const now = this.#now();
    this.#timings[this.#stage] = (this.#timings[this.#stage] ?? 0) + now - this.#since;
    this.#since = now;
    this.#stage = stage;
    this.#progress.report(stage, 0, steps);
  }
}
