import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Client, ClientId } from '#core/schema/accelerator/client.ts';
import { MESSAGE_LIMIT, SOCKET_PATH } from '#core/schema/accelerator/socket.ts';
import { FaultError } from '#core/schema/fault.ts';
import { Connection, type ConnectionParts } from './connection.ts';
import type { WhyRefused } from './handshake.ts';
import { WaitingRoom } from './waiting-room.ts';

export interface SocketDoorParts extends ConnectionParts {
  /** Whether a request comes from where one may come from, by its Host and Origin. */
  welcomes(request: IncomingMessage): boolean;
}

/** So many connections may one client have; with one more, its oldest goes. */
const MOST_EACH = 16;

/** The WebSocket door, at SOCKET_PATH of an HTTP server. */
export class SocketDoor {
  readonly #parts: SocketDoorParts;
  readonly #room = new WaitingRoom();
  readonly #sockets: WebSocketServer;
  /** All that were let through the door, oldest first. */
  readonly #connections = new Set<Connection>();
  readonly #stopWatching: () => void;

  constructor(parts: SocketDoorParts) {
    this.#parts = parts;
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: MESSAGE_LIMIT,
      // A message of one byte a fragment would take a hundred times its size.
      maxFragments: 256,
      maxBufferedChunks: 4096,
      perMessageDeflate: false,
      handleProtocols: () => false,
    });
    this.#stopWatching = parts.clients.onRevoked((id) => this.#end({ reason: 'revoked' }, id));
  }

  /** How many connections are a client's, and how many have not proved anything yet. */
  get connections(): { readonly proved: number; readonly unproved: number } {
    return { proved: [...this.#connections].filter(({ client }) => client).length, unproved: this.#room.size };
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#meet(request, socket, head));
  }

  /** Says farewell to everybody, and lets nobody in any more. */
  async close(): Promise<void> {
    this.#stopWatching();
    const closed = new Promise<void>((resolve) => this.#sockets.close(() => resolve()));
    this.#end({ reason: 'closing' });
    await closed;
  }

  #meet(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // The path alone: whatever hangs on it would end in logs on the way.
    if (request.url !== SOCKET_PATH) return turnAway(socket, '404 Not Found');
    if (!this.#parts.welcomes(request)) return turnAway(socket, '403 Forbidden');
    this.#sockets.handleUpgrade(request, socket, head, (line) => this.#take(line, request, head.length));
  }

  #take(line: WebSocket, request: IncomingMessage, alreadySent: number): void {
    const connection = new Connection(line, request, alreadySent, this.#room, this.#parts, (client) => this.#count(client));
    this.#connections.add(connection);
    line.on('close', () => this.#connections.delete(connection));
  }

  /** A client has come in: it has so many connections at most, and it was here now. */
  #count({ id }: Client): void {
    const own = [...this.#connections].filter(({ client }) => client?.id === id);
    for (const connection of own.slice(0, -MOST_EACH)) connection.end({ reason: 'too-many' });
    try {
      this.#parts.clients.seen(id);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#parts.log.warn({ fault: error.fault }, 'when a client was last here could not be written');
    }
  }

  /** Ends the connections of one client, or all. */
  #end(why: WhyRefused, id?: ClientId): void {
    for (const connection of this.#connections) if (id === undefined || connection.client?.id === id) connection.end(why);
  }
}

function turnAway(socket: Duplex, status: string): void {
  // Whoever was turned away may be gone already.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
