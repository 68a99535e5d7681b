import type { Nonce, PublicKey } from '../../schema/accelerator/pairing.ts';
import { toUtf8 } from '../bytes/text-bytes.ts';

/** What the two sides have said to each other before either signs. */
export interface Opening {
  readonly oldest: number;
  readonly newest: number;
  readonly clientNonce: Nonce;
  /** The version of the accelerator's program. */
  readonly program: string;
  readonly acceleratorKey: PublicKey;
  readonly acceleratorNonce: Nonce;
}

/** The same once the client has said its key, and the name that it wants to be paired under. */
export interface Introduction extends Opening {
  readonly clientKey: PublicKey;
  readonly name?: string;
}

/**
 * What a signature or a proof is for. It stands first in what is signed, so that none can be taken for another,
 * nor be sent back to whoever made it.
 */
type Purpose =
  | 'accelerator signs'
  | 'client signs'
  | 'client signs to pair'
  | 'salt of the code'
  | 'client knows the code'
  | 'accelerator knows the code'
  | 'words';

/** Rounds of PBKDF2 with SHA-256 from the code to the key of the proofs. Fixed: a false accelerator would ask for one. */
export const CODE_ROUNDS = 300_000;

/** The bytes that are signed, each field behind its length, so that no two openings have the same. */
export function transcript(purpose: Purpose, said: Opening | Introduction): Uint8Array<ArrayBuffer> {
  const fields = [
    'Kinora 1',
    purpose,
    String(said.oldest),
    String(said.newest),
    said.clientNonce,
    said.program,
    said.acceleratorKey,
    said.acceleratorNonce,
    ...('clientKey' in said ? [said.clientKey, said.name ?? ''] : []),
  ].map(toUtf8);
  const bytes = new Uint8Array(fields.reduce((sum, field) => sum + 4 + field.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const field of fields) {
    view.setUint32(at, field.length);
    bytes.set(field, at + 4);
    at += 4 + field.length;
  }
  return bytes;
}
