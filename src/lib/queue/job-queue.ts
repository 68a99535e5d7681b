import { generateKeyBetween } from 'fractional-indexing';
import type { Engine, GenerationResult, RawVideo } from '#core/domain/engine.ts';
import { stageProgress } from '#core/pipelines/job-progress.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { JobId, TakeId } from '#core/schema/ids.ts';
import type { Priority } from '#core/schema/job.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import type { FilmFiles, FilmMaker } from '#lib/engine/film.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { cleanBlobs } from './clean-blobs.ts';
import type { Neighbour, Origin, Queue, QueueEvent, Submission } from './events.ts';
import { JobLine, sentJob } from './job-line.ts';
import { publish } from './publish.ts';
import { loadRequest, storeRequest } from './stored-request.ts';
import { type QueueCommand, TabChannel, type TabMessage } from './tab-channel.ts';

interface QueueParts {
  readonly storage: StudioStorage;
  readonly engine: Engine;
  readonly film: FilmMaker;
  /** Tabs with the same scope share one queue, one of them works it off. */
  readonly scope: string;
}

/**
 * The durable queue: first in, first out, one job at a time, worked off by one tab among all that are
 * open (Web Locks say which). When that tab closes the next one takes over, and what was left in the
 * middle appears as interrupted.
 */
