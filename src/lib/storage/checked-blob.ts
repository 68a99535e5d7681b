import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { sha256 } from './digest.ts';
import type { BlobStore } from './ports.ts';

/**
 * Bytes that leave the store: read whole and compared with their name, so that nothing broken is
 * handed out as whole. Undefined when there are none of that name; throws FaultError `media-damaged`.
 */
export async function checkedBlob(blobs: Pick<BlobStore, 'get'>, name: Sha256, type?: string): Promise<Blob | undefined> {
  const kept = await blobs.get(name, type);
  if (!kept) return undefined;
  const bytes = new Uint8Array(await kept.arrayBuffer());
  if ((await sha256(bytes)) !== name) throw new FaultError('media-damaged', { sha256: name });
  return new Blob([bytes], { type: kept.type });
}
