import { JobProgress } from '#core/pipelines/job-progress.ts';
import type { Progress, Stage, Timings } from '#core/schema/progress.ts';
import type { ComfyMessage } from './messages.ts';
import type { ApiWorkflow } from './workflow/api-workflow.ts';

/** What kind of work a class of nodes does, by its name; the first that fits. */
const STAGES: readonly (readonly [RegExp, Stage])[] = [
  [/TextEncode/, 'encode-text'],
  [/LoadImage|VAEEncode|ToVideo|CLIPVision/, 'encode-picture'],
  [/Loader/, 'load'],
  // What it saves is fetched and decoded here: what this engine makes is frames, and their encoding comes after it.
  [/VAEDecode|^(Save|Preview|CreateVideo|VHS_VideoCombine)/, 'decode'],
  [/KSampler(?!Select)|SamplerCustom/, 'denoise'],
];
const stageOf = (className: string): Stage | undefined => STAGES.find(([pattern]) => pattern.test(className))?.[1];

/** How many steps each sampler of a workflow takes; one for those that do not say. */
export function plannedSteps(workflow: ApiWorkflow): Map<string, number> {
  const planned = new Map<string, number>();
  for (const [id, { class_type, inputs }] of Object.entries(workflow)) {
    if (stageOf(class_type) !== 'denoise') continue;
    const { steps, start_at_step: start, end_at_step: end } = inputs;
    const all = typeof steps === 'number' ? steps : 1;
    planned.set(id, Math.max(0, Math.min(all, typeof end === 'number' ? end : all) - (typeof start === 'number' ? start : 0)));
  }
  return planned;
}

/** Turns a server's messages about one prompt into progress that never falls, and times its stages. */
export class PromptProgress {
  readonly timings: Timings = {};
  readonly #report: JobProgress;
  readonly #workflow: ApiWorkflow;
  readonly #planned: ReadonlyMap<string, number>;
  readonly #steps: number;
  readonly #done = new Map<string, number>();
  #told = -1;
  #stage: Stage | undefined;
  #since = 0;

  constructor(workflow: ApiWorkflow, report: (progress: Progress) => void) {
    this.#report = new JobProgress(report);
    this.#workflow = workflow;
    this.#planned = plannedSteps(workflow);
    this.#steps = Math.max(1, [...this.#planned.values()].reduce((sum, steps) => sum + steps, 0));
  }

  /** Denoising steps that are done. */
  get step(): number {
    return Math.min(this.#steps, Math.round([...this.#done.values()].reduce((sum, steps) => sum + steps, 0)));
  }

  /** Whether the server is at work on it. */
  get isUnderWay(): boolean {
    return this.#stage !== undefined;
  }

  hear({ type, data }: ComfyMessage): void {
    switch (type) {
      case 'execution_cached':
        for (const node of data.nodes) this.#sampled(node, 1);
        return;
      case 'executing':
        this.#at(data.display_node ?? data.node);
        return;
      case 'progress':
        if (data.max > 0) this.#sampled(data.node, data.value / data.max);
        this.#at(data.node);
        return;
      case 'progress_state':
        for (const [id, { value, max, state, display_node_id }] of Object.entries(data.nodes)) {
          const node = display_node_id ?? id;
          if (state === 'finished') this.#sampled(node, 1);
          else if (max > 0 && state === 'running') this.#sampled(node, value / max);
          if (state === 'running') this.#at(node);
        }
        return;
      case 'executed':
      case 'execution_start':
      case 'execution_success':
      case 'execution_error':
      case 'execution_interrupted':
    }
  }

  /** Our own part, after the server's: fetching what was made. */
  fetched(files: number, all: number): void {
    this.#enter('decode');
    this.#report.report('decode', files, all);
  }

  /** Ends the timing. */
  end(): void {
    this.#enter(undefined);
  }

  #sampled(node: string | null | undefined, part: number): void {
    const planned = node === null || node === undefined ? undefined : this.#planned.get(node);
    if (node === null || node === undefined || planned === undefined) return;
    this.#done.set(node, Math.max(this.#done.get(node) ?? 0, Math.min(1, part) * planned));
  }

  #at(node: string | null | undefined): void {
    const stage = node === null || node === undefined ? undefined : stageOf(this.#workflow[node]?.class_type ?? '');
    if (!stage) return;
    // Nothing is decoded before all is sampled: what was not heard of the steps was done.
    if (stage === 'decode') for (const [id, planned] of this.#planned) this.#done.set(id, planned);
    if (this.step > 0 && this.step !== this.#told) {
      this.#told = this.step;
      this.#report.report('denoise', this.step, this.#steps);
    }
    if (stage === this.#stage) return;
    this.#enter(stage);
    if (stage !== 'denoise') this.#report.report(stage, 0, 1);
    else if (this.step === 0) this.#report.report('denoise', 0, this.#steps);
  }

  #enter(stage: Stage | undefined): void {
    const now = performance.now();
    if (this.#stage) this.timings[this.#stage] = (this.timings[this.#stage] ?? 0) + now - this.#since;
    this.#stage = stage;
    this.#since = now;
  }
}
