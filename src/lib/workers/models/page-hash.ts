import { createSHA1, createSHA256 } from 'hash-wasm';
import type { StreamHash } from '#core/domain/models/verify-file.ts';

/** Hashes that take bytes as they come, which WebCrypto does not. */
export async function pageHash(kind: 'sha256' | 'sha1'): Promise<StreamHash> {
  const hash = await (kind === 'sha256' ? createSHA256() : createSHA1());
  hash.init();
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
}
