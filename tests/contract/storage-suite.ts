import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { Settings } from '#lib/storage/records.ts';
import { DRAFT, someHash, someJob, someTake } from './samples.ts';

/** What every storage must do. `open` gives an empty one. */
export function storageSuite(name: string, open: () => Promise<StudioStorage>): void {
  describe(`${name}: storage`, () => {
    let storage: StudioStorage;
    beforeEach(async () => (storage = await open()));
    afterEach(() => storage.close());

    it('gives takes back newest first, and as they were', async () => {
      const older = someTake({ createdAt: 1 });
      const newer = someTake({ createdAt: 2, deletedAt: 3 });
      await storage.takes.put(older);
      await storage.takes.put(newer);
      expect(await storage.takes.all()).toEqual([newer, older]);
      expect(await storage.takes.get(older.id)).toEqual(older);
    });

    it('keeps what was heard in a song as it was, one for each song, until it is told to forget it', async () => {
      const points = (value: number) => Int8Array.from({ length: 300 }, (_, i) => ((i * value) % 255) - 127);
      const heard = {
        ...{ length: 12_000_000, tempo: 120.5, beats: [0, 500_000], bars: [0], meter: 4, loudness: -14.2, peak: 0.98 },
        sections: [{ start: 0, end: 12_000_000, label: 'A', energy: 0.5 }],
        waveform: { rate: 8_000, levels: [{ samples: 64, low: points(3), high: points(7) }, { samples: 256, low: points(11).slice(0, 80), high: points(13).slice(0, 80) }] },
      };
      const silent = { ...heard, tempo: null, beats: [], bars: [], meter: null, loudness: null, sections: [], waveform: { rate: 8_000, levels: [] } };
      const [song, other] = [someHash('a'), someHash('b')];
      expect(await storage.hearings.get(song)).toBeUndefined();
      await storage.hearings.put(song, silent);
      await storage.hearings.put(song, heard);
      await storage.hearings.put(other, silent);
      expect(await storage.hearings.get(song)).toEqual(heard);
      expect(await storage.hearings.get(other)).toEqual(silent);
      await storage.hearings.keepOnly(async (one) => one === other);
      expect(await storage.hearings.get(song)).toBeUndefined();
      expect(await storage.hearings.get(other)).toEqual(silent);
    });

    it('replaces and deletes a take', async () => {
      const take = someTake();
      await storage.takes.put(take);
      await storage.takes.put({ ...take, deletedAt: 5 });
      expect(await storage.takes.all()).toEqual([{ ...take, deletedAt: 5 }]);
      await storage.takes.delete(take.id);
      expect(await storage.takes.all()).toEqual([]);
      expect(await storage.takes.get(take.id)).toBeUndefined();
    });

    it('hands out copies: changing one changes nothing that is kept', async () => {
      const take = someTake();
      await storage.takes.put(take);
      (await storage.takes.get(take.id))!.recipe.prompt = 'changed';
      expect((await storage.takes.get(take.id))!.recipe.prompt).toBe('a red ball');
    });

    it('keeps bytes once, under their SHA-256', async () => {
      const bytes = new TextEncoder().encode('abc');
      const name = await storage.blobs.put(bytes);
      // FIPS 180-2, appendix B.1.
      expect(name).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
      expect(await storage.blobs.put(bytes)).toBe(name);
      const kept = await storage.blobs.list();
      expect(kept.map(({ sha256, bytes }) => ({ sha256, bytes }))).toEqual([{ sha256: name, bytes: 3 }]);
      expect(Date.now() - kept[0]!.writtenAt).toBeLessThan(60_000);
    });

    it('keeps a file in portions, under the same name and once, and says how far it is', async () => {
      const bytes = new Uint8Array(9 * 2 ** 20 + 5).map((_, i) => i * 7);
      const shares: number[] = [];
      const name = await storage.blobs.putFile(new Blob([bytes]), (share) => shares.push(share) > 0);
      expect(shares.at(-1)).toBe(1);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(await storage.blobs.put(bytes)).toBe(name);
      expect(await storage.blobs.putFile(new Blob([bytes]))).toBe(name);
      expect(await storage.blobs.list()).toMatchObject([{ sha256: name, bytes: bytes.length }]);
      expect(new Uint8Array(await (await storage.blobs.get(name))!.arrayBuffer())).toEqual(bytes);
    });

    it('leaves nothing of a file that is cancelled, and keeps the next', async () => {
      const file = new Blob([new Uint8Array(9 * 2 ** 20)]);
      await expect(storage.blobs.putFile(file, (share) => share < 0.5)).rejects.toMatchObject({ fault: { reason: 'cancelled' } });
      expect(await storage.blobs.list()).toEqual([]);
      await storage.blobs.putFile(file);
      expect(await storage.blobs.list()).toHaveLength(1);
    });

    it('gives bytes back as a blob of the asked type', async () => {
      const bytes = crypto.getRandomValues(new Uint8Array(60_000));
      const name = await storage.blobs.put(bytes);
      const blob = await storage.blobs.get(name, 'video/mp4');
      expect(blob?.type).toBe('video/mp4');
      expect(new Uint8Array(await blob!.arrayBuffer())).toEqual(bytes);
    });

    it('knows what it does not have', async () => {
      expect(await storage.blobs.get(someHash('0'))).toBeUndefined();
      expect(await storage.blobs.has(someHash('0'))).toBe(false);
      await expect(storage.blobs.delete(someHash('0'))).resolves.toBeUndefined();
    });

    it('deletes bytes', async () => {
      const name = await storage.blobs.put(new Uint8Array([1]));
      expect(await storage.blobs.has(name)).toBe(true);
      await storage.blobs.delete(name);
      expect(await storage.blobs.has(name)).toBe(false);
      expect(await storage.blobs.list()).toEqual([]);
    });

    it('takes many writes at once, also of the same bytes', async () => {
      const many = Array.from({ length: 12 }, (_, i) => new Uint8Array([i % 4]));
      const names = await Promise.all(many.map((bytes) => storage.blobs.put(bytes)));
      expect(new Set(names).size).toBe(4);
      expect(await storage.blobs.list()).toHaveLength(4);
    });

    it('keeps the last draft', async () => {
      expect(await storage.drafts.read()).toBeUndefined();
      await storage.drafts.write(DRAFT);
      await storage.drafts.write({ ...DRAFT, prompt: 'half a sentence' });
      expect(await storage.drafts.read()).toEqual({ ...DRAFT, prompt: 'half a sentence' });
    });

    it('keeps settings, each alone', async () => {
      expect(await storage.settings.read()).toEqual(Settings.parse({}));
      await storage.settings.write({ theme: 'dark' });
      await storage.settings.write({ provider: 'wasm' });
      expect(await storage.settings.read()).toEqual({ ...Settings.parse({}), theme: 'dark', provider: 'wasm' });
    });

    it('gives jobs back oldest first', async () => {
      const later = someJob('queued', 20);
      const earlier = someJob('failed', 10);
      await storage.jobs.add(later);
      await storage.jobs.add(earlier);
      expect(await storage.jobs.all()).toEqual([earlier, later]);
      await storage.jobs.clear([earlier.id, later.id], ({ job }) => job.state === 'failed');
      expect(await storage.jobs.all()).toEqual([later]);
      expect(await storage.jobs.get(earlier.id)).toBeUndefined();
    });

    it('ends a job with its take in one step, once', async () => {
      const record = someJob('publishing');
      const take = someTake();
      await storage.jobs.add(record);
      expect(await storage.jobs.publish(record.id, 1, take)).toBe(true);
      expect(await storage.jobs.all()).toEqual([
        { ...record, job: expect.objectContaining({ state: 'done', result: take.media.sha256 }), endedAt: take.createdAt },
      ]);
      expect(await storage.takes.all()).toEqual([take]);
      expect(await storage.jobs.publish(record.id, 1, someTake())).toBe(false);
      expect(await storage.takes.all()).toEqual([take]);
    });

    it('adds jobs once, and leaves those that are there as they are', async () => {
      const kept = someJob('queued', 10);
      const fresh = someJob('queued', 20);
      await storage.jobs.add(kept);
      await storage.jobs.add({ ...kept, priority: 'high' }, fresh);
      expect(await storage.jobs.all()).toEqual([kept, fresh]);
    });

    it('changes a job as it is kept, so that no change is overwritten', async () => {
      const record = someJob('queued');
      await storage.jobs.add(record);
      await Promise.all(
        Array.from({ length: 8 }, () =>
          storage.jobs.change(record.id, (job) => ({ ...job, createdAt: job.createdAt + 1 })),
        ),
      );
      expect((await storage.jobs.get(record.id))!.createdAt).toBe(record.createdAt + 8);
      expect(await storage.jobs.change(record.id, () => undefined)).toBeUndefined();
      expect(await storage.jobs.change(someJob().id, (job) => job)).toBeUndefined();
    });

    it('changes many jobs together, all of them or none', async () => {
      const jobs = Array.from({ length: 4 }, (_, i) => someJob('queued', i));
      await storage.jobs.add(...jobs);
      const ids = [...jobs.map(({ id }) => id), someJob().id];
      const seen: string[] = [];
      const failing = storage.jobs.changeAll(ids, (job) => {
        seen.push(job.id);
        if (seen.length === 3) throw new Error('a bug');
        return { ...job, priority: 'high' };
      });
      await expect(failing).rejects.toThrow('a bug');
      expect(await storage.jobs.all()).toEqual(jobs);
      await storage.jobs.changeAll(ids, (job) => (job.id === jobs[1]!.id ? undefined : { ...job, priority: 'low' }));
      expect((await storage.jobs.all()).map(({ priority }) => priority)).toEqual(['low', 'normal', 'low', 'low']);
    });

    it('of two publications at once keeps one', async () => {
      const record = someJob('publishing');
      await storage.jobs.add(record);
      const outcomes = await Promise.all([1, 2, 3].map(() => storage.jobs.publish(record.id, 1, someTake())));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await storage.takes.all()).toHaveLength(1);
    });

    it('refuses a take under an old lease, or for a job that is not publishing', async () => {
      const publishing = someJob('publishing');
      const running = someJob('running');
      await storage.jobs.add(publishing);
      await storage.jobs.add(running);
      expect(await storage.jobs.publish(publishing.id, 0, someTake())).toBe(false);
      expect(await storage.jobs.publish(running.id, 1, someTake())).toBe(false);
      expect(await storage.takes.all()).toEqual([]);
      expect(await storage.jobs.all()).toHaveLength(2);
    });
  });
}
