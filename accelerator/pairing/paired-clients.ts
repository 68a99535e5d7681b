import type { Client, ClientId } from '#core/schema/accelerator/client.ts';
import type { PairingFile } from './pairing-file.ts';
import type { Clients } from './ports.ts';

/** When a client was last here is written at most so often. Milliseconds. */
const SEEN_EVERY_MS = 60_000;

/** The clients of the pairing file. A client is its key: what is known here by its id can be known by nothing else. */
export class PairedClients implements Clients {
  readonly #file: PairingFile;
  readonly #now: () => number;
  readonly #listeners = new Set<(id: ClientId) => void>();

  constructor(file: PairingFile, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  list(): readonly Client[] {
    return this.#file.kept.clients;
  }

  get(id: ClientId): Client | undefined {
    return this.list().find((client) => client.id === id);
  }

  wasRevoked(id: ClientId): boolean {
    return this.#file.kept.revoked.includes(id);
  }

  /** Notes that a client is here. */
  seen(id: ClientId): void {
    const now = this.#now();
    const client = this.get(id);
    if (client && Math.abs(now - client.seenAt) >= SEEN_EVERY_MS) this.#file.change({ clients: this.#with({ ...client, seenAt: now }) });
  }

  rename(id: ClientId, name: string): Client | undefined {
    const client = this.get(id);
    if (!client) return undefined;
    const renamed = { ...client, name };
    this.#file.change({ clients: this.#with(renamed) });
    return renamed;
  }

  /** Counts from this moment, even where the disk takes nothing: then it throws, as it would not hold over a restart. */
  revoke(id: ClientId): boolean {
    if (!this.get(id)) return false;
    const { clients, revoked } = this.#file.kept;
    try {
      this.#file.changeAtOnce({ clients: clients.filter((client) => client.id !== id), revoked: [...revoked, id] });
    } finally {
      for (const listener of this.#listeners) listener(id);
    }
    return true;
  }

  onRevoked(listener: (id: ClientId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keeps a new client, which has entered the right code: whatever was counted against codes is over. */
  welcome(client: Client): void {
    const revoked = this.#file.kept.revoked.filter((id) => id !== client.id);
    this.#file.change({ clients: this.#with(client), revoked, tries: 0, locks: 0, lockedUntil: 0 });
  }

  #with(client: Client): Client[] {
    return [...this.list().filter(({ id }) => id !== client.id), client];
  }
}
