import { createHash, randomBytes } from 'node:crypto';
import type { ClientId } from '#core/schema/accelerator/client.ts';
import type { Clients, Tokens } from './ports.ts';

/** Milliseconds that a token lives. */
export const TOKEN_MS = 10 * 60_000;
/** So many living tokens has a client at most: the oldest goes. */
const MOST_EACH = 64;

interface Given {
  readonly client: ClientId;
  readonly origin: string | undefined;
  readonly until: number;
}

export class ShortLivedTokens implements Tokens {
  readonly #now: () => number;
  /** By the hash of the token, oldest first. */
  readonly #given = new Map<string, Given>();

  constructor(clients: Pick<Clients, 'onRevoked'>, now: () => number) {
    this.#now = now;
    clients.onRevoked((id) => {
      for (const [hash, { client }] of this.#given) if (client === id) this.#given.delete(hash);
    });
  }

  give(client: ClientId, origin: string | undefined): { readonly token: string; readonly until: number } {
    this.#tidy(client);
    const token = randomBytes(32).toString('base64url');
    const until = this.#now() + TOKEN_MS;
    this.#given.set(hashOf(token), { client, origin, until });
    return { token, until };
  }

  clientOf(token: string, origin: string | undefined): ClientId | undefined {
    const given = this.#given.get(hashOf(token));
    return given && this.#lives(given) && given.origin === origin ? given.client : undefined;
  }

  isKnown(origin: string): boolean {
    return [...this.#given.values()].some((given) => given.origin === origin && this.#lives(given));
  }

  #lives({ until }: Given): boolean {
    return this.#now() < until;
  }

  #tidy(client: ClientId): void {
    const own: string[] = [];
    for (const [hash, given] of this.#given) {
      if (!this.#lives(given)) this.#given.delete(hash);
      else if (given.client === client) own.push(hash);
    }
    for (const hash of own.slice(0, Math.max(0, own.length - MOST_EACH + 1))) this.#given.delete(hash);
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
