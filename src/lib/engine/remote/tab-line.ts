import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { Token } from '#core/schema/accelerator/socket.ts';
import type { Result } from '#core/schema/result.ts';
import type { Answer, AskFailure, Question } from './line.ts';
import type { LinkEvent, LinkState, Watched } from './ports.ts';

/** How the line stands, for tabs that do not hold it. */
export interface Standing {
  readonly state: LinkState;
  readonly offers: readonly EngineOffer[];
  readonly token: Token | undefined;
}

/** What the tabs of one browser tell each other about the one line that one of them holds. */
export type LineMessage =
  /** From the tab that holds it. */
  | { readonly kind: 'event'; readonly event: LinkEvent }
  | { readonly kind: 'standing'; readonly standing: Standing }
  | { readonly kind: 'answer'; readonly to: string; readonly number: number; readonly answer: Result<Answer, AskFailure> }
  /** To it. */
  | { readonly kind: 'hello' }
  | { readonly kind: 'look' }
  | { readonly kind: 'ask'; readonly from: string; readonly number: number; readonly question: Question }
  | { readonly kind: 'watch'; readonly from: string; readonly what: Watched; readonly isWanted: boolean }
  /** To all: what is paired has changed in the store. */
  | { readonly kind: 'pairing' };

/** A BroadcastChannel with types. A message reaches every other tab, never the one that sends it. */
export class LineChannel {
  readonly #channel: BroadcastChannel;
  #isClosed = false;

  constructor(scope: string, listener: (message: LineMessage) => void) {
    this.#channel = new BroadcastChannel(scope);
    this.#channel.onmessage = ({ data }: MessageEvent<LineMessage>) => listener(data);
  }

  send(message: LineMessage): void {
    if (!this.#isClosed) this.#channel.postMessage(message);
  }

  close(): void {
    this.#isClosed = true;
    this.#channel.close();
  }
}

/** Longer than this no answer from another tab is waited for: it may be gone. Milliseconds. */
const ASK_MS = 30_000;

/** Questions that are asked through the tab that holds the line. */
export class QuestionsToTab {
  readonly #channel: LineChannel;
  readonly #tab: string;
  readonly #asked = new Map<number, (answer: Result<Answer, AskFailure>) => void>();
  #count = 0;

  constructor(channel: LineChannel, tab: string) {
    this.#channel = channel;
    this.#tab = tab;
  }

  ask(question: Question): Promise<Result<Answer, AskFailure>> {
    const number = ++this.#count;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answer(number, { ok: false, fault: { kind: 'broken' } }), ASK_MS);
      this.#asked.set(number, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.#channel.send({ kind: 'ask', from: this.#tab, number, question });
    });
  }

  answer(number: number, answer: Result<Answer, AskFailure>): void {
    const resolve = this.#asked.get(number);
    this.#asked.delete(number);
    resolve?.(answer);
  }

  /** The line is down, or another tab holds it: none of them will be answered. */
  breakOff(): void {
    for (const number of [...this.#asked.keys()]) this.answer(number, { ok: false, fault: { kind: 'broken' } });
  }
}
