import type { WebSocket } from 'ws';
import { type AcceleratorMessage, PREVIEW_LIMIT } from '#core/schema/accelerator/socket.ts';

/** Bytes that may wait in the socket before letters are held back here, and before passing news is. */
const LETTERS_WAIT = 1024 * 1024;
const NEWS_WAIT = 64 * 1024;
/** Bytes of letters that wait for one reader at most. */
const MOST_WAITING = 32 * 1024 * 1024;
/** So long may a reader take nothing at all. Milliseconds. */
export const STUCK_MS = 10_000;

/**
 * What goes out to one reader, at the reader's pace. Letters (events of jobs, answers) all go out, in their order. Of
 * passing news only the latest of each subject is kept, and it waits until the reader is quick. A reader that takes
 * nothing is given up: it can come back and ask what it has missed.
 */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #onStuck: () => void;
  readonly #letters: string[] = [];
  /** The latest of each subject, in the order in which the subjects came up. */
  readonly #news = new Map<string, string | Buffer>();
  readonly #watch: NodeJS.Timeout;
  #waiting = 0;
  #movedAt = performance.now();

  constructor(socket: WebSocket, onStuck: () => void, stuckMs = STUCK_MS) {
    this.#socket = socket;
    this.#onStuck = onStuck;
    this.#watch = setInterval(() => {
      if (socket.bufferedAmount === 0) this.#movedAt = performance.now();
      else if (performance.now() - this.#movedAt > stuckMs) this.#onStuck();
    }, stuckMs / 10);
  }

  /** To be told whatever happens. */
  letter(message: AcceleratorMessage): void {
    const text = JSON.stringify(message);
    this.#letters.push(text);
    this.#waiting += text.length;
    if (this.#waiting > MOST_WAITING) this.#onStuck();
    else this.#pump();
  }

  /** To be told when there is time; of one subject the latest. */
  news(subject: string, message: AcceleratorMessage | Buffer): void {
    if (Buffer.isBuffer(message) && message.length > PREVIEW_LIMIT) return;
    this.#news.set(subject, Buffer.isBuffer(message) ? message : JSON.stringify(message));
    this.#pump();
  }

  /** What waits of this subject is no longer true. */
  forget(subject: string): void {
    this.#news.delete(subject);
  }

  close(): void {
    clearInterval(this.#watch);
    this.#letters.length = 0;
    this.#news.clear();
  }

  #pump(): void {
    while (this.#letters.length > 0 && this.#socket.bufferedAmount < LETTERS_WAIT) {
      const text = this.#letters.shift()!;
      this.#waiting -= text.length;
      this.#send(text);
    }
    for (const [subject, message] of this.#news) {
      if (this.#letters.length > 0 || this.#socket.bufferedAmount >= NEWS_WAIT) return;
      this.#news.delete(subject);
      this.#send(message);
    }
  }

  #send(message: string | Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(message, (error) => {
      if (error) return;
      this.#movedAt = performance.now();
      this.#pump();
    });
  }
}
