import { type WebSocket, WebSocketServer } from 'ws';

/** Who listens, by the id that they chose. */
export class Sockets {
  readonly server = new WebSocketServer({ noServer: true });
  readonly #clients = new Map<string, { readonly socket: WebSocket; withMetadata: boolean }>();

  add(socket: WebSocket, sid: string, status: unknown): void {
    const client = { socket, withMetadata: false };
    this.#clients.set(sid, client);
    let isFirst = true;
    socket.on('message', (data) => {
      const text = String(data);
      if (isFirst && text.includes('feature_flags')) client.withMetadata = text.includes('"supports_preview_metadata":true');
      if (isFirst) this.send('feature_flags', { supports_preview_metadata: true, max_upload_size: 104_857_600 }, sid);
      isFirst = false;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#clients.get(sid) === client) this.#clients.delete(sid);
    });
    this.send('status', { status, sid }, sid);
  }

  /** To one, or to all. */
  send(type: string, data: unknown, sid?: string): void {
    for (const [id, { socket }] of this.#clients) {
      if (sid === undefined || sid === id) socket.send(JSON.stringify({ type, data }));
    }
  }

  wantsMetadata(sid: string): boolean {
    return this.#clients.get(sid)?.withMetadata === true;
  }

  /** A preview as servers of now send it: the length of a description, the description, the picture. */
  previewWithMetadata(sid: string, metadata: unknown, image: Buffer): void {
    const json = Buffer.from(JSON.stringify(metadata));
    this.#binary(sid, Buffer.concat([uint32(4), uint32(json.length), json, image]));
  }

  /** A preview as they always did: what kind of picture (1 JPEG, 2 PNG), and the picture. */
  preview(sid: string, kind: 1 | 2, image: Buffer): void {
    this.#binary(sid, Buffer.concat([uint32(1), uint32(kind), image]));
  }

  drop(): void {
    for (const { socket } of this.#clients.values()) socket.terminate();
  }

  #binary(sid: string, bytes: Buffer): void {
    this.#clients.get(sid)?.socket.send(bytes);
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
