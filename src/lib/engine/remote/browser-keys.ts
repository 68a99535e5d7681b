import { CODE_ROUNDS, type Introduction, transcript } from '#core/domain/pairing/transcript.ts';
import { CodeProof, Nonce, PublicKey, Signature } from '#core/schema/accelerator/pairing.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const MAC = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const;

type Bytes = Uint8Array<ArrayBuffer>;

/** A key pair whose secret nobody can take out of the browser, this page included. */
export const makeKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);

export const publicKeyOf = async ({ publicKey }: CryptoKeyPair): Promise<PublicKey> =>
  PublicKey.parse(toBase64Url(new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))));

export const newNonce = (): Nonce => Nonce.parse(toBase64Url(crypto.getRandomValues(new Uint8Array(32))));

export const signed = async ({ privateKey }: CryptoKeyPair, bytes: Bytes): Promise<Signature> =>
  Signature.parse(toBase64Url(new Uint8Array(await crypto.subtle.sign(SIGNING, privateKey, bytes))));

/** Whether a signature is one of this key; a key that is none signs nothing. */
export async function isSigned(key: PublicKey, bytes: Bytes, signature: Signature): Promise<boolean> {
  try {
    const known = await crypto.subtle.importKey('spki', fromBase64Url(key), ALGORITHM, false, ['verify']);
    return await crypto.subtle.verify(SIGNING, known, fromBase64Url(signature), bytes);
  } catch {
    return false;
  }
}

/** What knowing the code makes of what was said. */
export interface CodeProofs {
  readonly client: CodeProof;
  /** Whether this is what an accelerator answers that knows the code. */
  isFromAccelerator(proof: CodeProof): Promise<boolean>;
  /** What the words come from. */
  readonly words: Bytes;
}

export async function proveCode(code: string, said: Introduction): Promise<CodeProofs> {
  const text = new TextEncoder().encode(code);
  const salt = await crypto.subtle.digest('SHA-256', transcript('salt of the code', said));
  const base = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveKey']);
  const stretching = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: CODE_ROUNDS };
  const key = await crypto.subtle.deriveKey(stretching, base, MAC, false, ['sign', 'verify']);
  const prove = async (purpose: 'client knows the code' | 'words') =>
    new Uint8Array(await crypto.subtle.sign('HMAC', key, transcript(purpose, said)));
  return {
    client: CodeProof.parse(toBase64Url(await prove('client knows the code'))),
    isFromAccelerator: (proof) => crypto.subtle.verify('HMAC', key, fromBase64Url(proof), transcript('accelerator knows the code', said)),
    words: await prove('words'),
  };
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Bytes {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
