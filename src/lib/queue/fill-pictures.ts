import { stillFile } from '#core/domain/generate/still-file.ts';
import { FaultError } from '#core/schema/fault.ts';
import { type JobId, TakeId } from '#core/schema/ids.ts';
import type { StoredPicture, StoredRequest } from '#core/schema/stored-request.ts';
import { cropPicture } from '#lib/engine/browser/read-picture.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { storePicture } from './stored-request.ts';

type Store = Pick<StudioStorage, 'jobs' | 'takes' | 'blobs'>;

const MIDDLE = { x: 0.5, y: 0.5 };

/**
 * The job with the pictures in its request that other jobs were to make for it, and kept so: whoever begins it
 * again asks for the very same. Throws FaultError `picture-missing` where such a take is gone.
 */
export async function fillPictures(storage: Store, record: JobRecord): Promise<JobRecord> {
  const { picturesFrom, request } = record;
  const missing = (['first', 'last'] as const).filter((end) => picturesFrom?.[end] && !request[end]);
  if (missing.length === 0) return record;
  const pictures = await Promise.all(missing.map(async (end) => [end, await pictureOf(storage, picturesFrom![end]!, request)] as const));
  const filled = { ...request, ...Object.fromEntries(pictures) };
  const kept = await storage.jobs.change(record.id, (now) => ({ ...now, request: filled }));
  if (!kept) throw new FaultError('interrupted');
  return { ...record, request: filled };
}

async function pictureOf({ takes, blobs }: Store, job: JobId, { width, height }: StoredRequest): Promise<StoredPicture> {
  const take = await takes.get(TakeId.parse(job));
  const file = take && stillFile(take);
  const blob = file && (await blobs.get(file.sha256, file.type));
  if (!blob) throw new FaultError('picture-missing', {});
  return storePicture(blobs, await cropPicture(blob, 'the keyframe', file.sha256, { width, height }, MIDDLE));
}
