import { type Opening, transcript } from '#core/domain/pairing/transcript.ts';
import type { Client } from '#core/schema/accelerator/client.ts';
import type { Nonce } from '#core/schema/accelerator/pairing.ts';
import { type DoorMessage, Hello, ProofMessage, type Refused, WIRE_VERSION } from '#core/schema/accelerator/socket.ts';
import { clientIdOf, type Identity, isSigned, newNonce } from '../pairing/keys.ts';
import type { PairedClients } from '../pairing/paired-clients.ts';
import type { PairingDesk } from '../pairing/pairing-desk.ts';
import { readJson } from './read-json.ts';

export interface HandshakeParts {
  readonly identity: Identity;
  readonly clients: PairedClients;
  readonly pairing: PairingDesk;
  /** The version of this program. */
  readonly program: string;
}

/** What is to be done after a message. */
export type Step =
  /** To be said; then another message is awaited. */
  | { readonly kind: 'go on'; readonly say: DoorMessage }
  /** The asker is this client, and is let in. */
  | { readonly kind: 'let in'; readonly client: Client; readonly say: readonly DoorMessage[] }
  /** To be said; then the connection is closed. */
  | { readonly kind: 'refuse'; readonly say: Refused };

export type WhyRefused = Omit<Refused, 'v' | 'kind' | 'program'>;

export const refused = (program: string, why: WhyRefused): Refused => ({ v: WIRE_VERSION, kind: 'refused', program, ...why });

/**
 * One asker from its first word until it is known or refused: hello, challenge, then a proof of a known key or
 * of the code. Every step can be taken once; whatever else comes ends it.
 */
export class Handshake {
  readonly #parts: HandshakeParts;
  readonly #isFromHere: boolean;
  #awaits: 'hello' | 'proof' | 'nothing' = 'hello';
  #opening: Opening | undefined;

  /** @param isFromHere whether the asker is a program on this very machine */
  constructor(parts: HandshakeParts, isFromHere: boolean) {
    this.#parts = parts;
    this.#isFromHere = isFromHere;
  }

  /** Takes the next message. Throws FaultError where a new client cannot be kept. */
  async take(text: string): Promise<Step> {
    const awaited = this.#awaits;
    this.#awaits = 'nothing';
    const message: unknown = readJson(text);
    if (awaited === 'hello') return this.#greet(Hello.safeParse(message).data);
    if (awaited === 'proof') return this.#check(ProofMessage.safeParse(message).data);
    return this.#refuse({ reason: 'not-understood' });
  }

  #greet(hello: Hello | undefined): Step {
    if (!hello) return this.#refuse({ reason: 'not-understood' });
    if (hello.newest < WIRE_VERSION) return this.#refuse({ reason: 'too-old' });
    if (hello.oldest > WIRE_VERSION) return this.#refuse({ reason: 'too-new' });
    const { identity, program } = this.#parts;
    const nonce: Nonce = newNonce();
    const { oldest, newest } = hello;
    this.#opening = { oldest, newest, clientNonce: hello.nonce, program, acceleratorKey: identity.key, acceleratorNonce: nonce };
    this.#awaits = 'proof';
    const signature = identity.sign(transcript('accelerator signs', this.#opening));
    return { kind: 'go on', say: { v: WIRE_VERSION, kind: 'challenge', program, key: identity.key, nonce, signature } };
  }

  async #check(message: ProofMessage | undefined): Promise<Step> {
    const opening = this.#opening;
    if (!message || !opening) return this.#refuse({ reason: 'not-understood' });
    return message.kind === 'proof' ? this.#recognise(message, opening) : this.#pair(message, opening);
  }

  #recognise({ key, signature }: Extract<ProofMessage, { kind: 'proof' }>, opening: Opening): Step {
    const { clients } = this.#parts;
    // Whether a key is known is said only to whoever has it.
    if (!isSigned(key, transcript('client signs', { ...opening, clientKey: key }), signature)) return this.#refuse({ reason: 'wrong-key' });
    const id = clientIdOf(key);
    const client = clients.get(id);
    if (!client) return this.#refuse({ reason: clients.wasRevoked(id) ? 'revoked' : 'not-paired' });
    return { kind: 'let in', client, say: [] };
  }

  async #pair({ key, name, signature, proof }: Extract<ProofMessage, { kind: 'pair' }>, opening: Opening): Promise<Step> {
    const attempt = { said: { ...opening, clientKey: key, name }, signature, proof, isFromHere: this.#isFromHere };
    const paired = await this.#parts.pairing.attempt(attempt);
    if (!paired.ok) return this.#refuse(paired.fault);
    return { kind: 'let in', client: paired.value.client, say: [{ v: WIRE_VERSION, kind: 'paired', proof: paired.value.proof }] };
  }

  #refuse(why: WhyRefused): Step {
    return { kind: 'refuse', say: refused(this.#parts.program, why) };
  }
}
