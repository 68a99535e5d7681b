import type { GenerationResult } from '#core/domain/generate/engine.ts';
import { recipeHash } from '#core/domain/takes/recipe-hash.ts';
import { TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { FilmFiles, MediaFile } from '#lib/engine/film.ts';
import type { FinishedFile } from '#lib/engine/lane.ts';
import { sha256 } from '#lib/storage/digest.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';

/**
 * Keeps a finished clip: first its bytes, which nobody sees without a record, then the take, in the
 * transaction that ends the job. Undefined when somebody else has published the job meanwhile.
 * `now`: milliseconds since 1970. Throws FaultError `no-room-on-disk`.
 */
export async function publish(
  storage: StudioStorage,
  record: JobRecord,
  result: GenerationResult | FinishedFile,
  files: FilmFiles,
  now: number,
): Promise<Take | undefined> {
  const keep = async ({ bytes, type }: MediaFile) => ({
    sha256: await storage.blobs.put(bytes),
    type,
    bytes: bytes.length,
  });
  const take: Take = {
    // The take of a job bears its id, so that one job has one take.
    id: TakeId.parse(record.id),
    schema: 2,
    tags: [],
    favourite: false,
    rating: 0,
    recipe: result.recipe,
    recipeHash: await recipeHash(result.recipe, (bytes) => sha256(new Uint8Array(bytes))),
    media: await keep(files.media),
    poster: await keep(files.poster),
    filmstrip: { ...(await keep(files.filmstrip)), frames: files.filmstrip.frames },
    timings: result.timings,
    adjustments: [...result.adjustments],
    ...('energy' in result && result.energy !== undefined && { energy: result.energy }),
    ...askedBy(record),
    createdAt: now,
  };
  const published = await storage.jobs.publish(record.id, record.job.lease, take);
  return published ? take : undefined;
}

/** Keeps a take that was there already as what a job has made: no engine worked on it. */
export async function publishAgain(storage: StudioStorage, record: JobRecord, equal: Take, now: number): Promise<void> {
  const { recipe, recipeHash: hash, media, poster, filmstrip } = equal;
  await storage.jobs.publish(record.id, record.job.lease, {
    ...{ id: TakeId.parse(record.id), schema: 2, tags: [], favourite: false, rating: 0 },
    ...{ recipe, recipeHash: hash, media, poster, filmstrip, timings: {}, adjustments: [] },
    ...askedBy(record),
    createdAt: now,
  });
}

const askedBy = ({ variedFrom, crops, madeFor }: JobRecord): Pick<Take, 'variedFrom' | 'crops' | 'madeFor'> => ({
  ...(variedFrom && { variedFrom }),
  ...(crops && { crops }),
  ...(madeFor && { madeFor }),
});
