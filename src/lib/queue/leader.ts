import { loadPart } from '#core/domain/load-part.ts';
import { afterAttempt } from '#core/domain/queue/attempt-end.ts';
import type { ForwardClock } from '#core/domain/queue/forward-clock.ts';
import { isHeld, type JobEvent } from '#core/domain/queue/job.ts';
import { nextPauseEnd, nextToRun, surplusDone } from '#core/domain/queue/queue-order.ts';
import { type LineMove, moved, onEngine } from '#core/domain/queue/queued-job.ts';
import { settleLine, takeOverLine } from '#core/domain/queue/settle-line.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { type JobId, TakeId } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { FilmMaker } from '#lib/engine/film.ts';
import { type EngineLane, LEFT } from '#lib/engine/lane.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { JobRecord, Lane } from '#lib/storage/records.ts';
import { Bell } from './bell.ts';
import { cleanBlobs } from './clean-blobs.ts';
import type { QueueEvent } from './events.ts';
import type { Farewell } from './farewell.ts';
import type { JobsView } from './jobs-view.ts';
import { type EngineLanes, LaneWatch } from './lane-watch.ts';
import type { RunListener } from './run-job.ts';
import { UnwrittenEnds } from './unwritten-ends.ts';

export interface LeaderParts {
  readonly storage: StudioStorage;
  readonly lanes: EngineLanes;
  readonly film: FilmMaker;
  readonly view: JobsView;
  readonly clock: ForwardClock;
  readonly farewell: Farewell;
  readonly stillMs: number;
  /** 0 to 1. */
  readonly random: () => number;
  /** Tells this tab only. */
  tell(event: QueueEvent): void;
  /** Tells all tabs. */
  tellAll(event: Extract<QueueEvent, { kind: 'progress' | 'preview' }>): void;
  /** Has all tabs read the store. */
  changed(): Promise<void>;
}

/** A job at work in this tab. */
interface Run {
  readonly record: JobRecord;
  readonly lane: Lane;
  readonly abort: AbortController;
  progress: Progress | undefined;
  /** It stands in the lane's own line. */
  isTaken: boolean;
  over: Promise<void>;
}

/** How long a begun job is held, in milliseconds. Another tab goes by the lock and never waits for this. */
const LEASE_MS = 60_000;

/** After so long the leader looks again though nobody rang, in milliseconds: rings can be missed, disks be emptied. */
const IDLE_MS = 30_000;

/** What nothing names any more is deleted so long after a tab began to lead, in milliseconds. */
const CLEAN_MS = 30_000;

/** Faults after which this tab can write nothing any more: another one is to lead. */
const SHUT_OUT: readonly Fault['reason'][] = ['newer-version-open', 'storage-newer'];

/** Works off the queue, as many jobs of a lane at a time as it wants, while this tab holds the lock. */
export class Leader {
  readonly #parts: LeaderParts;
  readonly #lanes: LaneWatch;
  readonly #ends: UnwrittenEnds;
  readonly #bell = new Bell();
  readonly #holder = crypto.randomUUID();
  readonly #runs = new Set<Run>();
  #urgent = false;

  constructor(parts: LeaderParts) {
    this.#parts = parts;
    this.#lanes = new LaneWatch(parts.lanes);
    this.#ends = new UnwrittenEnds(parts.storage.jobs, parts.view);
  }

