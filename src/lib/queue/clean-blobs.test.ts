import { describe, expect, it } from 'vitest';
import { checkedBlob } from '#lib/storage/checked-blob.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import { someHash, someJob, someTake } from '../../../tests/contract/samples.ts';
import { cleanBlobs, dropBlobs } from './clean-blobs.ts';

const HOURS = 60 * 60 * 1000;

async function newStore() {
  const storage = openMemoryStorage();
  const keep = async (text: string) => storage.blobs.put(new TextEncoder().encode(text));
  const media = { sha256: await keep('film'), type: 'video/mp4', bytes: 4 };
  const poster = { sha256: await keep('poster'), type: 'image/webp', bytes: 6 };
  const take = someTake({ media, poster, filmstrip: { ...poster, frames: 8 } });
  await storage.takes.put(take);
  return { storage, keep, take };
}

describe('cleaning bytes', () => {
  it('deletes what nothing names, once it is old enough', async () => {
    const { storage, keep, take } = await newStore();
    const orphan = await keep('nobody');
    expect(await cleanBlobs(storage)).toEqual({ files: 0, bytes: 0 });
    expect(await cleanBlobs(storage, Date.now() + 2 * HOURS)).toEqual({ files: 1, bytes: 6 });
    expect(await storage.blobs.has(orphan)).toBe(false);
    expect(await storage.blobs.has(take.media.sha256)).toBe(true);
    await storage.takes.delete(take.id);
    expect(await cleanBlobs(storage, Date.now() + 2 * HOURS)).toEqual({ files: 2, bytes: 10 });
    expect(await storage.blobs.list()).toEqual([]);
  });

  it('forgets what was heard in a song together with the song', async () => {
    const { storage, keep, take } = await newStore();
    const heard = { length: 1, tempo: null, beats: [], bars: [], meter: null, sections: [], loudness: null, peak: 0, waveform: { rate: 8_000, levels: [] } };
    const orphan = await keep('a song that nobody names');
    for (const song of [orphan, take.media.sha256]) await storage.hearings.put(song, heard);
    await cleanBlobs(storage);
    expect(await storage.hearings.get(orphan)).toEqual(heard);
    await cleanBlobs(storage, Date.now() + 2 * HOURS);
    expect(await storage.hearings.get(orphan)).toBeUndefined();
    expect(await storage.hearings.get(take.media.sha256)).toEqual(heard);
  });

  it('leaves what a take in the bin or a job names, a done one too, but not the result of a job alone', async () => {
    const { storage, keep, take } = await newStore();
    await storage.takes.change([take.id], (kept) => ({ ...kept, deletedAt: 1 }));
    const picture = await keep('picture');
    const job = someJob('publishing');
    const first = { width: 1, height: 1, sha256: picture, rgb: picture };
    await storage.jobs.add({ ...job, request: { ...job.request, first } });
    await storage.jobs.publish(job.id, 1, { ...take, deletedAt: 1 });
    expect(await cleanBlobs(storage, Date.now() + 2 * HOURS)).toEqual({ files: 0, bytes: 0 });
    await storage.takes.delete(take.id);
    expect(await cleanBlobs(storage, Date.now() + 2 * HOURS)).toEqual({ files: 2, bytes: 10 });
    expect(await storage.blobs.has(picture)).toBe(true);
  });

  it('drops the bytes of what was deleted at once, unless somebody else names them', async () => {
    const { storage, keep, take } = await newStore();
    const fresh = await keep('may be named in a moment');
    const twin = someTake({ poster: take.poster });
    await storage.takes.put(twin);
    await storage.takes.delete(take.id);
    expect(await dropBlobs(storage, [take.media.sha256, take.poster.sha256])).toEqual({ files: 1, bytes: 4 });
    expect(await storage.blobs.has(take.poster.sha256)).toBe(true);
    expect(await storage.blobs.has(fresh)).toBe(true);
  });
});

describe('bytes that leave the store', () => {
  it('are what their name says, or are not handed out', async () => {
    const { storage, take } = await newStore();
    const whole = await checkedBlob(storage.blobs, take.media.sha256, 'video/mp4');
    expect([await whole!.text(), whole!.type]).toEqual(['film', 'video/mp4']);
    expect(await checkedBlob(storage.blobs, someHash('0'))).toBeUndefined();
    const damaged: Pick<BlobStore, 'get'> = { get: async () => new Blob(['fil']) };
    await expect(checkedBlob(damaged, take.media.sha256)).rejects.toMatchObject({ fault: { reason: 'media-damaged' } });
  });
});
