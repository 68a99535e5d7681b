import { ForwardClock } from '#core/domain/queue/forward-clock.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { Priority } from '#core/schema/job.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import type { FilmMaker } from '#lib/engine/film.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { QueueCommands } from './commands.ts';
import type { Neighbour, Origin, Queue, QueueEvent, Submission } from './events.ts';
import { Farewell } from './farewell.ts';
import { JobsView } from './jobs-view.ts';
import type { EngineLanes } from './lane-watch.ts';
import { lead } from './lead.ts';
import { Leader } from './leader.ts';
import { TabChannel, type TabMessage } from './tab-channel.ts';

export interface QueueParts {
  readonly storage: StudioStorage;
  readonly lanes: EngineLanes;
  readonly film: FilmMaker;
  /** Tabs with the same scope share one queue, one of them works it off. */
  readonly scope: string;
  /** How long a job may make no progress, in milliseconds; five minutes by default. */
  readonly stillMs?: number;
  /** 0 to 1, for the pause before another attempt. */
  readonly random?: () => number;
}

const STILL_MS = 5 * 60_000;

/**
 * The durable queue. Its truth is the store: every tab changes it there, and one tab among all that are
 * open (Web Locks say which) works it off. When that tab closes or dies, the next one takes over at
 * once and begins again what was left in the middle.
 */
export class JobQueue implements Queue {
  readonly #channel: TabChannel;
  readonly #view: JobsView;
  readonly #commands: QueueCommands;
  readonly #leader: Leader;
  readonly #listeners = new Set<(event: QueueEvent) => void>();
  readonly #closed = new AbortController();
  readonly #over: Promise<void>;

  constructor({ storage, lanes, film, scope, stillMs = STILL_MS, random = Math.random }: QueueParts) {
    const clock = new ForwardClock({ date: () => Date.now(), steady: () => performance.now() });
    const tell = (event: QueueEvent) => this.#tell(event);
    this.#channel = new TabChannel(scope, (message) => this.#hear(message));
    this.#view = new JobsView(storage, tell);
    this.#commands = new QueueCommands(storage, clock);
    this.#leader = new Leader({
      ...{ storage, lanes, film, clock, stillMs, random, tell },
      view: this.#view,
      farewell: new Farewell(scope),
      tellAll: (event) => {
        this.#tell(event);
        this.#channel.send({ kind: 'event', event });
      },
      changed: () => this.#changed(),
    });
    // What a leaving page says must be said before it lets go.
    this.#watchPage();
    this.#over = lead(scope, (signal) => this.#leader.lead(signal), this.#closed.signal);
    this.#readAgain();
    this.#channel.send({ kind: 'hello' });
  }

  submit(id: JobId, request: GenerationRequest, origin: Origin = {}): Promise<void> {
    return this.submitAll([{ id, request, origin }]);
  }

  submitAll(submissions: readonly Submission[]): Promise<void> {
    return submissions.every(({ isNew }) => isNew) ? this.#addNew(submissions) : this.#carryOut(() => this.#commands.add(submissions));
  }

  cancel(...ids: readonly JobId[]): Promise<void> {
    return this.#carryOut(() => this.#commands.apply(ids, { type: 'cancel' }));
  }

  pause(...ids: readonly JobId[]): Promise<void> {
    return this.#carryOut(() => this.#commands.apply(ids, { type: 'pause' }));
  }

  resume(...ids: readonly JobId[]): Promise<void> {
    return this.#carryOut(() => this.#commands.apply(ids, { type: 'resume' }));
  }

  hold(): Promise<void> {
    return this.#carryOut(() => this.#commands.hold(true));
  }

  release(): Promise<void> {
    return this.#carryOut(() => this.#commands.hold(false));
  }

  retry(...ids: readonly JobId[]): Promise<void> {
    return this.#carryOut(() => this.#commands.retry(ids));
  }

  duplicate(id: JobId): Promise<JobId | undefined> {
    return this.#carryOut(() => this.#commands.duplicate(id));
  }

  moveTo(id: JobId, neighbour: Neighbour): Promise<void> {
    return this.#carryOut(() => this.#commands.place(id, neighbour));
  }

  prioritise(priority: Priority, ...ids: readonly JobId[]): Promise<void> {
    return this.#carryOut(() => this.#commands.prioritise(priority, ids));
  }

  dismiss(...ids: readonly JobId[]): Promise<void> {
    return this.#carryOut(() => this.#commands.clear(ids));
  }

  restore(...jobs: readonly JobRecord[]): Promise<void> {
    return this.#carryOut(() => this.#commands.restore(jobs));
  }

  subscribe(listener: (event: QueueEvent) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#view.truth);
    return () => this.#listeners.delete(listener);
  }

  /** Has whichever tab leads look again at what jobs wait for: the network may be back, or a person. */
  lookAround(): void {
    this.#leader.lookAround();
    this.#channel.send({ kind: 'look' });
  }

  /** Leaves the queue; what is at work here is given back to it. */
  async dispose(): Promise<void> {
    this.#closed.abort();
    await this.#over;
    this.#channel.close();
    this.#listeners.clear();
  }

  #watchPage(): void {
    const { signal } = this.#closed;
    const look = () => this.lookAround();
    addEventListener('online', look, { signal });
    addEventListener('focus', look, { signal });
    globalThis.document?.addEventListener('visibilitychange', () => !document.hidden && look(), { signal });
    addEventListener('pagehide', () => this.#leader.sayFarewell(), { signal });
  }

  /** Shows new jobs as soon as they are kept: what the store has of them is what was handed to it. */
  async #addNew(submissions: readonly Submission[]): Promise<void> {
    this.#view.showKept(await this.#commands.addNew(submissions, await this.#view.line()));
    this.#leader.look();
    this.#channel.send({ kind: 'changed' });
  }

  async #carryOut<Value>(command: () => Promise<Value>): Promise<Value> {
    try {
      const value = await command();
      await this.#changed();
      return value;
    } catch (error) {
      this.#readAgain();
      throw error;
    }
  }

  /** Reads the store anew, and has the leader and the other tabs do so. */
  async #changed(): Promise<void> {
    // What a person looks at is read first; the leader's own reading would hold it up.
    const shown = this.#view.read();
    this.#leader.look();
    this.#channel.send({ kind: 'changed' });
    await shown;
  }

  #hear(message: TabMessage): void {
    switch (message.kind) {
      case 'event':
        this.#tell(message.event);
        break;
      case 'changed':
        this.#leader.look();
        this.#readAgain();
        break;
      case 'look':
        this.#leader.lookAround();
        break;
      case 'hello':
        this.#leader.tellProgress();
        break;
    }
  }

  #readAgain(): void {
    this.#view.read().catch((error: unknown) => {
      // A tab that is shut out of the store shows what it last knew.
      if (!(error instanceof FaultError)) reportError(error);
    });
  }

  #tell(event: QueueEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
