import { readPreview } from '#core/domain/generate/preview-message.ts';
import type { RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { AcceleratorMessage, type ClientMessageInput, DEAD_MS, type Declined, type Refused, type Token, WIRE_VERSION } from '#core/schema/accelerator/socket.ts';
import type { JobId } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { LinkEvent, Watched } from './ports.ts';
import type { Wire } from './wire.ts';

/** What can be asked; the number and the version are put to it here. */
type Questions = Extract<ClientMessageInput, { ask: number }>;
type Bare<Each> = Each extends unknown ? Omit<Each, 'v' | 'ask'> : never;
export type Question = Bare<Questions>;
type Answered = Extract<AcceleratorMessage, { kind: 'answer' }>;
export type Answer = Pick<Answered, 'job' | 'done' | 'token'>;

export type AskFailure =
  /** The line broke before the answer came: it may have been done. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'declined'; readonly why: Declined };

/** What is known over a break: where to go on, and which jobs there are. */
export interface Memory {
  seq: number | undefined;
  readonly known: Set<JobId>;
}

export interface LineParts {
  readonly memory: Memory;
  tell(event: Exclude<LinkEvent, { kind: 'state' }>): void;
  onToken(token: Token): void;
}

/** A new token is asked for so often: well before the old one is over, whatever the clocks say. Milliseconds. */
const RENEW_MS = 4 * 60_000;
/** How often it is looked whether the other side was heard. Milliseconds. */
const WATCH_MS = DEAD_MS / 12;

/** A line to the accelerator after its welcome, until it breaks. */
export class Line {
  readonly #wire: Wire;
  readonly #parts: LineParts;
  readonly #asked = new Map<number, (answer: Result<Answer, AskFailure>) => void>();
  /** Jobs of a whole list that has not come to its end yet. */
  #listed: RemoteJob[] = [];
  #asks = 0;
  #heardAt = performance.now();
  /** Why the accelerator ended it, where it said so. Resolves when the line is closed. */
  readonly closed: Promise<Refused | undefined>;
  #refused: Refused | undefined;

  constructor(wire: Wire, parts: LineParts) {
    this.#wire = wire;
    this.#parts = parts;
    const timers = [setInterval(() => this.#listenForLife(), WATCH_MS), setInterval(() => void this.renew(), RENEW_MS)];
    this.closed = wire.closed.then(() => {
      for (const timer of timers) clearInterval(timer);
      for (const answer of this.#asked.values()) answer(fail({ kind: 'broken' }));
      this.#asked.clear();
      return this.#refused;
    });
    wire.listen((message) => this.#hear(message));
    const { seq } = parts.memory;
    wire.send({ v: WIRE_VERSION, kind: 'resume', ...(seq !== undefined && { since: seq }) });
  }

  async ask(question: Question): Promise<Result<Answer, AskFailure>> {
    await this.#wire.ready();
    if (this.#wire.isClosed) return fail({ kind: 'broken' });
    const ask = ++this.#asks;
    return new Promise((resolve) => {
      this.#asked.set(ask, resolve);
      this.#wire.send({ v: WIRE_VERSION, ask, ...question });
    });
  }

  async renew(): Promise<void> {
    const renewed = await this.ask({ kind: 'renew' });
    if (renewed.ok && renewed.value.token) this.#parts.onToken(renewed.value.token);
  }

  watch(wanted: Readonly<Record<Watched, boolean>>): void {
    this.#wire.send({ v: WIRE_VERSION, kind: 'watch', ...wanted });
  }

  close(): void {
    this.#wire.close();
  }

  /** A tab in the background has slow timers: what counts is when something was heard, not when this is called. */
  #listenForLife(): void {
    if (performance.now() - this.#heardAt > DEAD_MS) this.#wire.close();
  }

  #hear(data: string | ArrayBuffer): void {
    this.#heardAt = performance.now();
    if (typeof data !== 'string') {
      const preview = readPreview(new Uint8Array(data));
      if (preview) this.#parts.tell({ kind: 'preview', ...preview });
      return;
    }
    const parsed = AcceleratorMessage.safeParse(json(data));
    if (!parsed.success) return console.warn('The accelerator said something that this studio does not understand.', parsed.error.message);
    this.#take(parsed.data);
  }

  #take(message: AcceleratorMessage): void {
    const { memory, tell } = this.#parts;
    switch (message.kind) {
      case 'ping':
        return this.#wire.send({ v: WIRE_VERSION, kind: 'pong' });
      case 'answer':
        return this.#answer(message.ask, ok(message));
      case 'declined':
        return this.#answer(message.ask, fail({ kind: 'declined', why: message.why }));
      case 'jobs':
        this.#listed.push(...message.jobs);
        if (message.isLast) this.#takeList(message.seq);
        return;
      case 'job':
        memory.seq = message.seq;
        memory.known.add(message.job.order.id);
        return tell({ kind: 'job', job: message.job });
      case 'gone':
        memory.seq = message.seq;
        memory.known.delete(message.id);
        return tell({ kind: 'gone', id: message.id });
      case 'refused':
        this.#refused = message;
        return this.#wire.close();
      case 'progress':
        return tell({ kind: 'progress', id: message.id, progress: message.progress });
      case 'machine':
        return tell({ kind: 'machine', reading: message.reading });
      case 'offers':
        return tell({ kind: 'offers', offers: message.offers });
      case 'models':
        return tell({ kind: 'models' });
    }
  }

  #takeList(seq: number): void {
    const { memory, tell } = this.#parts;
    const jobs = this.#listed;
    this.#listed = [];
    const present = new Set(jobs.map(({ order }) => order.id));
    for (const id of memory.known) if (!present.has(id)) tell({ kind: 'gone', id });
    memory.known.clear();
    for (const id of present) memory.known.add(id);
    memory.seq = seq;
    for (const job of jobs) tell({ kind: 'job', job });
  }

  #answer(ask: number, answer: Result<Answer, AskFailure>): void {
    const resolve = this.#asked.get(ask);
    this.#asked.delete(ask);
    resolve?.(answer);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
