import { z } from 'zod';

const base64Url = (digits: number) => z.string().length(digits).regex(/^[\w-]+$/);

/** A P-256 public key: its SubjectPublicKeyInfo of 91 bytes, in base64url. */
export const PublicKey = base64Url(122).brand<'PublicKey'>();
export type PublicKey = z.infer<typeof PublicKey>;

/** 32 random bytes that are used once, in base64url. */
export const Nonce = base64Url(43).brand<'Nonce'>();
export type Nonce = z.infer<typeof Nonce>;

/** An ECDSA signature with SHA-256: r and s, 64 bytes, in base64url. */
export const Signature = base64Url(86).brand<'Signature'>();
export type Signature = z.infer<typeof Signature>;

/** HMAC-SHA-256 under the key that the pairing code gives, in base64url. */
export const CodeProof = base64Url(43).brand<'CodeProof'>();
export type CodeProof = z.infer<typeof CodeProof>;

/** Four words that both sides show of one pairing: where they differ, somebody stands between. */
export const PairingWords = z.array(z.string().min(1).max(20)).length(4);
export type PairingWords = z.infer<typeof PairingWords>;

/** Why a connection is refused or ended, by name. */
export const SocketRefusal = z.enum([
  /** The asker speaks only older versions of the protocol, or only newer ones. */
  'too-old',
  'too-new',
  /** The key of the asker is not known, or it was and a person has revoked it. */
  'not-paired',
  'revoked',
  /** The signature is not one of the key. */
  'wrong-key',
  /** No code is open to be entered. */
  'no-code',
  'wrong-code',
  /** Too many wrong codes: none is taken until `until`. */
  'locked',
  /** Another pairing is in the middle. */
  'busy',
  'too-slow',
  'too-large',
  'not-understood',
  /** Too many connections: this was the one that had done nothing for longest. */
  'too-many',
  /** The accelerator stops. */
  'closing',
]);
export type SocketRefusal = z.infer<typeof SocketRefusal>;
