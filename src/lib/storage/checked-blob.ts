import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { sha256 } from './digest.ts';
import type { BlobStore } from './ports.ts';

/** What is at most read whole into memory, in bytes. Larger files are read in portions. */
const WHOLE = 64 * 2 ** 20;

/**
 * Bytes that leave the store: read to the end and compared with their name, so that nothing broken is
 * handed out as whole. Undefined when there are none of that name; throws FaultError `media-damaged`.
 */
export async function checkedBlob(blobs: Pick<BlobStore, 'get'>, name: Sha256, type?: string): Promise<Blob | undefined> {
  const kept = await blobs.get(name, type);
  if (!kept) return undefined;
  if (kept.size > WHOLE) {
    const { sha256OfFile } = await import('./stream-digest.ts');
    if ((await sha256OfFile(kept)) !== name) throw new FaultError('media-damaged', { sha256: name });
    return kept;
  }
  const bytes = new Uint8Array(await kept.arrayBuffer());
  if ((await sha256(bytes)) !== name) throw new FaultError('media-damaged', { sha256: name });
  return new Blob([bytes], { type: kept.type });
}
