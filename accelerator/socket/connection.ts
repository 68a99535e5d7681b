import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { Client } from '#core/schema/accelerator/client.ts';
import { type DoorMessage, WIRE_VERSION } from '#core/schema/accelerator/socket.ts';
import { FaultError } from '#core/schema/fault.ts';
import { Handshake, type HandshakeParts, refused, type Step, type WhyRefused } from './handshake.ts';
import { Session, type SessionParts } from './session.ts';
import type { WaitingRoom } from './waiting-room.ts';

export interface ConnectionParts extends HandshakeParts, SessionParts {
  readonly log: Logger;
}

/** How long a connection may take to close in good order, in milliseconds. */
const CLOSING_MS = 500;
/** The closing code of connections that were ended from here. */
const POLICY = 1008;

/** One line from the first byte to the last: at first nobody's, then a client's. */
export class Connection {
  readonly #line: WebSocket;
  readonly #origin: string | undefined;
  readonly #parts: ConnectionParts;
  readonly #handshake: Handshake;
  #leaveRoom: () => void = () => undefined;
  readonly #onLetIn: (client: Client) => void;
  #session: Session | undefined;
  #isOver = false;
  #turn: Promise<void> = Promise.resolve();

  /** @param alreadySent bytes that came together with the request */
  constructor(line: WebSocket, request: IncomingMessage, alreadySent: number, room: WaitingRoom, parts: ConnectionParts, onLetIn: (client: Client) => void) {
    this.#line = line;
    this.#origin = request.headers.origin;
    this.#parts = parts;
    this.#handshake = new Handshake(parts, isLoopback(request.socket.remoteAddress));
    this.#onLetIn = onLetIn;
    line.on('message', (data, isBinary) => this.#take(data, isBinary));
    line.on('error', (error) => parts.log.debug({ reason: error.message }, 'a connection broke'));
    line.on('close', () => this.#stop());
    this.#leaveRoom = room.enter(request.socket, alreadySent, (why) => this.end({ reason: why }));
  }

  get client(): Client | undefined {
    return this.#session?.client;
  }

  /** Says why, and closes; whoever does not close as well is cut off. Nothing more is taken from it. */
  end(why: WhyRefused): void {
    if (this.#isOver) return;
    const { log, program } = this.#parts;
    log.info({ reason: why.reason, client: this.client?.id }, 'a connection was ended');
    this.#stop();
    this.#say(refused(program, why));
    this.#line.close(POLICY, why.reason);
    setTimeout(() => this.#line.terminate(), CLOSING_MS).unref();
  }

  #take(data: RawData, isBinary: boolean): void {
    if (this.#isOver) return;
    if (isBinary) return this.end({ reason: 'not-understood' });
    const text = textOf(data);
    if (this.#session) return this.#session.take(text);
    // What comes while a proof is looked at is for whoever it turns out to be.
    this.#turn = this.#turn
      .then(async () => {
        if (this.#isOver) return;
        if (this.#session) this.#session.take(text);
        else this.#follow(await this.#handshake.take(text));
      })
      .catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'a connection could not be answered');
        this.end({ reason: error instanceof FaultError ? 'closing' : 'not-understood' });
      });
  }

  #follow(step: Step): void {
    if (this.#isOver) return;
    if (step.kind === 'go on') this.#say(step.say);
    else if (step.kind === 'refuse') this.end(step.say);
    else this.#letIn(step);
  }

  #letIn({ client, say }: Extract<Step, { kind: 'let in' }>): void {
    const { clients, tokens, log } = this.#parts;
    // Revoked while it was looked at.
    if (!clients.get(client.id)) return this.end({ reason: 'revoked' });
    this.#leaveRoom();
    for (const message of say) this.#say(message);
    this.#say({ v: WIRE_VERSION, kind: 'welcome', client: client.id, name: client.name, token: tokens.give(client.id, this.#origin) });
    this.#session = new Session(this.#line, client, this.#origin, this.#parts, (why) => this.end(why));
    log.info({ client: client.id, name: client.name }, 'a client is on the line');
    this.#onLetIn(client);
  }

  #say(message: DoorMessage): void {
    if (this.#line.readyState === this.#line.OPEN) this.#line.send(JSON.stringify(message));
  }

  #stop(): void {
    this.#isOver = true;
    this.#leaveRoom();
    this.#session?.close();
  }
}

/** Whether the other end is this very machine. */
const isLoopback = (address = ''): boolean => address === '::1' || /^(::ffff:)?127\./.test(address);

const textOf = (data: RawData): string => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
