import type { Client, ClientId } from '#core/schema/accelerator/client.ts';

/** Who may ask. */
export interface Clients {
  list(): readonly Client[];
  rename(id: ClientId, name: string): Client | undefined;
  /** From now on it is nobody: its tokens are void and whoever subscribed closes its connections. */
  revoke(id: ClientId): boolean;
  /** Calls back after a client was revoked; returns the way to stop. */
  onRevoked(listener: (id: ClientId) => void): () => void;
}

/** Short-lived tokens, given over a proved connection, for requests by HTTP. Only their hashes are kept, in memory. */
export interface Tokens {
  /** A new token for a client that may be used from one origin; `until` is milliseconds since 1970. */
  give(client: ClientId, origin: string | undefined): { readonly token: string; readonly until: number };
  /** Whose token it is; undefined where it is nobody's, is over, or comes from another origin. */
  clientOf(token: string, origin: string | undefined): ClientId | undefined;
  /** Whether some living token may be used from this origin: a browser asks that before it sends the token itself. */
  isKnown(origin: string): boolean;
}
