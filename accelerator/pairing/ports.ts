import type { Client, ClientId } from '#core/schema/accelerator/client.ts';
import type { Result } from '#core/schema/result.ts';

/** Who may ask. */
export interface Clients {
  list(): readonly Client[];
  rename(id: ClientId, name: string): Client | undefined;
  /** From now on it is nobody: its tokens are void and whoever subscribed closes its connections. */
  revoke(id: ClientId): boolean;
  /** Calls back after a client was revoked; returns the way to stop. */
  onRevoked(listener: (id: ClientId) => void): () => void;
}

/** A code that may be entered once. */
export interface Offer {
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** How a new client comes to be known: a person carries a code from here to it. */
export interface Pairing {
  /**
   * Opens a new code; one that was open before is void. Two minutes and five tries, counted over restarts; after that
   * it is locked for `waitMs`. `once-for-this-machine` makes a long code for a browser that is opened here with it,
   * and takes it only from here.
   */
  offer(kind?: 'to-type' | 'once-for-this-machine'): Promise<Result<Offer, { readonly reason: 'locked'; readonly waitMs: number }>>;
  /** The code that is open now. */
  readonly current: Offer | undefined;
  withdraw(): void;
  /** Calls back when a client was paired, with its words to show; returns the way to stop. */
  onPaired(listener: (client: Client) => void): () => void;
  /** Calls back when too many wrong codes were entered, with the milliseconds until it can be asked for a new one. */
  onLocked(listener: (waitMs: number) => void): () => void;
}

/** Short-lived tokens, given over a proved connection, for requests by HTTP. Only their hashes are kept, in memory. */
export interface Tokens {
  /**
   * A new token for a client that may be used from one origin; `until` is milliseconds since 1970. A browser says its
   * origin to a socket always, but not with a GET to its own site: whoever asks `clientOf` then says it for the browser.
   */
  give(client: ClientId, origin: string | undefined): { readonly token: string; readonly until: number };
  /** Whose token it is; undefined where it is nobody's, is over, or comes from another origin. */
  clientOf(token: string, origin: string | undefined): ClientId | undefined;
  /** Whether some living token may be used from this origin: a browser asks that before it sends the token itself. */
  isKnown(origin: string): boolean;
}
