import { FaultError } from '#core/schema/fault.ts';
import { GenerationRequest, type Picture } from '#core/schema/request.ts';
import type { StoredPicture, StoredRequest } from '#core/schema/stored-request.ts';
import type { MediaShelf } from '../media/ports.ts';

/** A request with its pictures. Throws FaultError `picture-unreadable` where the bytes of one are gone. */
export async function loadRequest(shelf: MediaShelf, stored: StoredRequest): Promise<GenerationRequest> {
  const { first, last, ...rest } = stored;
  return GenerationRequest.parse({
    ...rest,
    ...(first && { first: await loadPicture(shelf, first) }),
    ...(last && { last: await loadPicture(shelf, last) }),
  });
}

async function loadPicture(shelf: MediaShelf, { rgb, ...facts }: StoredPicture): Promise<Picture> {
  const kept = await shelf.get(rgb);
  if (!kept) throw new FaultError('picture-unreadable');
  return { ...facts, rgb: new Uint8Array(Buffer.concat(await kept.read().toArray())) };
}
