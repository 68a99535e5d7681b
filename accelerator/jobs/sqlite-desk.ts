import { isDeepStrictEqual } from 'node:util';
import { withBrokenNeeds } from '#core/domain/queue/dependencies.ts';
import { isHeld, isOver, newJob } from '#core/domain/queue/job.ts';
import { inOrderOfWork, placesBeside, ranksAtEnd } from '#core/domain/queue/queue-order.ts';
import type { ClientId } from '#core/schema/accelerator/client.ts';
import { JobOrder, type RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { JobId, Sha256 } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { MediaShelf } from '../media/ports.ts';
import { checkOrder } from './check-order.ts';
import type { JobStore } from './job-store.ts';
import { type KeptJob, remoteJob } from './kept-job.ts';
import type { LineDraft } from './line-draft.ts';
import type { Lines } from './lines.ts';
import type { Offers } from './offers.ts';
import type { JobDesk, JobEvent, OrderRefusal } from './ports.ts';
import type { Reserve } from './reserve.ts';
import type { Runner } from './runner.ts';

export interface DeskParts {
  readonly store: JobStore;
  readonly lines: Lines;
  readonly offers: Offers;
  readonly reserve: Reserve;
  readonly runner: Runner;
  readonly shelf: MediaShelf;
  /** Called before anything is closed. */
  readonly onClose: () => void;
}

/** Jobs that one client may have here. */
const MOST_JOBS = 20_000;

type Counts = Awaited<ReturnType<JobDesk['counts']>>;

/** The desk before the store: every answer is given after the commit. */
export class SqliteDesk implements JobDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  get seq(): number {
    return this.#parts.store.seq;
  }

  async submit(client: ClientId, sent: JobOrder): Promise<Result<RemoteJob, OrderRefusal>> {
    const { store, lines, offers, reserve, shelf } = this.#parts;
    // As it will be read again.
    const order = JobOrder.parse(JSON.parse(JSON.stringify(sent)));
    const line = store.of(client);
    const known = line.get(order.id);
    if (known) return isDeepStrictEqual(known.order, order) ? ok(remoteJob(known)) : fail({ reason: 'other-order' });
    const unknown = order.dependsOn.find((id) => !line.has(id));
    if (unknown !== undefined) return fail({ reason: 'unknown-dependency', id: unknown });
    if (line.size >= MOST_JOBS) {
      const facts = { engine: 'The accelerator', detail: `It has ${MOST_JOBS} jobs of yours already.` };
      return fail({ reason: 'fault', fault: { reason: 'engine-refused', facts } });
    }
    if (!reserve.isThere()) return fail({ reason: 'fault', fault: { reason: 'no-room-on-disk', facts: {} } });
    // From here to the commit nothing is awaited: its pictures stay where they are.
    const refusal = checkOrder(order, shelf, offers.choose({ order }).engine);
    if (refusal) return fail(refusal);
    const add = (draft: LineDraft, now: number) => {
      draft.put({
        ...{ client, order, id: order.id, job: newJob(order.id), collected: false, log: [] },
        ...{ priority: order.priority, dependsOn: order.dependsOn, stepsDown: order.stepsDown, createdAt: now },
        lane: offers.choose({ order }).engine,
        rank: ranksAtEnd(store.lastRank === undefined ? [] : [{ rank: store.lastRank }], 1)[0] as string,
      });
      draft.apply(order.id, { type: 'send' });
    };
    try {
      lines.change(client, add);
    } catch (error) {
      if (error instanceof FaultError) return fail({ reason: 'fault', fault: error.fault });
      throw error;
    }
    return ok(remoteJob(store.get(client, order.id) as KeptJob));
  }

  async get(client: ClientId, id: JobId): Promise<RemoteJob | undefined> {
    return this.#shown(client, id);
  }

  async list(client: ClientId): Promise<readonly RemoteJob[]> {
    return inOrderOfWork([...this.#parts.store.of(client).values()]).map(remoteJob);
  }

  async cancel(client: ClientId, id: JobId): Promise<RemoteJob | undefined> {
    const { lines, reserve } = this.#parts;
    reserve.insist(() => lines.change(client, (draft) => draft.apply(id, { type: 'cancel' })));
    return this.#shown(client, id);
  }

  async retry(client: ClientId, id: JobId): Promise<RemoteJob | undefined> {
    this.#parts.lines.change(client, (draft) => {
      for (const broken of withBrokenNeeds([id], draft)) {
        draft.apply(broken, { type: draft.get(broken)?.job.state === 'waiting' ? 'resume' : 'retry' });
      }
    });
    return this.#shown(client, id);
  }

  async move(client: ClientId, id: JobId, to: Parameters<JobDesk['move']>[2]): Promise<RemoteJob | undefined> {
    const { store, lines } = this.#parts;
    const kept = store.get(client, id);
    if (!kept || isOver(kept.job) || isHeld(kept.job)) return kept && remoteJob(kept);
    const [neighbour, side] = 'before' in to ? [to.before, 'before' as const] : [to.after, 'after' as const];
    lines.change(client, (draft) => {
      for (const { id: placed, priority, rank } of placesBeside([...store.of(client).values()], id, neighbour, side)) {
        const job = draft.get(placed);
        if (job) draft.put({ ...job, priority, rank });
      }
    });
    return this.#shown(client, id);
  }

  async collected(client: ClientId, id: JobId, media: Sha256): Promise<boolean> {
    const { store, lines, reserve, shelf } = this.#parts;
    const kept = store.get(client, id);
    if (kept?.result?.media !== media) return false;
    if (kept.collected) return true;
    const note = () => reserve.insist(() => lines.change(client, (draft) => draft.put({ ...kept, collected: true })));
    try {
      note();
    } catch (error) {
      if (!(error instanceof FaultError) || store.othersName(kept, media)) throw error;
      // The client has the file. Where there is no room for that word, it is the file that makes it.
      await shelf.collect((sha256) => sha256 !== media, Infinity);
      note();
    }
    return true;
  }

  async forget(client: ClientId, id: JobId): Promise<boolean> {
    const { store, lines, reserve } = this.#parts;
    const kept = store.get(client, id);
    if (!kept || !isOver(kept.job)) return false;
    reserve.insist(() => lines.change(client, (draft) => draft.forget(id)));
    return true;
  }

  async since(client: ClientId, seq: number): Promise<readonly JobEvent[] | undefined> {
    return this.#parts.store.since(client, seq);
  }

  async drop(client: ClientId): Promise<void> {
    const { store } = this.#parts;
    store.write([...store.of(client).values()].map((kept) => ({ forget: kept })));
  }

  subscribe(listener: (event: JobEvent) => void): () => void {
    const stops = [this.#parts.store.subscribe(listener), this.#parts.runner.subscribe(listener)];
    return () => stops.forEach((stop) => stop());
  }

  async counts(): Promise<Counts> {
    const counts = new Map<string, { state: Counts[number]['state']; engine: Counts[number]['engine']; jobs: number }>();
    for (const { job, lane } of this.#parts.store.all()) {
      const key = `${job.state} ${lane}`;
      const count = counts.get(key) ?? { state: job.state, engine: lane, jobs: 0 };
      counts.set(key, { ...count, jobs: count.jobs + 1 });
    }
    return [...counts.values()];
  }

  async close(): Promise<void> {
    const { runner, offers, store, onClose } = this.#parts;
    onClose();
    offers.close();
    await runner.close();
    store.close();
  }

  #shown(client: ClientId, id: JobId): RemoteJob | undefined {
    const kept = this.#parts.store.get(client, id);
    return kept && remoteJob(kept);
  }
}
