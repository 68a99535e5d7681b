import { z } from 'zod';
import { PairingWords } from './pairing.ts';

/** The id of a paired client: the SHA-256 of its public key (its SubjectPublicKeyInfo), 64 lower-case hexadecimal digits. */
export const ClientId = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'ClientId'>();
export type ClientId = z.infer<typeof ClientId>;

/** A browser or program that is paired with an accelerator. Times are milliseconds since 1970. */
export const Client = z.object({
  id: ClientId,
  /** What a person calls it. */
  name: z.string().min(1).max(100),
  pairedAt: z.int().nonnegative(),
  seenAt: z.int().nonnegative(),
  /** What both sides showed when they were paired, to be held against each other at any time. */
  words: PairingWords,
});
export type Client = z.infer<typeof Client>;
