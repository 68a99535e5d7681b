import { explain } from '#core/domain/words/explain.ts';
import type { Attempt, MemoryStep, Priority, WaitReason } from '#core/schema/job.ts';
import type { SectionName } from '#lib/state/queue/queue-sections.ts';
import type { StoredRequest } from '#core/schema/stored-request.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { counted, saidDuration, saidLength } from '../ui/figures.ts';

export const SECTION_TITLES: Record<SectionName, string> = {
  running: 'Running',
  person: 'Needs you',
  line: 'In line',
  failed: 'Failed',
  finished: 'Finished',
};

/** How a job stands, in a word or two. */
export type Look = 'running' | 'waiting' | 'again' | 'paused' | 'person' | 'done' | 'failed' | 'interrupted' | 'cancelled';

export function lookOf({ job }: JobRecord): Look {
  switch (job.state) {
    case 'running':
    case 'publishing':
      return 'running';
    case 'queued':
      return job.notBefore === undefined ? 'waiting' : 'again';
    case 'waiting':
      return job.waitsFor.includes('person') ? 'person' : 'waiting';
    case 'failed':
      return job.fault.reason === 'interrupted' ? 'interrupted' : 'failed';
    case 'draft':
      return 'waiting';
    default:
      return job.state;
  }
}

const LOOK_WORDS: Record<Look, string> = {
  running: 'Running',
  waiting: 'Waiting',
  again: 'Waits to try again',
  paused: 'Paused',
  person: 'Needs your yes',
  done: 'Done',
  failed: 'Failed',
  interrupted: 'Interrupted',
  cancelled: 'Cancelled',
};

export const stateWords = (record: JobRecord): string => LOOK_WORDS[lookOf(record)];

/** Why a job does not begin, where it is not simply its turn that it waits for. */
export const WAIT_WORDS: Record<WaitReason, string> = {
  dependency: 'Waits for a job that must be done first.',
  accelerator: 'Waits for the accelerator. It goes out as soon as that is back.',
  network: 'Waits for the network. It goes on by itself.',
  model: 'Waits for the model.',
  person: 'Waits for your yes.',
};

export const PRIORITY_WORDS: Record<Priority, string> = { high: 'High priority', normal: 'Normal priority', low: 'Low priority' };

const STEP_WORDS: Record<MemoryStep, string> = {
  tiling: 'smaller tiles',
  precision: 'less precision',
  size: 'a smaller size',
};

/** The steps down in memory need, as they follow "with": `smaller tiles and a smaller size`. */
export const stepDownWords = (steps: readonly MemoryStep[]): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(steps.map((step) => STEP_WORDS[step]));

/** What will be made, in figures: `160 × 96`, `17 frames, 2.1 s`. */
export function requestFigures({ width, height, frames, frameRate }: StoredRequest): readonly string[] {
  const length = frames === 1 ? 'still' : `${counted(frames, 'frame')}, ${saidLength(frames, frameRate)}`;
  return [`${width} × ${height}`, length];
}

/** How an attempt ended. */
export function outcomeWords({ outcome, fault }: Attempt): string {
  switch (outcome) {
    case undefined:
      return 'At work.';
    case 'done':
      return 'Made the take.';
    case 'crashed':
      return 'Broke off: what worked on it ended without a word.';
    case 'cancelled':
      return 'Cancelled.';
    case 'paused':
      return 'Put aside.';
    case 'left':
      return 'Left off in good order, as when a tab closes.';
    case 'fault':
      return fault ? explain(fault).happened : 'Ended with a fault.';
  }
}

const ENGINES: Record<string, string> = { browser: 'Browser', remote: 'Accelerator', onnx: 'ONNX Runtime', comfyui: 'ComfyUI', sdcpp: 'stable-diffusion.cpp', compositor: 'Compositor' };
const PROVIDERS: Record<string, string> = { wasm: 'WASM', webgpu: 'WebGPU', cpu: 'CPU', cuda: 'CUDA', dml: 'DirectML', coreml: 'CoreML' };

export const engineTitle = (id: string): string => ENGINES[id] ?? id;

/** An engine and what it computes on: `Browser · WASM`. */
export const engineWords = ({ id, provider }: { id: string; provider: string }): string =>
  `${engineTitle(id)} · ${PROVIDERS[provider] ?? provider}`;

/** How long an attempt took; undefined while it runs. */
export const attemptLength = ({ startedAt, endedAt }: Attempt): string | undefined =>
  endedAt === undefined ? undefined : saidDuration(endedAt - startedAt);

/** A moment as the person's language writes it: the time, with its day when that is not today. */
export function momentWords(at: number, now: number, precision: 'short' | 'medium' = 'short'): string {
  const [moment, today] = [new Date(at), new Date(now)];
  return moment.toDateString() === today.toDateString()
    ? moment.toLocaleTimeString(undefined, { timeStyle: precision })
    : moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: precision });
}