export class JobQueue implements Queue {
  readonly #parts: QueueParts;
  readonly #line: JobLine;
  readonly #channel: TabChannel;
  readonly #listeners = new Set<(event: QueueEvent) => void>();
  readonly #stop = new AbortController();
  #jobs: readonly JobRecord[] = [];
  #held = false;
  #leads = false;
  #wake: () => void = () => {};
  #running: { id: JobId; abort: AbortController; progress?: Progress } | undefined;
  readonly #over: Promise<void>;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.#line = new JobLine(parts.storage.jobs);
    this.#channel = new TabChannel(parts.scope, (message) => void this.#hear(message));
    const { signal } = this.#stop;
    this.#over = navigator.locks.request(parts.scope, { signal }, () => this.#lead()).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    void this.#read().then(() => this.#channel.send({ kind: 'hello' }));
  }

  submit(id: JobId, request: GenerationRequest, origin: Origin = {}): Promise<void> {
    return this.submitAll([{ id, request, origin }]);
  }

  async submitAll(submissions: readonly Submission[]): Promise<void> {
    const { jobs, takes, blobs } = this.#parts.storage;
    const fresh: JobRecord[] = [];
    let last = lastRank(await jobs.all());
    for (const { id, request, origin = {} } of submissions) {
      if (await takes.get(TakeId.parse(id))) continue;
      fresh.push({
        id,
        schema: 2,
        job: sentJob(id),
        request: await storeRequest(blobs, request),
        lane: origin.lane ?? 'browser',
        priority: origin.priority ?? 'normal',
        rank: (last = generateKeyBetween(last, null)),
        dependsOn: [...(origin.dependsOn ?? [])],
        ...(origin.batch && { batch: origin.batch }),
        log: [],
        stepsDown: [],
        ...(origin.variedFrom && { variedFrom: origin.variedFrom }),
        ...(origin.crops && { crops: origin.crops }),
        createdAt: Date.now(),
      });
    }
    await jobs.add(...fresh);
    await this.#said();
  }

  cancel(...ids: readonly JobId[]): Promise<void> {
    return this.#command('cancel', ids);
  }

  pause(...ids: readonly JobId[]): Promise<void> {
    return this.#command('pause', ids);
  }

  resume(...ids: readonly JobId[]): Promise<void> {
    return this.#command('resume', ids);
  }

  retry(...ids: readonly JobId[]): Promise<void> {
    return this.#command('retry', ids);
  }

  dismiss(...ids: readonly JobId[]): Promise<void> {
    return this.#command('dismiss', ids);
  }

  async restore(...jobs: readonly JobRecord[]): Promise<void> {
    await this.#parts.storage.jobs.add(...jobs);
    await this.#said();
  }

  async hold(): Promise<void> {
    await this.#parts.storage.standing.write({ schema: 1, held: true });
    await this.#said();
  }

  async release(): Promise<void> {
    await this.#parts.storage.standing.write({ schema: 1, held: false });
    await this.#said();
  }

  async duplicate(id: JobId): Promise<JobId | undefined> {
    const { jobs } = this.#parts.storage;
    const record = await jobs.get(id);
    if (!record) return undefined;
    const fresh = JobId.parse(crypto.randomUUID());
    const { batch: _batch, startedAt: _startedAt, endedAt: _endedAt, ...kept } = record;
    await jobs.add({
      ...kept,
      id: fresh,
      job: sentJob(fresh),
      request: { ...record.request, seed: crypto.getRandomValues(new Uint32Array(1))[0]! },
      rank: generateKeyBetween(lastRank(await jobs.all()), null),
      log: [],
      stepsDown: [],
      createdAt: Date.now(),
    });
    await this.#said();
    return fresh;
  }

  async moveTo(id: JobId, neighbour: Neighbour): Promise<void> {
    const others = inOrder(await this.#parts.storage.jobs.all()).filter((record) => record.id !== id);
    const at = others.findIndex((record) => record.id === ('before' in neighbour ? neighbour.before : neighbour.after));
    const beside = others[at];
    if (!beside) return;
    const peers = others.filter(({ priority }) => priority === beside.priority);
    const to = peers.indexOf(beside) + ('before' in neighbour ? 0 : 1);
    const rank = generateKeyBetween(peers[to - 1]?.rank, peers[to]?.rank);
    await this.#parts.storage.jobs.change(id, (record) => ({ ...record, priority: beside.priority, rank }));
    await this.#said();
  }

  async prioritise(priority: Priority, ...ids: readonly JobId[]): Promise<void> {
    for (const id of ids) await this.#parts.storage.jobs.change(id, (record) => ({ ...record, priority }));
    await this.#said();
  }

  subscribe(listener: (event: QueueEvent) => void): () => void {
    this.#listeners.add(listener);
    listener({ kind: 'jobs', jobs: this.#jobs, held: this.#held });
    return () => this.#listeners.delete(listener);
  }

  /** Leaves the queue; a running job is stopped and appears as interrupted in the tab that takes over. */
  async dispose(): Promise<void> {
    this.#stop.abort();
    this.#running?.abort.abort();
    this.#wake();
    await this.#over;
    this.#channel.close();
    this.#listeners.clear();
  }

  async #lead(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#leads = true;
    await this.#line.endInterrupted();
    await this.#changed();
    // Cleaning is a courtesy; when it fails the work goes on.
    void cleanBlobs(this.#parts.storage).catch(reportError);
    while (!this.#stop.signal.aborted) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      const { held } = await this.#parts.storage.standing.read();
      const next = held ? undefined : inOrder(await this.#line.all()).find(({ job }) => job.state === 'queued');
      const begun = next && (await this.#attempt(() => this.#line.begin(next)));
      if (begun?.ok && begun.value) {
        await this.#work(begun.value);
      } else {
        // With the disk full not even the beginning can be noted; the job waits for a person to make room.
        if (begun && !begun.ok) this.#tellHere({ kind: 'stuck', fault: begun.fault });
        await woken;
      }
    }
  }

  async #work(record: JobRecord): Promise<void> {
    const { id } = record;
    const abort = new AbortController();
    this.#running = { id, abort };
    await this.#changed();
    const made = await this.#attempt(() => this.#make(record, abort.signal));
    // A closing tab leaves the record as it is: the next leader finds it interrupted.
    if (this.#stop.signal.aborted) return;
    this.#running = undefined;
    if (!made.ok) await this.#line.end(id, made.fault);
    await this.#changed();
  }

  async #make(record: JobRecord, signal: AbortSignal): Promise<void> {
    const { id } = record;
    const { storage, engine, film } = this.#parts;
    const result = await engine.run(await loadRequest(storage.blobs, record.request), {
      signal,
      onProgress: (progress) => this.#progress(id, progress),
      onPreview: (preview) => this.#tell({ kind: 'preview', id, frame: previewFrame(preview) }),
    });
    if (!result.ok) throw new FaultError(result.fault.reason, result.fault.facts);
    this.#progress(id, stageProgress('encode-media', 0, 1));
    const begun = performance.now();
    const files = await film.make(result.value);
    if (!files.ok) throw new FaultError(files.fault.reason, files.fault.facts);
    if (signal.aborted) throw new FaultError('cancelled');
    const timings = { ...result.value.timings, 'encode-media': performance.now() - begun };
    await this.#publish(record, { ...result.value, timings }, files.value);
  }

  async #publish(record: JobRecord, result: GenerationResult, files: FilmFiles): Promise<void> {
    const { id, job } = record;
    const kept = await this.#attempt(async () => {
      const publishing = await this.#line.apply(id, { type: 'publish', lease: job.lease });
      return publishing && publish(this.#parts.storage, publishing, result, files);
    });
    if (!kept.ok) {
      const { bytes, type } = files.media;
      this.#tellHere({ kind: 'unkept', id, media: new Blob([bytes], { type }), fault: kept.fault });
      throw new FaultError(kept.fault.reason, kept.fault.facts);
    }
    this.#progress(id, stageProgress('encode-media', 1, 1));
    if (kept.value) this.#tell({ kind: 'published', id, take: kept.value });
  }

  async #attempt<Value>(
    work: () => Promise<Value>,
  ): Promise<{ ok: true; value: Value } | { ok: false; fault: Fault }> {
    try {
      return { ok: true, value: await work() };
    } catch (error) {
      if (error instanceof FaultError) return { ok: false, fault: error.fault };
      // A bug must not stop the line: the job has failed, and the console says how.
      reportError(error);
      return { ok: false, fault: { reason: 'worker-died', facts: {} } };
    }
  }

  async #said(): Promise<void> {
    await this.#read();
    this.#channel.send({ kind: 'submitted' });
    this.#wake();
  }

  async #command(verb: QueueCommand['verb'], ids: readonly JobId[]): Promise<void> {
    for (const id of ids) {
      if (this.#leads) await this.#obey({ verb, id });
      else this.#channel.send({ kind: 'command', command: { verb, id } });
    }
  }

  async #obey({ verb, id }: QueueCommand): Promise<void> {
    if (verb === 'cancel' && this.#running?.id === id) {
      this.#running.abort.abort();
    } else if (verb === 'cancel' || verb === 'pause' || verb === 'resume') {
      if (verb === 'pause' && this.#running?.id === id) this.#running.abort.abort();
      await this.#line.apply(id, { type: verb });
    } else if (verb === 'retry') {
      await this.#line.retry(id);
    } else {
      await this.#line.dismiss(id);
    }
    await this.#changed();
    this.#wake();
  }

  async #hear(message: TabMessage): Promise<void> {
    if (message.kind === 'event') {
      if (message.event.kind === 'jobs') {
        this.#jobs = message.event.jobs;
        this.#held = message.event.held;
      }
      this.#tellHere(message.event);
    } else if (this.#leads) {
      if (message.kind === 'command') await this.#obey(message.command);
      else await this.#changed();
      this.#wake();
      if (message.kind === 'hello' && this.#running?.progress) {
        this.#progress(this.#running.id, this.#running.progress);
      }
    }
  }

  #progress(id: JobId, progress: Progress): void {
    if (this.#running?.id === id) this.#running.progress = progress;
    this.#tell({ kind: 'progress', id, progress });
  }

  /** Reads the jobs anew and tells this tab. */
  async #read(): Promise<void> {
    const [jobs, { held }] = await Promise.all([this.#line.all(), this.#parts.storage.standing.read()]);
    this.#jobs = inOrder(jobs);
    this.#held = held;
    this.#tellHere({ kind: 'jobs', jobs: this.#jobs, held });
  }

  /** The same, and tells the other tabs. */
  async #changed(): Promise<void> {
    await this.#read();
    this.#channel.send({ kind: 'event', event: { kind: 'jobs', jobs: this.#jobs, held: this.#held } });
  }

  #tell(event: QueueEvent): void {
    this.#tellHere(event);
    this.#channel.send({ kind: 'event', event });
  }

  #tellHere(event: QueueEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

const PRECEDENCE: readonly Priority[] = ['high', 'normal', 'low'];

function inOrder(records: readonly JobRecord[]): readonly JobRecord[] {
  return [...records].sort(
    (a, b) =>
      PRECEDENCE.indexOf(a.priority) - PRECEDENCE.indexOf(b.priority) ||
      (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.createdAt - b.createdAt),
  );
}

function lastRank(records: readonly JobRecord[]): string | null {
  return records.reduce<string | null>((last, { rank }) => (last === null || rank > last ? rank : last), null);
}

function previewFrame({ width, height, rgb }: RawVideo) {
  return { width, height, rgb: new Uint8Array(rgb) };
}
