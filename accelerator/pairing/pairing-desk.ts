import { randomBytes } from 'node:crypto';
import { codeOf, CODE_BYTES, groupedCode, LONG_CODE_BYTES } from '#core/domain/pairing/code.ts';
import { type Introduction, transcript } from '#core/domain/pairing/transcript.ts';
import { pairingWords } from '#core/domain/pairing/words.ts';
import type { Client } from '#core/schema/accelerator/client.ts';
import type { CodeProof, Signature } from '#core/schema/accelerator/pairing.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { clientIdOf, isSameProof, isSigned, proveCode } from './keys.ts';
import type { PairedClients } from './paired-clients.ts';
import type { PairingFile } from './pairing-file.ts';
import type { Offer, Pairing } from './ports.ts';

/** Milliseconds that a code can be entered. */
export const CODE_MS = 2 * 60_000;
/** Wrong codes until it is locked. */
export const MOST_TRIES = 5;
/** The first lock, in milliseconds; each further one is twice as long, up to a day. */
const LOCK_MS = 10 * 60_000;
const LONGEST_LOCK_MS = 24 * 60 * 60_000;

/** What somebody sends who wants to be paired. */
export interface PairAttempt {
  readonly said: Introduction & { readonly name: string };
  readonly signature: Signature;
  readonly proof: CodeProof;
  /** Whether it comes from this very machine. */
  readonly isFromHere: boolean;
}

export type AttemptRefusal =
  | { readonly reason: 'no-code' | 'busy' | 'wrong-key' }
  | { readonly reason: 'wrong-code'; readonly triesLeft: number }
  | { readonly reason: 'locked'; readonly waitMs: number };

interface OpenOffer extends Offer {
  readonly secret: string;
  readonly onlyFromHere: boolean;
}

export class PairingDesk implements Pairing {
  readonly #file: PairingFile;
  readonly #clients: PairedClients;
  readonly #now: () => number;
  readonly #listeners = new Set<(client: Client) => void>();
  readonly #lockListeners = new Set<(waitMs: number) => void>();
  #offer: OpenOffer | undefined;
  #isBusy = false;

  constructor(file: PairingFile, clients: PairedClients, now: () => number) {
    this.#file = file;
    this.#clients = clients;
    this.#now = now;
  }

  get current(): Offer | undefined {
    return this.#open();
  }

  async offer(kind: 'to-type' | 'once-for-this-machine' = 'to-type'): ReturnType<Pairing['offer']> {
    const waitMs = this.#lockedFor();
    if (waitMs > 0) return fail({ reason: 'locked', waitMs });
    const onlyFromHere = kind === 'once-for-this-machine';
    const secret = codeOf(randomBytes(onlyFromHere ? LONG_CODE_BYTES : CODE_BYTES));
    this.#offer = { secret, code: onlyFromHere ? secret : groupedCode(secret), until: this.#now() + CODE_MS, onlyFromHere };
    return ok({ code: this.#offer.code, until: this.#offer.until });
  }

  withdraw(): void {
    this.#offer = undefined;
  }

  onPaired(listener: (client: Client) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onLocked(listener: (waitMs: number) => void): () => void {
    this.#lockListeners.add(listener);
    return () => this.#lockListeners.delete(listener);
  }

  /** Tries to pair; with the right code it answers the proof that this side knows it too. One at a time. */
  async attempt(attempt: PairAttempt): Promise<Result<{ readonly client: Client; readonly proof: CodeProof }, AttemptRefusal>> {
    const waitMs = this.#lockedFor();
    if (waitMs > 0) return fail({ reason: 'locked', waitMs });
    const offer = this.#open();
    if (!offer || (offer.onlyFromHere && !attempt.isFromHere)) return fail({ reason: 'no-code' });
    if (this.#isBusy) return fail({ reason: 'busy' });
    if (!isSigned(attempt.said.clientKey, transcript('client signs to pair', attempt.said), attempt.signature)) return fail({ reason: 'wrong-key' });
    this.#isBusy = true;
    try {
      return await this.#compare(offer, attempt);
    } finally {
      this.#isBusy = false;
    }
  }

  async #compare(offer: OpenOffer, { said, proof }: PairAttempt): ReturnType<PairingDesk['attempt']> {
    // Counted before it is looked at: whoever pulls the plug gains no try.
    const tries = this.#file.kept.tries + 1;
    this.#file.change({ tries });
    // The last try was counted, and the process ended before it could be answered.
    if (tries > MOST_TRIES) return fail(this.#wrong(tries));
    const proofs = await proveCode(offer.secret, said);
    if (!isSameProof(proofs.client, proof)) return fail(this.#wrong(tries));
    // Withdrawn, replaced or over in the meantime.
    if (this.#open() !== offer) return fail({ reason: 'no-code' });
    const now = this.#now();
    const client: Client = { id: clientIdOf(said.clientKey), name: said.name, pairedAt: now, seenAt: now, words: pairingWords(proofs.words) };
    this.#clients.welcome(client);
    this.#offer = undefined;
    for (const listener of this.#listeners) listener(client);
    return ok({ client, proof: proofs.accelerator });
  }

  #wrong(tries: number): AttemptRefusal {
    if (tries < MOST_TRIES) return { reason: 'wrong-code', triesLeft: MOST_TRIES - tries };
    const { locks } = this.#file.kept;
    this.#offer = undefined;
    this.#file.change({ tries: 0, locks: locks + 1, lockedUntil: this.#now() + Math.min(LOCK_MS * 2 ** locks, LONGEST_LOCK_MS) });
    const waitMs = this.#lockedFor();
    for (const listener of this.#lockListeners) listener(waitMs);
    return { reason: 'locked', waitMs };
  }

  /** Milliseconds; a clock that was set back makes no lock longer than it can be. */
  #lockedFor(): number {
    return Math.min(Math.max(0, this.#file.kept.lockedUntil - this.#now()), LONGEST_LOCK_MS);
  }

  #open(): OpenOffer | undefined {
    if (this.#offer && this.#now() >= this.#offer.until) this.#offer = undefined;
    return this.#offer;
  }
}
