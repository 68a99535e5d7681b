import { writePreview } from '#core/domain/generate/preview-message.ts';
import type { ClientId } from '#core/schema/accelerator/client.ts';
import { type AcceleratorMessage, WIRE_VERSION } from '#core/schema/accelerator/socket.ts';
import type { JobEvent, JobDesk } from '../jobs/ports.ts';
import type { Outbox } from './outbox.ts';

/** So many jobs go into one message of a whole list. */
const PORTION = 200;

type Kept = Extract<JobEvent, { seq: number }>;

/** Tells one client what happens to its jobs, from the moment that it says what it knows already. */
export class JobTelling {
  readonly #desk: JobDesk;
  readonly #client: ClientId;
  readonly #outbox: Outbox;
  #stop: (() => void) | undefined;
  #isClosed = false;

  constructor(desk: JobDesk, client: ClientId, outbox: Outbox) {
    this.#desk = desk;
    this.#client = client;
    this.#outbox = outbox;
  }

  /** Tells what happened after `since`, or all jobs; then goes on with what happens. */
  async resume(since: number | undefined): Promise<void> {
    this.#stop?.();
    if (this.#isClosed) return;
    // What happens while the past is read is told after it.
    let early: Kept[] | undefined = [];
    this.#stop = this.#desk.subscribe((event) => {
      if (event.client !== this.#client) return;
      if (!('seq' in event)) this.#pass(event);
      else if (early) early.push(event);
      else this.#tell(event);
    });
    const past = since === undefined ? undefined : await this.#desk.since(this.#client, since);
    let told = since ?? 0;
    if (past) {
      for (const event of past) if ('seq' in event) told = this.#tell(event);
    } else {
      told = this.#desk.seq;
      this.#list(told, await this.#desk.list(this.#client));
    }
    for (const event of early) if (event.seq > told) this.#tell(event);
    early = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#stop?.();
  }

  #list(seq: number, jobs: Awaited<ReturnType<JobDesk['list']>>): void {
    for (let from = 0; from === 0 || from < jobs.length; from += PORTION) {
      const isLast = from + PORTION >= jobs.length;
      this.#outbox.letter({ v: WIRE_VERSION, kind: 'jobs', seq, jobs: jobs.slice(from, from + PORTION), isLast });
    }
  }

  #tell(event: Kept): number {
    const { seq } = event;
    let message: AcceleratorMessage;
    if (event.kind === 'gone') message = { v: WIRE_VERSION, kind: 'gone', seq, id: event.id };
    else message = { v: WIRE_VERSION, kind: 'job', seq, job: event.job };
    const id = event.kind === 'gone' ? event.id : event.job.order.id;
    if (event.kind === 'gone' || !['running', 'publishing'].includes(event.job.job.state)) {
      this.#outbox.forget(`progress ${id}`);
      this.#outbox.forget(`preview ${id}`);
    }
    this.#outbox.letter(message);
    return seq;
  }

  #pass(event: Exclude<JobEvent, Kept>): void {
    const { id } = event;
    if (event.kind === 'progress') this.#outbox.news(`progress ${id}`, { v: WIRE_VERSION, kind: 'progress', id, progress: event.progress });
    else this.#outbox.news(`preview ${id}`, Buffer.from(writePreview(id, event.frame).buffer));
  }
}
