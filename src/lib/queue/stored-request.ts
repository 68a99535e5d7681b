import { FaultError } from '#core/schema/fault.ts';
import { GenerationRequest, type Picture } from '#core/schema/request.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { StoredPicture, StoredRequest } from '#core/schema/stored-request.ts';

/** Keeps a request's pictures and returns what the job's record holds. */
export async function storeRequest(blobs: BlobStore, request: GenerationRequest): Promise<StoredRequest> {
  const { first, last, ...rest } = request;
  return {
    ...rest,
    ...(first && { first: await storePicture(blobs, first) }),
    ...(last && { last: await storePicture(blobs, last) }),
  };
}

/** The request again, pictures and all. Throws FaultError `picture-missing` when a picture's bytes are gone. */
export async function loadRequest(blobs: BlobStore, stored: StoredRequest): Promise<GenerationRequest> {
  const { first, last, ...rest } = stored;
  return GenerationRequest.parse({
    ...rest,
    ...(first && { first: await loadPicture(blobs, first) }),
    ...(last && { last: await loadPicture(blobs, last) }),
  });
}

/** Keeps a picture's bytes. */
export async function storePicture(blobs: BlobStore, { rgb, ...facts }: Picture): Promise<StoredPicture> {
  return { ...facts, rgb: await blobs.put(new Uint8Array(rgb)) };
}

async function loadPicture(blobs: BlobStore, { rgb, ...facts }: StoredPicture): Promise<Picture> {
  const blob = await blobs.get(rgb);
  if (!blob) throw new FaultError('picture-missing', {});
  return { ...facts, rgb: new Uint8Array(await blob.arrayBuffer()) };
}
