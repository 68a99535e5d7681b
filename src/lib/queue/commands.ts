import { withBrokenNeeds } from '#core/domain/queue/dependencies.ts';
import type { ForwardClock } from '#core/domain/queue/forward-clock.ts';
import { isOver, type JobEvent, move, newJob } from '#core/domain/queue/job.ts';
import { placesBeside, ranksAtEnd } from '#core/domain/queue/queue-order.ts';
import { moved } from '#core/domain/queue/queued-job.ts';
import { JobId, TakeId } from '#core/schema/ids.ts';
import type { Job, Priority } from '#core/schema/job.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import type { Neighbour, Submission } from './events.ts';
import { storeRequest } from './stored-request.ts';

/** What a person can do to the queue, done to the store itself: from any tab, with or without a leader. */
export class QueueCommands {
  readonly #storage: StudioStorage;
  readonly #clock: ForwardClock;

  constructor(storage: StudioStorage, clock: ForwardClock) {
    this.#storage = storage;
    this.#clock = clock;
  }

  /** Keeps jobs behind all others, all of them or none. */
  async add(submissions: readonly Submission[]): Promise<void> {
    const { jobs, takes } = this.#storage;
    // Asked in one go: whoever sends waits for each answer of the store.
    const [line, made] = await Promise.all([jobs.all(), Promise.all(submissions.map(({ id }) => takes.get(TakeId.parse(id))))]);
    // A job that was done and cleared is still done.
    await this.addNew(submissions.filter((_, i) => !made[i]), line);
  }

  /**
   * Keeps jobs behind those of the line, all of them or none, and resolves with them as they are kept. Where another
   * tab sends in the same moment, two get one place, and the older one goes first.
   */
  async addNew(submissions: readonly Submission[], line: readonly JobRecord[]): Promise<readonly JobRecord[]> {
    const ranks = ranksAtEnd(line, submissions.length);
    const records: JobRecord[] = [];
    for (const [i, submission] of submissions.entries()) records.push(await this.#record(submission, ranks[i]!));
    await this.#storage.jobs.add(...records);
    return records;
  }

  /** Moves the jobs that the rules allow to be moved so, all of them or none; the others stay as they are. */
  async apply(ids: Iterable<JobId>, event: JobEvent): Promise<void> {
    await this.#storage.jobs.changeAll(ids, (record) => moved(record, event, this.#clock.now()));
  }

  /** Sends jobs again, and before them whatever they need that was not made. */
  async retry(ids: readonly JobId[]): Promise<void> {
    const line = new Map((await this.#storage.jobs.all()).map((record) => [record.id, record]));
    await this.apply(withBrokenNeeds(ids, line), { type: 'retry' });
  }

  async duplicate(id: JobId): Promise<JobId | undefined> {
    const { jobs } = this.#storage;
    const line = await jobs.all();
    const record = line.find((other) => other.id === id);
    if (!record) return undefined;
    const copy = JobId.parse(crypto.randomUUID());
    const { request, lane, priority, variedFrom, crops, madeFor, picturesFrom, stopBroken } = record;
    await jobs.add({
      id: copy,
      schema: 2,
      job: sent(copy),
      request: { ...request, seed: crypto.getRandomValues(new Uint32Array(1))[0]! },
      lane,
      priority,
      rank: ranksAtEnd(line, 1)[0]!,
      // What is gone cannot be waited for.
      dependsOn: record.dependsOn.filter((needed) => line.some((other) => other.id === needed && other.job.state !== 'failed')),
      log: [],
      stepsDown: [],
      ...(variedFrom && { variedFrom }),
      ...(crops && { crops }),
      ...(madeFor && { madeFor }),
      ...(stopBroken && { stopBroken }),
      ...(picturesFrom && { picturesFrom }),
      createdAt: this.#clock.now(),
    });
    return copy;
  }

  async place(id: JobId, neighbour: Neighbour): Promise<void> {
    const { jobs } = this.#storage;
    const line = await jobs.all();
    const places =
      'before' in neighbour
        ? placesBeside(line, id, neighbour.before, 'before')
        : placesBeside(line, id, neighbour.after, 'after');
    const placed = new Map(places.map(({ id: moving, ...place }) => [moving, place]));
    await jobs.changeAll(placed.keys(), (record) => ({ ...record, ...placed.get(record.id) }));
  }

  async prioritise(priority: Priority, ids: readonly JobId[]): Promise<void> {
    await this.#storage.jobs.changeAll(ids, (record) => ({ ...record, priority }));
  }

  async hold(held: boolean): Promise<void> {
    await this.#storage.standing.write({ schema: 1, held });
  }

  /** Takes back that jobs were forgotten. */
  async restore(records: readonly JobRecord[]): Promise<void> {
    await this.#storage.jobs.add(...records.filter(({ job }) => isOver(job)));
  }

  /** Forgets jobs that are over. */
  async clear(ids: readonly JobId[]): Promise<void> {
    await this.#storage.jobs.clear(ids, ({ job }) => isOver(job));
  }

  async #record({ id, request, origin = {} }: Submission, rank: string): Promise<JobRecord> {
    return {
      id,
      schema: 2,
      job: sent(id),
      request: await storeRequest(this.#storage.blobs, request),
      lane: origin.lane ?? 'browser',
      priority: origin.priority ?? 'normal',
      rank,
      dependsOn: [...new Set([...(origin.dependsOn ?? []), ...Object.values(origin.picturesFrom ?? {})])],
      ...(origin.batch && { batch: origin.batch }),
      log: [],
      stepsDown: [],
      ...(origin.variedFrom && { variedFrom: origin.variedFrom }),
      ...(origin.crops && { crops: origin.crops }),
      ...(origin.madeFor && { madeFor: origin.madeFor }),
      ...(origin.stopBroken && { stopBroken: true }),
      ...(origin.picturesFrom && { picturesFrom: origin.picturesFrom }),
      ...(origin.reuse && { reuse: origin.reuse }),
      createdAt: this.#clock.now(),
    };
  }
}

/** A new job that stands in line. */
function sent(id: JobId): Job {
  const job = move(newJob(id), { type: 'send' });
  if (!job.ok) throw new Error('a draft can always be sent');
  return job.value;
}
