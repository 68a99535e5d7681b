import type { JobId } from '#core/schema/ids.ts';
import type { QueueEvent } from './events.ts';

export type QueueCommand = { readonly verb: 'cancel' | 'pause' | 'resume' | 'retry' | 'dismiss'; readonly id: JobId };

/** What the tabs of one browser tell each other about the queue. */
export type TabMessage =
  /** From the leader: what has happened. */
  | { readonly kind: 'event'; readonly event: QueueEvent }
  /** To the leader: do this. */
  | { readonly kind: 'command'; readonly command: QueueCommand }
  /** To the leader: a job was put in the store. */
  | { readonly kind: 'submitted' }
  /** To the leader: a new tab wants to know how things are. */
  | { readonly kind: 'hello' };

/** A BroadcastChannel with types. A message reaches every other tab, never the one that sends it. */
export class TabChannel {
  readonly #channel: BroadcastChannel;

  constructor(scope: string, listener: (message: TabMessage) => void) {
    this.#channel = new BroadcastChannel(scope);
    this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => listener(data);
  }

  send(message: TabMessage): void {
    this.#channel.postMessage(message);
  }

  close(): void {
    this.#channel.close();
  }
}
