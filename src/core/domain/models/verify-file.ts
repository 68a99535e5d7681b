import { FaultError } from '../../schema/fault.ts';
import { Sha256 } from '../../schema/ids.ts';
import type { KeptFile } from '../../schema/kept-model.ts';
import { toUtf8 } from '../bytes/text-bytes.ts';
import { checkModelFile } from './check-file.ts';
import type { ByteSpan } from './model-shelf.ts';
import type { ReadBytes } from './unsafe-file.ts';

/** A hash that takes bytes as they come. */
export interface StreamHash {
  update(bytes: Uint8Array): void;
  /** In lower-case hexadecimal. */
  digest(): string;
}

/**
 * Whether a file has the bytes that it should have, and is what its name says: answers their SHA-256, reading them once
 * as a stream. Throws FaultError `model-file-wrong-hash`, `model-file-truncated` or `model-file-unsafe`.
 */
export async function verifyFile(
  { path, digest, bytes: expected, sha256: before }: KeptFile,
  bytes: number,
  read: (span?: ByteSpan) => AsyncIterable<Uint8Array>,
  hash: (kind: 'sha256' | 'sha1') => Promise<StreamHash>,
): Promise<Sha256> {
  if (expected !== undefined && expected !== bytes) throw new FaultError('model-file-truncated', { file: path, expected, found: bytes });
  const sha256 = await hash('sha256');
  const blob = digest && 'gitBlob' in digest ? await hash('sha1') : undefined;
  blob?.update(toUtf8(`blob ${bytes}\0`));
  let found = 0;
  for await (const chunk of read()) {
    found += chunk.length;
    sha256.update(chunk);
    blob?.update(chunk);
  }
  if (found !== bytes) throw new FaultError('model-file-truncated', { file: path, expected: bytes, found });
  const is = sha256.digest();
  const shouldBe = digest && 'sha256' in digest ? digest.sha256 : before;
  const isWrong = (shouldBe !== undefined && is !== shouldBe) || (blob !== undefined && digest && 'gitBlob' in digest && blob.digest() !== digest.gitBlob);
  if (isWrong) throw new FaultError('model-file-wrong-hash', { file: path });
  await checkModelFile(path, bytes, reading(read));
  return Sha256.parse(is);
}

function reading(read: (span: ByteSpan) => AsyncIterable<Uint8Array>): ReadBytes {
  return async (start, length) => {
    if (length <= 0) return new Uint8Array(0);
    const parts: Uint8Array[] = [];
    let total = 0;
    for await (const chunk of read({ start, end: start + length - 1 })) {
      parts.push(chunk);
      total += chunk.length;
    }
    const whole = new Uint8Array(total);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
}
