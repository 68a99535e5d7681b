import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { afterAttempt } from '#core/domain/queue/attempt-end.ts';
import type { GenerationResult } from '#core/domain/generate/engine.ts';
import type { ForwardClock } from '#core/domain/queue/forward-clock.ts';
import { isHeld } from '#core/domain/queue/job.ts';
import { nextPauseEnd, nextToRun } from '#core/domain/queue/queue-order.ts';
import { takeOverLine } from '#core/domain/queue/settle-line.ts';
import { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { MediaShelf } from '../media/ports.ts';
import { Attempt, type Ending } from './attempt.ts';
import type { JobStore } from './job-store.ts';
import type { KeptJob } from './kept-job.ts';
import type { LineDraft } from './line-draft.ts';
import type { Lines } from './lines.ts';
import type { Engines, Offers } from './offers.ts';
import type { JobEvent } from './ports.ts';
import type { Reserve } from './reserve.ts';
import type { Meter } from './run-parts.ts';

type PassingEvent = Extract<JobEvent, { kind: 'progress' | 'preview' }>;

export interface RunnerParts {
  readonly store: JobStore;
  readonly lines: Lines;
  readonly offers: Offers;
  readonly reserve: Reserve;
  readonly engines: Engines;
  readonly shelf: MediaShelf;
  readonly clock: ForwardClock;
  readonly log: Logger;
  /** Jobs at a time for an engine. */
  readonly concurrency: (engine: AcceleratorEngineId) => number;
  readonly encode: (result: GenerationResult) => Promise<Uint8Array>;
  readonly meter: Meter;
  readonly stillMs: number;
  readonly stopMs: number;
  readonly leaseMs: number;
  /** 0 to 1. */
  readonly random: () => number;
}

/** After so long the runner looks again though nothing happened, in milliseconds: disks are emptied. */
const IDLE_MS = 5_000;

/** Works off the line: for each engine as many jobs at a time as it may have. */
export class Runner {
  readonly #parts: RunnerParts;
  readonly #attempts = new Map<Attempt, Promise<void>>();
  /** Ends of attempts that a full disk did not take: written when there is room. */
  readonly #unwritten = new Map<Attempt, Ending>();
  readonly #listeners = new Set<(event: PassingEvent) => void>();
  #soon: NodeJS.Immediate | undefined;
  #later: NodeJS.Timeout | undefined;
  #isOpen = false;
  /** What surrounds the jobs has changed and they have not been told. */
  #isUnsettled = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    parts.store.subscribe(() => {
      for (const attempt of this.#attempts.keys()) if (!attempt.isMine) attempt.stop();
      this.#wake();
    });
    parts.offers.subscribe(() => this.#settleAll());
  }

  /**
   * Gives back what was at work when the process before this one died, and begins to work once the engines have
   * said what they offer. Nobody else has the file: whatever is held is held by the dead.
   */
  start(): void {
    const { store, lines, offers } = this.#parts;
    for (const client of store.clients()) {
      const left = takeOverLine([...store.of(client).values()], new Map());
      if (left.length > 0) this.#parts.reserve.insist(() => lines.change(client, (draft) => left.forEach(({ id, event }) => draft.apply(id, event))));
    }
    void offers.first.then(() => {
      this.#isOpen = true;
      this.#settleAll();
    });
  }

  subscribe(listener: (event: PassingEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins nothing more, stops what runs and gives it back. */
  async close(): Promise<void> {
    this.#isOpen = false;
    clearImmediate(this.#soon);
    clearTimeout(this.#later);
    for (const attempt of this.#attempts.keys()) attempt.stop();
    await Promise.all(this.#attempts.values());
    this.#listeners.clear();
  }

  #wake(): void {
    if (!this.#isOpen || this.#soon) return;
    this.#soon = setImmediate(() => {
      this.#soon = undefined;
      this.#guarded(() => this.#round());
    });
  }

  #settleAll(): void {
    this.#isUnsettled = true;
    this.#wake();
  }

  /** With the disk full not even a beginning can be noted: the jobs wait until there is room. */
  #guarded(work: () => void): void {
    clearTimeout(this.#later);
    let pause = IDLE_MS;
    try {
      work();
      pause = Math.min(IDLE_MS, nextPauseEnd(this.#parts.store.open(), this.#parts.clock.now()) ?? IDLE_MS);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the line of jobs cannot go on');
    }
    this.#later = setTimeout(() => this.#wake(), pause);
  }

  #round(): void {
    if (this.#isUnsettled) this.#parts.lines.settleAll();
    this.#isUnsettled = false;
    for (const [attempt, ending] of this.#unwritten) this.#end(attempt, ending);
    this.#expireLost();
    // Without it the end of what is begun might find no room.
    if (!this.#parts.reserve.isThere()) return;
    for (const name of Object.keys(this.#parts.engines)) {
      const engine = AcceleratorEngineId.parse(name);
      while (this.#isOpen && this.#hasRoom(engine) && this.#begin(engine));
    }
  }

  #hasRoom(engine: AcceleratorEngineId): boolean {
    const busy = [...this.#attempts.keys()].filter(({ kept }) => kept.lane === engine).length;
    return busy < this.#parts.concurrency(engine);
  }

  /** Begins the next job of an engine; answers whether there was one. */
  #begin(id: AcceleratorEngineId): boolean {
    const { store, lines, offers, engines, clock, leaseMs } = this.#parts;
    const offer = offers.ready(id);
    const engine = engines[id];
    const next = offer && engine && nextToRun(store.open(), id, clock.now());
    if (!next) return false;
    const { version, provider } = offer;
    const about = { engine: { id, version, provider } };
    const isBegun = lines.change(next.client, (draft, now) =>
      draft.apply(next.id, { type: 'begin', holder: randomUUID(), now, leaseUntil: now + leaseMs }, about),
    );
    const begun = store.get(next.client, next.id);
    if (!isBegun || !begun) return false;
    const attempt = new Attempt(begun, {
      ...this.#parts,
      engine,
      model: offers.choose(begun).model,
      onProgress: (progress) => this.#tell({ kind: 'progress', client: begun.client, id: begun.id, progress }),
      onPreview: (frame) => this.#tell({ kind: 'preview', client: begun.client, id: begun.id, frame }),
    });
    this.#attempts.set(attempt, this.#work(attempt));
    return true;
  }

  async #work(attempt: Attempt): Promise<void> {
    const { log } = this.#parts;
    const { id: job, lane: engine, job: begun } = attempt.kept;
    log.info({ job, engine, attempt: begun.attempts }, 'a job was begun');
    const ending = await attempt.work();
    this.#attempts.delete(attempt);
    log.info({ job, engine, ...(ending && 'fault' in ending && { fault: ending.fault.reason }) }, 'an attempt has ended');
    if (ending) this.#end(attempt, ending);
    this.#wake();
  }

  /** Writes how an attempt ended, or keeps it to write when there is room; where the job is somebody else's meanwhile, nothing happens. */
  #end(attempt: Attempt, ending: Ending): void {
    const { lines, log } = this.#parts;
    const { client, id } = attempt.kept;
    try {
      if (attempt.isMine) this.#parts.reserve.insist(() => lines.change(client, (draft, now) => this.#write(draft, attempt, ending, now)));
      this.#unwritten.delete(attempt);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      log.error({ err: error, job: id }, 'the end of an attempt could not be written yet');
      this.#unwritten.set(attempt, ending);
    }
  }

  #write(draft: LineDraft, { kept, stopped }: Attempt, ending: Ending, now: number): void {
    const { offers, random } = this.#parts;
    const { id, order, job } = kept;
    if ('fault' in ending) {
      const sides = offers.choose(kept).model?.size;
      const { request } = order;
      // A film is drawn a frame at a time: there are no steps down for it.
      const ladder = request.mode === 'compose' ? { size: { width: 0, height: 0 }, sides: undefined, stepsDownItself: true } : { size: request, sides };
      const ended = { begun: kept, fault: ending.fault, stopped, ...ladder, now, random: random() };
      const { event, stepDown } = afterAttempt(ended);
      draft.apply(id, event, stepDown && { stepDown });
      return;
    }
    // The result and the end of the job in one transaction: published once, under its lease, or not at all.
    const { result } = ending;
    if (draft.get(id)?.job.state === 'running') draft.apply(id, { type: 'publish', lease: job.lease });
    const isDone = draft.apply(id, { type: 'finish', lease: job.lease, result: result.media });
    const done = draft.get(id);
    if (isDone && done) draft.put({ ...done, result });
  }

  /** Nobody of this process has them and nobody else is there: their time runs out. */
  #expireLost(): void {
    const { store, lines } = this.#parts;
    const held = new Set([...this.#attempts.keys(), ...this.#unwritten.keys()].map(({ kept }) => holderOf(kept)));
    for (const kept of store.open()) {
      if (!isHeld(kept.job) || held.has(kept.job.holder)) continue;
      lines.change(kept.client, (draft, now) => draft.apply(kept.id, { type: 'expire', now }));
    }
  }

  #tell(event: PassingEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

const holderOf = ({ job }: KeptJob): string | undefined => (isHeld(job) ? job.holder : undefined);
