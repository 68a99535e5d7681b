import { JobId } from '#core/schema/ids.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import { ok } from '#core/schema/result.ts';
import type { FilmMaker } from '#lib/engine/film.ts';
import type { QueueEvent } from '#lib/queue/events.ts';
import { JobQueue, type QueueParts } from '#lib/queue/job-queue.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { FakeEngine } from './fake-engine.ts';
import { FakeLane } from './fake-lane.ts';

/** Films that are words. */
export const wordFilm: FilmMaker = {
  async make({ recipe }) {
    const bytes = new TextEncoder().encode(`film ${recipe.prompt} ${recipe.seed}`);
    const file = { type: 'video/mp4', bytes };
    return ok({ media: file, poster: { ...file, type: 'image/webp' }, filmstrip: { ...file, frames: 8 } });
  },
  dispose() {},
};

export const newId = (): JobId => JobId.parse(crypto.randomUUID());

export const request = (prompt: string, changes: Partial<GenerationRequest> = {}): GenerationRequest =>
  GenerationRequest.parse({
    ...{ mode: 't2v', prompt, seed: 1, width: 16, height: 16, frames: 5, frameRate: 8, steps: 6, guidance: 3 },
    ...changes,
  });

const open: JobQueue[] = [];

/** A queue on a fake engine as one tab has it, and what it has told. Tries again at once, unless the test says otherwise. */
export function newQueue(
  storage: StudioStorage,
  engine = new FakeEngine(),
  scope: string = crypto.randomUUID(),
  parts: Partial<QueueParts> & { lane?: FakeLane } = {},
) {
  const { lane = new FakeLane(engine), ...others } = parts;
  const queue = new JobQueue({ storage, lanes: { browser: lane }, film: wordFilm, scope, random: () => 0, ...others });
  const events: QueueEvent[] = [];
  queue.subscribe((event) => events.push(event));
  open.push(queue);
  const truth = () => events.findLast((event) => event.kind === 'jobs')!;
  const jobs = (): readonly JobRecord[] => truth().jobs;
  const job = (id: JobId): JobRecord => jobs().find((record) => record.id === id)!;
  const published = () => events.flatMap((event) => (event.kind === 'published' ? [event.id] : []));
  return { queue, events, truth, jobs, job, published, engine: lane.engine, lane, scope };
}

export async function closeQueues(): Promise<void> {
  await Promise.all(open.splice(0).map((queue) => queue.dispose()));
}
