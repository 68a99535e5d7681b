import type { Sha256 } from '#core/schema/ids.ts';
import type { Collected, StudioStorage } from '#lib/storage/ports.ts';

/** Younger bytes are left alone: their record may still be on its way. In milliseconds. */
const GRACE_MS = 60 * 60 * 1000;

type Parts = Pick<StudioStorage, 'blobs' | 'references' | 'hearings'>;

/**
 * Deletes bytes that nothing names: no take, no take in the bin, no job, not the draft, nothing that was
 * set aside. Undefined, and nothing deleted, while some tab is about to keep something.
 */
export function cleanBlobs(storage: Parts, now: number = Date.now()): Promise<Collected | undefined> {
  return collect(storage, ({ writtenAt }) => now - writtenAt > GRACE_MS);
}

/** Deletes those of these bytes that nothing names any more, however young: their records were deleted. */
export function dropBlobs(storage: Parts, names: Iterable<Sha256>): Promise<Collected | undefined> {
  const dropped = new Set(names);
  return collect(storage, ({ sha256 }) => dropped.has(sha256));
}

async function collect({ blobs, references, hearings }: Parts, mayGo: (blob: { sha256: Sha256; writtenAt: number }) => boolean) {
  const gone = await blobs.collect(async (kept) => {
    // Read while nobody puts anything: what is named later was put later, and is not in the list.
    const named = await references();
    return kept.filter((blob) => !named.has(blob.sha256) && mayGo(blob)).map(({ sha256 }) => sha256);
  });
  // What was heard in a song goes with it.
  await hearings.keepOnly((song) => blobs.has(song));
  return gone;
}