  /** Leads until the signal, or until this tab is shut out. What is at work then is given back in good order. */
  async lead(signal: AbortSignal): Promise<void> {
    const stopWatching = this.#lanes.subscribe(() => this.#bell.ring());
    const leave = () => {
      for (const { abort } of this.#runs) abort.abort(LEFT);
      this.#bell.ring();
    };
    signal.addEventListener('abort', leave);
    let takenOver = false;
    // Cleaning is a courtesy: it can wait, and where the store refuses it, as with the disk full, nobody needs to hear of it.
    const clean = () => cleanBlobs(this.#parts.storage).catch((error: unknown) => error instanceof FaultError || reportError(error));
    const cleaning = setTimeout(() => void clean(), CLEAN_MS);
    try {
      while (!signal.aborted) {
        let pause = IDLE_MS;
        try {
          if (!takenOver) await this.#takeOver();
          takenOver = true;
          pause = await this.#round(signal);
        } catch (error) {
          if (!(error instanceof FaultError)) reportError(error);
          else if (SHUT_OUT.includes(error.fault.reason)) break;
          // With the disk full not even a beginning can be noted: the jobs wait for a person to make room.
          else this.#parts.tell({ kind: 'stuck', fault: error.fault });
        }
        if (!signal.aborted) await this.#bell.wait(pause);
      }
    } finally {
      clearTimeout(cleaning);
      leave();
      signal.removeEventListener('abort', leave);
      stopWatching();
      await Promise.all([...this.#runs].map(({ over }) => over));
    }
  }

  /** The store has changed: looks whether there is something to do, or something at work that is no longer wanted. */
  look(): void {
    this.#bell.ring();
    for (const run of this.#runs) void this.#stopIfLost(run).catch(reportError);
  }

  /** Something that was away may be back. */
  lookAround(): void {
    this.#urgent = true;
    this.#bell.ring();
  }

  /** Tells all tabs again how the work goes. */
  tellProgress(): void {
    for (const { record, progress } of this.#runs) {
      if (progress) this.#parts.tellAll({ kind: 'progress', id: record.id, progress });
    }
  }

  /** Says in the page's last moment that what is at work is given back. */
  sayFarewell(): void {
    this.#parts.farewell.say(new Map([...this.#runs].map(({ record: { id, job } }) => [id, job.lease])));
  }

  async #takeOver(): Promise<void> {
    const { storage, farewell, clock } = this.#parts;
    const line = await storage.jobs.all();
    for (const { endedAt, createdAt } of line) clock.pass(endedAt ?? createdAt);
    await this.#apply(takeOverLine(line, farewell.hear()));
    farewell.forget();
  }

  /** Begins what can be begun; returns after how many milliseconds to look again. */
  async #round(signal: AbortSignal): Promise<number> {
    const { storage, clock } = this.#parts;
    await this.#ends.tryAgain();
    // One moment for the whole round: what is not due when it is looked at is what the pause below waits for.
    const [now, steadyNow] = [clock.now(), performance.now()];
    const line = await this.#settled(steadyNow);
    const surplus = surplusDone(line);
    if (surplus.length > 0) {
      await storage.jobs.clear(surplus, ({ job }) => job.state === 'done');
      await this.#parts.changed();
    }
    const needed = line.filter(({ job }) => job.state === 'queued' || job.state === 'waiting').map(({ lane }) => lane);
    this.#lanes.look(new Set(needed), this.#urgent);
    this.#urgent = false;
    const { held } = await storage.standing.read();
    for (const [lane, engine] of this.#lanes.lanes) {
      if (held || signal.aborted || !this.#hasRoom(lane, engine) || this.#lanes.awaits(lane)) continue;
      const next = nextToRun(line, lane, now);
      if (next) await this.#begin(next, lane, engine);
    }
    return Math.min(IDLE_MS, nextPauseEnd(line, now) ?? IDLE_MS, this.#lanes.untilLasting(steadyNow) ?? IDLE_MS);
  }

  /** Whether a lane can be given another job. In order: only when it has taken the one before. */
  #hasRoom(lane: Lane, { atOnce = 1 }: EngineLane): boolean {
    const runs = [...this.#runs].filter((run) => run.lane === lane);
    return runs.length === 0 || (runs.length < atOnce && runs.every(({ isTaken }) => isTaken));
  }

  /** The line once every job waits for what it needs at that moment (of `performance.now()`) and for nothing else. */
  async #settled(steadyNow: number): Promise<readonly JobRecord[]> {
    for (;;) {
      const line = await this.#parts.storage.jobs.all();
      const kept = await this.#keptTakes(line);
      const moves = settleLine(line, {
        awaits: ({ lane }) => this.#lanes.lasting(lane, steadyNow),
        hasTake: (id) => kept.has(id),
      });
      if (moves.length === 0) return line;
      await this.#apply(moves);
    }
  }

  /** Jobs that others need, that are no longer in line, and that have left a take. */
  async #keptTakes(line: readonly JobRecord[]): Promise<ReadonlySet<JobId>> {
    const present = new Set(line.map(({ id }) => id));
    const missing = new Set(line.flatMap(({ dependsOn }) => dependsOn).filter((id) => !present.has(id)));
    const kept = new Set<JobId>();
    for (const id of missing) if (await this.#parts.storage.takes.get(TakeId.parse(id))) kept.add(id);
    return kept;
  }

  async #apply(moves: readonly LineMove[]): Promise<void> {
    const { storage, clock } = this.#parts;
    for (const { id, event } of moves) await storage.jobs.change(id, (record) => moved(record, event, clock.now()));
    if (moves.length > 0) await this.#parts.changed();
  }

  async #begin({ id }: JobRecord, lane: Lane, engine: EngineLane): Promise<void> {
    const { storage, clock } = this.#parts;
    const now = clock.now();
    const event: JobEvent = { type: 'begin', holder: this.#holder, now, leaseUntil: now + LEASE_MS };
    const begun = await storage.jobs.change(id, (record) => moved(record, event, now));
    this.#bell.ring();
    if (!begun) return;
    const run: Run = { record: begun, lane, abort: new AbortController(), progress: undefined, isTaken: false, over: Promise.resolve() };
    this.#runs.add(run);
    run.over = this.#work(run, engine)
      .catch(reportError)
      .finally(() => {
        this.#runs.delete(run);
        this.#bell.ring();
      });
  }

  async #work(run: Run, lane: EngineLane): Promise<void> {
    const { storage, film, stillMs, clock } = this.#parts;
    const { record, abort } = run;
    const { id } = record;
    await this.#parts.changed();
    void this.#noteEngine(run, lane).catch(() => undefined);
    const parts = { storage, lane, film, stillMs, now: () => clock.now() };
    const listener: RunListener = {
      onProgress: (progress) => {
        run.progress = progress;
        this.#parts.tellAll({ kind: 'progress', id, progress });
      },
      onPreview: (frame) => this.#parts.tellAll({ kind: 'preview', id, frame }),
      onTaken: () => {
        run.isTaken = true;
        this.#bell.ring();
      },
      onUnkept: (media, why) => this.#parts.tell({ kind: 'unkept', id, media, fault: why }),
    };
    // What makes a clip is loaded with the first.
    const fault = await loadPart(() => import('./run-job.ts')).then(({ runJob }) => runJob(record, parts, abort.signal, listener), faultOf);
    if (fault) await this.#end(run, fault, lane);
    await this.#parts.changed();
  }

  /** Ends the attempt; where the job went to somebody else meanwhile, the rules refuse and nothing happens. */
  async #end({ record, abort }: Run, fault: Fault, lane: EngineLane): Promise<void> {
    const { clock, random, farewell } = this.#parts;
    const { id, request: size, job } = record;
    const now = clock.now();
    const stopped = abort.signal.aborted;
    const { event, stepDown } = afterAttempt({ begun: record, fault, stopped, size, sides: lane.sides, stepsDownItself: lane.stepsDownItself, now, random: random() });
    try {
      await this.#ends.write(id, (kept) => moved(kept, event, now, stepDown && { stepDown }));
    } finally {
      // Where not even that can be written any more, the next leader is told otherwise.
      if (event.type === 'release' && stopped) farewell.say(new Map([[id, job.lease]]));
    }
  }

  async #noteEngine({ record }: Run, lane: EngineLane): Promise<void> {
    const { id, version, provider } = await lane.engine.describe();
    await this.#parts.storage.jobs.change(record.id, (kept) => onEngine(kept, record.job.lease, { id, version, provider }));
  }

  async #stopIfLost({ record, abort }: Run): Promise<void> {
    const kept = await this.#parts.storage.jobs.get(record.id);
    if (!kept || !isHeld(kept.job) || kept.job.lease !== record.job.lease) abort.abort();
  }
}

function faultOf(error: unknown): Fault {
  if (!(error instanceof FaultError)) throw error;
  return error.fault;
}
