import type { QueueEvent } from './events.ts';

/** What the tabs of one browser tell each other about the queue. What is to be done stands in the store. */
export type TabMessage =
  /** From the leader: how the work goes. */
  | { readonly kind: 'event'; readonly event: Extract<QueueEvent, { kind: 'progress' | 'preview' }> }
  /** The store has changed: read it. */
  | { readonly kind: 'changed' }
  /** To the leader: what was away may be back. */
  | { readonly kind: 'look' }
  /** To the leader: a new tab wants to know how the work goes. */
  | { readonly kind: 'hello' };

/** A BroadcastChannel with types. A message reaches every other tab, never the one that sends it. */
export class TabChannel {
  readonly #channel: BroadcastChannel;
  #closed = false;

  constructor(scope: string, listener: (message: TabMessage) => void) {
    this.#channel = new BroadcastChannel(scope);
    this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => listener(data);
  }

  /** Tells the other tabs; nothing once it is closed. */
  send(message: TabMessage): void {
    if (!this.#closed) this.#channel.postMessage(message);
  }

  close(): void {
    this.#closed = true;
    this.#channel.close();
  }
}
