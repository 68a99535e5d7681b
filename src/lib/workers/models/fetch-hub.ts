import type { FileAnswer } from '#core/domain/models/fetch-model.ts';
import { HUB, type HubListing } from '#core/domain/models/hub.ts';
import { listRepository } from '#core/domain/models/list-repository.ts';
import type { Hub } from '#core/domain/models/models-parts.ts';
import type { HubSource } from '#core/schema/catalogue.ts';

/** A line on which nothing comes for so long has broken. Milliseconds. */
const STALL_MS = 30_000;

/** Kinds of answers that servers like to pack on their way. */
const PACKED = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+json))/i;

interface Asking {
  /** Its address, or a mirror's. */
  readonly hub?: string;
  readonly stallMs?: number;
  /** Who asks this hub, for models that are only given to whom it knows. */
  readonly token?: (hub: string) => Promise<string | undefined>;
}

/**
 * The hub as a page asks it: the browser follows where it leads, and refuses what may not be asked. A token goes to the
 * hub's own origin alone: browsers take it away where an answer leads elsewhere.
 */
export class FetchHub implements Hub<AbortSignal> {
  readonly #hub: string;
  readonly #stallMs: number;
  readonly #token: NonNullable<Asking['token']>;

  constructor({ hub = HUB, stallMs = STALL_MS, token = async () => undefined }: Asking = {}) {
    this.#hub = hub;
    this.#stallMs = stallMs;
    this.#token = token;
  }

  list(source: HubSource, signal: AbortSignal): Promise<HubListing> {
    return listRepository((url) => this.ask(url, {}, signal), source, this.#hub);
  }

  async ask(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<FileAnswer> {
    const line = new Line(this.#stallMs, signal);
    try {
      const token = URL.parse(url)?.origin === new URL(this.#hub).origin ? await this.#token(this.#hub) : undefined;
      const answer = await fetch(url, { headers: { ...headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) }, signal: line.signal, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
      const header = (name: string): string | undefined => {
        // The length of what is packed is no length of the file, and a page may not see that it is packed.
        if (name === 'content-length' && PACKED.test(answer.headers.get('content-type') ?? '')) return undefined;
        return answer.headers.get(name) ?? undefined;
      };
      return { status: answer.status, header, body: bytesOf(answer, line), leave: () => line.end() };
    } catch (error) {
      line.end();
      throw error;
    }
  }
}

/** Breaks a line off on which nothing comes, or when it is told to. */
class Line {
  readonly #stop = new AbortController();
  readonly #stallMs: number;
  readonly signal: AbortSignal;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(stallMs: number, signal: AbortSignal) {
    this.#stallMs = stallMs;
    this.signal = AbortSignal.any([this.#stop.signal, signal]);
    this.alive();
  }

  /** Something has come. */
  alive(): void {
    this.rest();
    this.#timer = setTimeout(() => this.#stop.abort(new Error('Nothing came for too long')), this.#stallMs);
  }

  /** Nothing is waited for now. */
  rest(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    this.rest();
    this.#stop.abort();
  }
}

/** What waits to be taken, at most. Bytes. */
const MOST_WAITING = 4 * 2 ** 20;

/**
 * Everything that a body brings, also what came just before its line broke: a stream that breaks throws away what
 * nobody has taken yet, so that it is taken at once. Throws what broke it, after the last byte.
 */
async function* bytesOf({ body }: Response, line: Line): AsyncIterable<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return line.rest();
  const waiting: Uint8Array[] = [];
  let bytes = 0;
  let end: { readonly error?: unknown } | undefined;
  let wake = () => {};
  let goOn = () => {};
  const taking = (async () => {
    for (;;) {
      line.alive();
      const { done, value } = await reader.read();
      // Whoever is slow to take what came is not the line's fault.
      line.rest();
      if (done) return;
      waiting.push(value);
      bytes += value.length;
      wake();
      if (bytes >= MOST_WAITING) await new Promise<void>((resolve) => (goOn = resolve));
    }
  })();
  taking.then(() => (end = {}), (error: unknown) => (end = { error })).finally(() => wake());
  try {
    for (;;) {
      const chunk = waiting.shift();
      if (chunk) {
        bytes -= chunk.length;
        if (bytes < MOST_WAITING) goOn();
        yield chunk;
      } else if (end) {
        if ('error' in end) throw end.error;
        return;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    line.end();
    goOn();
  }
}
