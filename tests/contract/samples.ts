import { move, newJob } from '#core/domain/queue/job.ts';
import type { Job } from '#core/schema/job.ts';
import { JobId, Sha256, TakeId } from '#core/schema/ids.ts';
import { Take } from '#core/schema/take.ts';
import { type Draft, JobRecord } from '#lib/storage/records.ts';

export const DRAFT: Draft = {
  schema: 1,
  prompt: 'half a sent',
  negativePrompt: '',
  from: 'words',
  kind: 'video',
  width: 160,
  height: 96,
  frames: 17,
  frameRate: 8,
  seed: 7,
  seedLocked: true,
  steps: 24,
  guidance: 3,
  scheduler: 'unipc',
};

export const someHash = (digit: string): Sha256 => Sha256.parse(digit.repeat(64));

/** A take, whole and valid, made of nothing. */
export function someTake(changes: Partial<Take> = {}): Take {
  return Take.parse({
    id: TakeId.parse(crypto.randomUUID()),
    schema: 2,
    tags: [],
    favourite: false,
    rating: 0,
    recipe: {
      schema: 1,
      mode: 't2v',
      model: { id: 'tiny', version: '1', license: 'Apache-2.0' },
      prompt: 'a red ball',
      negativePrompt: '',
      seed: 7,
      width: 160,
      height: 96,
      frames: 17,
      frameRate: 8,
      steps: 4,
      guidance: 3,
      scheduler: 'euler',
      shift: 3,
      inputs: {},
      engine: { id: 'browser', version: '1', provider: 'wasm' },
    },
    recipeHash: someHash('a'),
    media: { sha256: someHash('b'), type: 'video/mp4', bytes: 10 },
    poster: { sha256: someHash('c'), type: 'image/webp', bytes: 10 },
    filmstrip: { sha256: someHash('d'), type: 'image/webp', bytes: 10, frames: 8 },
    timings: { denoise: 1000, decode: 500 },
    adjustments: [],
    createdAt: 1000,
    ...changes,
  });
}

/** A job in one of the states that a queue meets. */
export function someJob(state: 'queued' | 'running' | 'publishing' | 'failed' = 'queued', createdAt = 1000): JobRecord {
  const id = JobId.parse(crypto.randomUUID());
  let job = newJob(id, 1);
  const go = (event: Parameters<typeof move>[1]): Job => {
    const moved = move(job, event);
    if (!moved.ok) throw new Error(`illegal: ${event.type}`);
    return (job = moved.value);
  };
  go({ type: 'send' });
  if (state !== 'queued') go({ type: 'begin', holder: 'tab', now: createdAt, leaseUntil: createdAt + 1000 });
  if (state === 'publishing') go({ type: 'publish', lease: 1 });
  if (state === 'failed') go({ type: 'fault', lease: 1, fault: { reason: 'out-of-memory', facts: {} } });
  return JobRecord.parse({
    id,
    schema: 2,
    job,
    lane: 'browser',
    priority: 'normal',
    rank: 'a0',
    dependsOn: [],
    log: [],
    stepsDown: [],
    request: {
      mode: 't2v',
      prompt: 'a red ball',
      negativePrompt: '',
      seed: 7,
      width: 160,
      height: 96,
      frames: 17,
      frameRate: 8,
      steps: 4,
      guidance: 3,
      scheduler: 'euler',
    },
    createdAt,
  });
}
