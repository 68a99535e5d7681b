import { createHash } from 'node:crypto';
import type { StreamHash } from '#core/domain/models/verify-file.ts';

/** Node's own hashes, which run on the processor's instructions for them. */
export async function nodeHash(kind: 'sha256' | 'sha1'): Promise<StreamHash> {
  const hash = createHash(kind);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
}
