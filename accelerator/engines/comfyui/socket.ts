import { WebSocket } from 'ws';
import { mustBeNear } from './address.ts';
import { type ComfyMessage, type PreviewPicture, readMessage, readPreview } from './messages.ts';

export interface SocketListener {
  message(message: ComfyMessage): void;
  preview(preview: PreviewPicture): void;
  /** It broke off, or is open again after that: what was said meanwhile was not heard. */
  broken(): void;
}

export interface SocketTimes {
  /** Between tries to connect. */
  readonly retryMs: number;
  /** A connection that answers no ping for so long is given up. */
  readonly pingMs: number;
}

/** A preview is a picture of a few hundred pixels; bytes. */
const MOST_BYTES = 32 * 2 ** 20;

/** The server's messages to one client. It connects again by itself until it is closed. */
export class ComfySocket {
  readonly #address: URL;
  readonly #allowed: readonly string[];
  readonly #listener: SocketListener;
  readonly #times: SocketTimes;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;
  #wasOpen = false;
  /** Resolves at the first connection, and on `close`. */
  readonly opened: Promise<void>;
  #tellOpened!: () => void;

  constructor(server: URL, clientId: string, allowed: readonly string[], listener: SocketListener, times: SocketTimes) {
    this.#address = new URL(`ws?clientId=${encodeURIComponent(clientId)}`, server);
    this.#address.protocol = server.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#allowed = allowed;
    this.#listener = listener;
    this.#times = times;
    this.opened = new Promise((resolve) => (this.#tellOpened = resolve));
    void this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#socket?.terminate();
    this.#tellOpened();
  }

  async #connect(): Promise<void> {
    try {
      await mustBeNear(this.#address, this.#allowed);
    } catch {
      // Said by whoever asks over HTTP; here it is a connection that does not come about.
      this.#again();
      return;
    }
    if (this.#isClosed) return;
    const { pingMs } = this.#times;
    const socket = new WebSocket(this.#address, { handshakeTimeout: pingMs, maxPayload: MOST_BYTES, perMessageDeflate: false });
    this.#socket = socket;
    let answered = true;
    const heartbeat = setInterval(() => {
      if (!answered) socket.terminate();
      else if (socket.readyState === WebSocket.OPEN) {
        answered = false;
        socket.ping();
      }
    }, pingMs);
    socket.on('pong', () => (answered = true));
    socket.on('open', () => {
      // Must be the first message: previews then say which prompt they belong to.
      socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
      if (this.#wasOpen) this.#listener.broken();
      this.#wasOpen = true;
      this.#tellOpened();
    });
    socket.on('message', (data, isBinary) => {
      answered = true;
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
      if (isBinary) {
        const preview = readPreview(bytes);
        if (preview) this.#listener.preview(preview);
        return;
      }
      const message = readMessage(bytes.toString('utf8'));
      if (message) this.#listener.message(message);
    });
    // What went wrong shows as a close, which follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(heartbeat);
      if (this.#wasOpen && !this.#isClosed) this.#listener.broken();
      this.#again();
    });
  }

  #again(): void {
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => void this.#connect(), this.#times.retryMs);
  }
}
