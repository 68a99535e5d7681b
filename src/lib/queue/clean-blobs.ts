import type { Sha256 } from '#core/schema/ids.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';

/** Younger bytes are left alone: their record may still be on its way. In milliseconds. */
const GRACE_MS = 60 * 60 * 1000;

/** Deletes bytes that no take, job or draft names; returns how many files went. */
export async function cleanBlobs(storage: StudioStorage, now: number = Date.now()): Promise<number> {
  const kept = await storage.blobs.list();
  const named = await namedBlobs(storage);
  const orphans = kept.filter(({ sha256, writtenAt }) => !named.has(sha256) && now - writtenAt > GRACE_MS);
  for (const { sha256 } of orphans) await storage.blobs.delete(sha256);
  return orphans.length;
}

async function namedBlobs({ takes, jobs, drafts }: StudioStorage): Promise<ReadonlySet<Sha256>> {
  const [allTakes, allJobs, draft] = await Promise.all([takes.all(), jobs.all(), drafts.read()]);
  const names = [
    ...allTakes.flatMap(({ media, poster, filmstrip, recipe: { inputs } }) => [
      media.sha256,
      poster.sha256,
      filmstrip.sha256,
      inputs.first,
      inputs.last,
    ]),
    ...allJobs.flatMap(({ request: { first, last } }) => [first?.rgb, first?.sha256, last?.rgb, last?.sha256]),
    draft?.first?.sha256,
    draft?.last?.sha256,
  ];
  return new Set(names.filter((name) => name !== undefined));
}
