/** Bytes that may wait to be sent before the next message waits as well. */
const MOST_BUFFERED = 1024 * 1024;

/** A WebSocket whose messages can be awaited one by one, and later be listened to. */
export class Wire {
  readonly #socket: WebSocket;
  readonly #early: (string | ArrayBuffer)[] = [];
  #listener: ((message: string | ArrayBuffer) => void) | undefined;
  #wake: (() => void) | undefined;
  #isClosed = false;
  #end!: () => void;
  /** Resolves once it is closed, from whichever side. */
  readonly closed: Promise<void>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      this.#end = () => {
        this.#isClosed = true;
        this.#wake?.();
        resolve();
      };
    });
    socket.addEventListener('close', this.#end);
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (this.#isClosed) return;
      if (this.#listener) return this.#listener(data);
      this.#early.push(data);
      this.#wake?.();
    });
  }

  /** Connects; undefined where nothing answers, or not as a socket. */
  static async open(address: string, signal: AbortSignal): Promise<Wire | undefined> {
    let socket: WebSocket;
    try {
      socket = new WebSocket(address);
    } catch {
      // A page that came over https may not open every line.
      return undefined;
    }
    socket.binaryType = 'arraybuffer';
    const wire = new Wire(socket);
    const opened = new Promise<boolean>((resolve) => {
      socket.addEventListener('open', () => resolve(true));
      void wire.closed.then(() => resolve(false));
      signal.addEventListener('abort', () => resolve(false));
    });
    if (!signal.aborted && (await opened) && !signal.aborted) return wire;
    socket.close();
    return undefined;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  send(message: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Resolves when more may be sent: the other side takes what was sent before. */
  async ready(): Promise<void> {
    while (!this.#isClosed && this.#socket.bufferedAmount > MOST_BUFFERED) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** The next message; undefined once the line is closed, or after the signal. */
  async next(signal: AbortSignal): Promise<string | ArrayBuffer | undefined> {
    while (this.#early.length === 0 && !this.#isClosed && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return signal.aborted ? undefined : this.#early.shift();
  }

  /** From now on messages go here; those that came before at once. */
  listen(listener: (message: string | ArrayBuffer) => void): void {
    this.#listener = listener;
    for (const message of this.#early.splice(0)) listener(message);
  }

  /** Closed at once for us: on a line that is cut in silence the other side never answers that it closes as well. */
  close(): void {
    this.#socket.close();
    this.#end();
  }
}
