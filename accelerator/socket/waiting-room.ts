import type { Duplex } from 'node:stream';
import { UNPROVED_LIMIT } from '#core/schema/accelerator/socket.ts';

/** Milliseconds that somebody has to prove who they are. */
export const PROOF_MS = 5_000;
/** So many may be at it at once. */
export const MOST_UNPROVED = 64;

export type Eviction = 'too-many' | 'too-slow' | 'too-large';

interface Guest {
  readonly evict: (why: Eviction) => void;
  leave(): void;
}

/**
 * Where a connection waits until it has proved whose it is: not for long, and it may not say much. When all places are
 * taken, who has waited longest goes: a client that knows what to say is in and out in a moment, so that a crowd of
 * silent ones keeps nobody out.
 */
export class WaitingRoom {
  readonly #guests = new Set<Guest>();
  readonly #proofMs: number;

  constructor(proofMs = PROOF_MS) {
    this.#proofMs = proofMs;
  }

  get size(): number {
    return this.#guests.size;
  }

  /** @param alreadySent bytes that came together with the request; @returns the way out, for whoever is let in or gone */
  enter(socket: Duplex, alreadySent: number, evict: (why: Eviction) => void): () => void {
    if (this.#guests.size >= MOST_UNPROVED) {
      const [oldest] = this.#guests;
      oldest?.leave();
      oldest?.evict('too-many');
    }
    let bytes = alreadySent;
    const out = (why: Eviction) => {
      guest.leave();
      evict(why);
    };
    // Counted on the wire, before it is put together to messages: fragments and pings count as well.
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > UNPROVED_LIMIT) out('too-large');
    };
    const timer = setTimeout(() => out('too-slow'), this.#proofMs);
    const guest: Guest = {
      evict,
      leave: () => {
        clearTimeout(timer);
        socket.off('data', count);
        this.#guests.delete(guest);
      },
    };
    this.#guests.add(guest);
    socket.on('data', count);
    if (bytes > UNPROVED_LIMIT) out('too-large');
    return () => guest.leave();
  }
}
