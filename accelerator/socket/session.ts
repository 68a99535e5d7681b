import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Client } from '#core/schema/accelerator/client.ts';
import { type AcceleratorMessage, ClientMessage, DEAD_MS, type Declined, PING_MS, WIRE_VERSION } from '#core/schema/accelerator/socket.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { OrderRefusal, JobDesk } from '../jobs/ports.ts';
import type { MachineWatch } from '../machine/ports.ts';
import type { Tokens } from '../pairing/ports.ts';
import type { WhyRefused } from './handshake.ts';
import { JobTelling } from './job-telling.ts';
import { Outbox } from './outbox.ts';
import type { ModelNews, Offers } from './ports.ts';
import { readJson } from './read-json.ts';

export interface SessionParts {
  readonly desk: JobDesk;
  readonly tokens: Tokens;
  readonly machine: Pick<MachineWatch, 'latest' | 'subscribe'>;
  readonly offers: Offers;
  readonly models: ModelNews;
  readonly log: Logger;
}

type Question = Extract<ClientMessage, { ask: number }>;
type Answer = Omit<Extract<AcceleratorMessage, { kind: 'answer' }>, 'v' | 'kind' | 'ask'>;

/** So many messages of one client may wait to be carried out; then it is not read on until they are. */
const MOST_WAITING = 64;
/** How often it is looked whether the client was heard. Milliseconds. */
const WATCH_MS = DEAD_MS / 12;

/** A paired client on a line: its questions one after the other, and whatever happens to its jobs. */
export class Session {
  readonly client: Client;
  readonly #socket: WebSocket;
  readonly #origin: string | undefined;
  readonly #parts: SessionParts;
  readonly #end: (why: WhyRefused) => void;
  readonly #outbox: Outbox;
  readonly #jobs: JobTelling;
  readonly #stops: (() => void)[] = [];
  #stopMachine: (() => void) | undefined;
  #stopModels: (() => void) | undefined;
  #line: Promise<void> = Promise.resolve();
  #waiting = 0;
  #isClosed = false;
  #heardAt = performance.now();

  /** @param end says why and closes the connection */
  constructor(socket: WebSocket, client: Client, origin: string | undefined, parts: SessionParts, end: (why: WhyRefused) => void) {
    this.client = client;
    this.#socket = socket;
    this.#origin = origin;
    this.#parts = parts;
    this.#end = end;
    this.#outbox = new Outbox(socket, () => end({ reason: 'too-slow' }));
    this.#jobs = new JobTelling(parts.desk, client.id, this.#outbox);
    const tellOffers = () => this.#outbox.news('offers', { v: WIRE_VERSION, kind: 'offers', offers: [...parts.offers.latest] });
    this.#stops.push(parts.offers.subscribe(tellOffers));
    tellOffers();
    const beat = setInterval(() => this.#outbox.letter({ v: WIRE_VERSION, kind: 'ping' }), PING_MS);
    const watch = setInterval(() => performance.now() - this.#heardAt > DEAD_MS && socket.terminate(), WATCH_MS);
    this.#stops.push(() => clearInterval(beat), () => clearInterval(watch));
  }

  /** Takes the next message, or ends the connection where it cannot be understood. */
  take(text: string): void {
    this.#heardAt = performance.now();
    const { data: message } = ClientMessage.safeParse(readJson(text));
    if (!message) this.#end({ reason: 'not-understood' });
    else if (message.kind === 'watch') this.#watch(message.machine, message.models ?? false);
    else if (message.kind !== 'pong') this.#inLine(() => (message.kind === 'resume' ? this.#jobs.resume(message.since) : this.#answer(message)));
  }

  /** Nothing more is carried out or told. */
  close(): void {
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    this.#watch(false, false);
    this.#jobs.close();
    this.#outbox.close();
  }

  #watch(machineIsWanted: boolean, modelsAreWanted: boolean): void {
    const { machine, models } = this.#parts;
    this.#stopModels?.();
    this.#stopModels = modelsAreWanted ? models.subscribe(() => this.#outbox.news('models', { v: WIRE_VERSION, kind: 'models' })) : undefined;
    this.#stopMachine?.();
    this.#stopMachine = undefined;
    if (!machineIsWanted) return this.#outbox.forget('machine');
    const tell = (reading: NonNullable<typeof machine.latest>) => this.#outbox.news('machine', { v: WIRE_VERSION, kind: 'machine', reading });
    this.#stopMachine = machine.subscribe(tell);
    if (machine.latest) tell(machine.latest);
  }

  /** One after the other, as they came: a job is to be there before another that needs it. */
  #inLine(work: () => Promise<void>): void {
    this.#waiting += 1;
    if (this.#waiting >= MOST_WAITING) this.#socket.pause();
    this.#line = this.#line
      .then(() => (this.#isClosed ? undefined : work()))
      .catch((error: unknown) => {
        this.#parts.log.error({ err: error, client: this.client.id }, 'a message could not be carried out');
        this.#socket.close(1011);
      })
      .finally(() => {
        this.#waiting -= 1;
        if (this.#waiting < MOST_WAITING) this.#socket.resume();
      });
  }

  async #answer(question: Question): Promise<void> {
    const { ask } = question;
    try {
      const answer = await this.#carryOut(question);
      this.#outbox.letter('why' in answer ? { v: WIRE_VERSION, kind: 'declined', ask, why: answer.why } : { v: WIRE_VERSION, kind: 'answer', ask, ...answer });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#outbox.letter({ v: WIRE_VERSION, kind: 'declined', ask, why: { reason: 'fault', fault: error.fault } });
    }
  }

  async #carryOut(question: Question): Promise<Answer | { readonly why: Declined }> {
    const { desk, tokens } = this.#parts;
    const { id: client } = this.client;
    switch (question.kind) {
      case 'submit': {
        const taken = await desk.submit(client, question.order);
        return taken.ok ? { job: taken.value } : { why: declined(taken.fault) };
      }
      case 'look':
        return ofJob(await desk.get(client, question.id));
      case 'cancel':
        return ofJob(await desk.cancel(client, question.id));
      case 'retry':
        return ofJob(await desk.retry(client, question.id));
      case 'move': {
        const { id, place, neighbour } = question;
        return ofJob(await desk.move(client, id, place === 'before' ? { before: neighbour } : { after: neighbour }));
      }
      case 'collected':
        return { done: await desk.collected(client, question.id, question.media) };
      case 'forget':
        return { done: await desk.forget(client, question.id) };
      case 'renew':
        return { token: tokens.give(client, this.#origin) };
    }
  }
}

const ofJob = (job: Answer['job']): Answer => (job ? { job } : {});

const declined = (refusal: OrderRefusal): Declined =>
  refusal.reason === 'media-missing' ? { reason: 'media-missing', media: [...refusal.media] } : refusal;
