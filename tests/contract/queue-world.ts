import fc from 'fast-check';
import { withBrokenNeeds } from '#core/domain/queue/dependencies.ts';
import { isHeld, isOver, MOST_CRASHES, move, newJob } from '#core/domain/queue/job.ts';
import { byTurn, nextToRun, placesBeside, ranksAtEnd } from '#core/domain/queue/queue-order.ts';
import { type LineMove, moved, type QueuedJob } from '#core/domain/queue/queued-job.ts';
import { isTransient, pauseLeft, retryPause } from '#core/domain/queue/retry.ts';
import { settleLine, takeOverLine } from '#core/domain/queue/settle-line.ts';
import type { Fault } from '#core/schema/fault.ts';
import { type JobId, Sha256 } from '#core/schema/ids.ts';
import { Priority, type WaitReason } from '#core/schema/job.ts';
import { idOf } from './line.ts';

const JOBS = 6;
const job = fc.nat(JOBS - 1);
/** Mostly nothing: a line in which everything waits for what is not there moves nowhere. */
const needs = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(job, { minLength: 1, maxLength: 2 }) });
const tab = fc.constantFrom(0 as const, 1 as const);

/** What can happen to a queue: things that people do, that the leader does, and that befall it. */
export const COMMANDS = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('add' as const), job, needs, priority: fc.constantFrom(...Priority.options) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const, 'resume' as const, 'resume' as const, 'cancel' as const, 'retry' as const, 'clear' as const), job }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('place' as const), job, beside: job, side: fc.constantFrom('before' as const, 'after' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('away' as const), reason: fc.constantFrom<WaitReason | undefined>('network', 'model', undefined, undefined) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('lead' as const), tab }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('round' as const) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('publish' as const, 'finish' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('fault' as const), reason: fc.constantFrom('device-lost' as const, 'option-invalid' as const, 'out-of-memory' as const), random: fc.double({ min: 0, max: 1, noNaN: true }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('die' as const), farewell: fc.constantFrom(true, false, false, false) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ghost' as const), say: fc.constantFrom('publish' as const, 'finish' as const, 'fault' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('time' as const), by: fc.oneof(fc.integer({ min: 0, max: 70_000 }), fc.integer({ min: -9e9, max: 9e9 })) }) },
);
export type WorldCommand = typeof COMMANDS extends fc.Arbitrary<infer Command> ? Command : never;

/** What a holder has in its hands. */
interface Work {
  readonly id: JobId;
  readonly lease: number;
}

/**
 * A queue as the store sees it, with two tabs that may lead it, and a memory of its own of what was
 * promised. It goes by the same rules as the runner; `check` throws where a promise is broken.
 */
export class QueueWorld {
  readonly happened = new Set<string>();
  readonly #line = new Map<JobId, QueuedJob>();
  readonly #takes = new Map<JobId, Sha256>();
  readonly #leases = new Map<JobId, number>();
  /** Crashes since a person last sent the job or let it go on. */
  readonly #crashes = new Map<JobId, number>();
  readonly #farewells = new Map<JobId, number>();
  /** Those who were given up for lost and still want to say something. */
  readonly #ghosts: Work[] = [];
  #now = 1e12;
  #away: WaitReason | undefined;
  #leader: number | undefined;
  /** What the leader has at work. */
  #work: Work | undefined;

  get line(): readonly QueuedJob[] {
    return [...this.#line.values()];
  }

  do(command: WorldCommand): void {
    switch (command.do) {
      case 'add':
        return this.#add(command);
      case 'pause':
      case 'resume':
      case 'cancel':
        this.#apply({ id: idOf(command.job), event: { type: command.do } });
        return this.#dropLost();
      case 'retry':
        for (const id of withBrokenNeeds([idOf(command.job)], this.#line)) this.#apply({ id, event: { type: 'retry' } });
        return;
      case 'clear': {
        const kept = this.#line.get(idOf(command.job));
        if (kept && isOver(kept.job) && this.#line.delete(kept.id)) this.happened.add('clear');
        return;
      }
      case 'place':
        return this.#place(idOf(command.job), idOf(command.beside), command.side);
      case 'away':
        this.#away = command.reason;
        return;
      case 'lead':
        return this.#lead(command.tab);
      case 'round':
        return this.#round();
      case 'publish':
        if (this.#work) this.#apply({ id: this.#work.id, event: { type: 'publish', lease: this.#work.lease } });
        return;
      case 'finish':
        if (this.#work && this.#finish(this.#work)) this.#work = undefined;
        return;
      case 'fault':
        return this.#fault(command.reason, command.random);
      case 'die':
        if (this.#work && command.farewell) this.#farewells.set(this.#work.id, this.#work.lease);
        return this.#die();
      case 'leave':
        if (this.#work) this.#apply({ id: this.#work.id, event: { type: 'release', lease: this.#work.lease } });
        return this.#die();
      case 'ghost':
        return this.#haunt(command.say);
      case 'time':
        this.#now = Math.max(1, this.#now + command.by);
    }
  }

  /** Throws where a promise is broken that must hold at every moment. */
  check(): void {
    const held = this.line.filter((queued) => isHeld(queued.job));
    promise(held.length <= 1, 'two jobs are at work on one lane');
    for (const { id, job, log, stepsDown } of this.line) {
      promise(job.lease >= (this.#leases.get(id) ?? 0), 'a lease went back');
      this.#leases.set(id, job.lease);
      promise(job.attempts <= job.maxAttempts, 'more attempts than are allowed');
      const crashes = this.#crashes.get(id) ?? 0;
      promise(crashes < MOST_CRASHES || !['queued', 'running', 'publishing'].includes(job.state), 'not parked after two crashes');
      promise((job.state === 'done') === this.#takes.has(id), 'done without a take, or a take without done');
      if (job.state === 'done') promise(job.result === this.#takes.get(id), 'the take is another one');
      promise(new Set(stepsDown).size === stepsDown.length, 'a step down was taken twice');
      promise(log.every(({ outcome }, i) => outcome !== undefined || i === log.length - 1), 'an attempt was left open');
      promise(isHeld(job) === (log.length > 0 && log.at(-1)?.outcome === undefined), 'the log does not say what is at work');
    }
    if (this.#leader !== undefined && this.#work) {
      const mine = this.#line.get(this.#work.id)?.job;
      promise(mine !== undefined && isHeld(mine) && mine.lease === this.#work.lease, 'the leader works on what is not its own');
    }
  }

  /** No more trouble: somebody leads until there is nothing left to do. */
  calmDown(): void {
    this.#away = undefined;
    this.#die();
    this.#lead(0);
    for (let round = 0; round < 10 * JOBS; round += 1) {
      this.#now += 60_000;
      this.#round();
      this.check();
      if (this.#work) {
        this.do({ do: 'publish' });
        this.do({ do: 'finish' });
      }
      this.check();
    }
    this.#round();
    promise(this.#work === undefined, 'work never ends');
    for (const queued of this.line) promise(isOver(queued.job) || this.#isUpToPerson(queued), 'a job is never ended');
  }

  /** Whether a job is put aside, or waits for a person's yes, or for a job that does. */
  #isUpToPerson({ job, dependsOn }: QueuedJob): boolean {
    if (job.state === 'paused' || (job.state === 'waiting' && job.waitsFor.includes('person'))) return true;
    const needed = dependsOn.map((id) => this.#line.get(id)).filter((queued) => queued !== undefined);
    return job.state === 'waiting' && needed.some((queued) => this.#isUpToPerson(queued));
  }

  #add({ job: n, needs, priority }: { job: number; needs: readonly number[]; priority: Priority }): void {
    const id = idOf(n);
    // Sending an id twice is one job, also when it was done and cleared.
    if (this.#line.has(id) || this.#takes.has(id)) return;
    const sent = move(newJob(id), { type: 'send' });
    if (!sent.ok) throw new Error('a draft can always be sent');
    const rank = ranksAtEnd(this.line, 1)[0]!;
    // A lease that a forgotten job had is no lease of this one.
    this.#leases.delete(id);
    this.#crashes.delete(id);
    for (let i = this.#ghosts.length - 1; i >= 0; i -= 1) if (this.#ghosts[i]!.id === id) this.#ghosts.splice(i, 1);
    this.#line.set(id, {
      ...{ id, job: sent.value, lane: 'browser', priority, rank, dependsOn: needs.map(idOf) },
      ...{ log: [], stepsDown: [], createdAt: this.#now },
    });
  }

  #place(id: JobId, beside: JobId, side: 'before' | 'after'): void {
    const line = this.line;
    const order = line.filter((queued) => !isOver(queued.job)).sort(byTurn).map((queued) => queued.id);
    const places = placesBeside(line, id, beside, side);
    for (const { id: placed, ...place } of places) this.#line.set(placed, { ...this.#line.get(placed)!, ...place });
    if (places.length === 0 || !order.includes(id) || !order.includes(beside)) return;
    this.happened.add('place');
    const others = order.filter((other) => other !== id);
    const at = others.indexOf(beside) + (side === 'after' ? 1 : 0);
    const wanted = [...others.slice(0, at), id, ...others.slice(at)];
    const found = this.line.filter((queued) => !isOver(queued.job)).sort(byTurn).map((queued) => queued.id);
    promise(wanted.join() === found.join(), 'a move put others out of order');
  }

  #lead(tab: number): void {
    if (this.#leader !== undefined) return;
    this.#leader = tab;
    for (const next of takeOverLine(this.line, this.#farewells)) {
      this.#apply(next);
      if (this.#line.get(next.id)?.job.state === 'waiting') this.happened.add('parked');
    }
    this.#farewells.clear();
    promise(!this.line.some(({ job }) => isHeld(job)), 'something is still at work after a takeover');
  }

  #round(): void {
    if (this.#leader === undefined) return;
    let passes = 0;
    for (let moves = this.#settle(); moves.length > 0; moves = this.#settle()) {
      for (const next of moves) promise(this.#apply(next), 'the rules refuse what they have asked for');
      promise((passes += 1) <= 5 * JOBS, 'the line never settles');
    }
    if (this.#work || this.#away) return;
    const next = nextToRun(this.line, 'browser', this.#now);
    if (!next) return;
    const earlier = this.line.filter((queued) => queued.job.state === 'queued' && byTurn(queued, next) < 0);
    promise(earlier.every((queued) => pauseLeft(queued.job, this.#now) > 0), 'a job was passed over');
    promise(next.dependsOn.every((id) => this.#takes.has(id)), 'a job was begun before what it needs');
    const begin = { type: 'begin', holder: `tab ${this.#leader}`, now: this.#now, leaseUntil: this.#now + 60_000 } as const;
    promise(this.#apply({ id: next.id, event: begin }), 'the next job cannot be begun');
    this.#work = { id: next.id, lease: this.#line.get(next.id)!.job.lease };
  }

  #settle(): LineMove[] {
    return settleLine(this.line, { awaits: () => this.#away, hasTake: (id) => this.#takes.has(id) });
  }

  #fault(reason: Fault['reason'], random: number): void {
    if (!this.#work) return;
    const { id, lease } = this.#work;
    const fault: Fault = { reason, facts: {} };
    const { job: begun, stepsDown } = this.#line.get(id)!;
    if (reason === 'out-of-memory' && stepsDown.length < 2) {
      this.#apply({ id, event: { type: 'step-down', lease, fault } }, { stepDown: stepsDown.length === 0 ? 'tiling' : 'size' });
    } else {
      const retryAt = isTransient(reason) ? { retryAt: this.#now + retryPause(begun.attempts, random) } : {};
      this.#apply({ id, event: { type: 'fault', lease, fault, ...retryAt } });
      if (!isTransient(reason)) promise(this.#line.get(id)!.job.state === 'failed', 'a fault that stays was tried again');
    }
    this.#work = undefined;
  }

  /** Keeps the take of a publishing job in the step that ends it, as the store does. */
  #finish({ id, lease }: Work): boolean {
    const queued = this.#line.get(id);
    const result = Sha256.parse(lease.toString(16).padStart(64, '0'));
    if (!queued || queued.job.state === 'done') return false;
    if (!this.#apply({ id, event: { type: 'finish', lease, result } })) return false;
    promise(!this.#takes.has(id), 'published twice');
    this.#takes.set(id, result);
    return true;
  }

  #die(): void {
    if (this.#work) this.#ghosts.push(this.#work);
    this.#work = undefined;
    this.#leader = undefined;
  }

  /** A former holder speaks up. Until somebody has taken over, its word still counts. */
  #haunt(say: 'publish' | 'finish' | 'fault'): void {
    const ghost = this.#ghosts.at(-1);
    const queued = ghost && this.#line.get(ghost.id);
    if (!ghost || !queued) return;
    const holds = isHeld(queued.job) && queued.job.lease === ghost.lease;
    const fault: Fault = { reason: 'option-invalid', facts: {} };
    const heard =
      say === 'finish' ? this.#finish(ghost) : this.#apply({ id: ghost.id, event: say === 'fault' ? { type: say, lease: ghost.lease, fault } : { type: say, lease: ghost.lease } });
    promise(holds || !heard, 'a former holder was obeyed');
    if (!holds) this.happened.add('refused a former holder');
  }

  /** The leader lets go of work that was paused or cancelled. */
  #dropLost(): void {
    const mine = this.#work && this.#line.get(this.#work.id)?.job;
    if (!this.#work || (mine && isHeld(mine) && mine.lease === this.#work.lease)) return;
    this.#ghosts.push(this.#work);
    this.#work = undefined;
  }

  #apply({ id, event }: LineMove, about?: Parameters<typeof moved>[3]): boolean {
    const queued = this.#line.get(id);
    const next = queued && moved(queued, event, this.#now, about);
    if (!next) return false;
    this.#line.set(id, next);
    if (event.type === 'crash') this.#crashes.set(id, (this.#crashes.get(id) ?? 0) + 1);
    if (event.type === 'resume' || event.type === 'retry') this.#crashes.delete(id);
    this.happened.add(event.type);
    return true;
  }
}

function promise(kept: boolean, otherwise: string): asserts kept {
  if (!kept) throw new Error(otherwise);
}
