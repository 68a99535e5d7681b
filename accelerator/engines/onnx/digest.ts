import { createHash } from 'node:crypto';
import type { Digest } from '#core/pipelines/runtime.ts';

/** SHA-256 by node:crypto, in lower-case hexadecimal. */
export const nodeDigest: Digest = async (bytes) => createHash('sha256').update(bytes).digest('hex');
