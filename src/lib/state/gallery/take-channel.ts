import type { TakeId } from '#core/schema/ids.ts';

/** What the tabs of one browser tell each other about takes. What is in the store is read there. */
export type TakeNews =
  /** These were changed or deleted. */
  | { readonly kind: 'changed'; readonly ids: readonly TakeId[] }
  /** Anything may be different, as after an import. */
  | { readonly kind: 'all' };

/** A BroadcastChannel with types. News reach every other tab, never the one that tells them. */
export class TakeChannel {
  readonly #channel: BroadcastChannel;

  constructor(scope: string, listener: (news: TakeNews) => void) {
    this.#channel = new BroadcastChannel(scope);
    this.#channel.onmessage = ({ data }: MessageEvent<TakeNews>) => listener(data);
  }

  tell(news: TakeNews): void {
    this.#channel.postMessage(news);
  }

  close(): void {
    this.#channel.close();
  }
}
