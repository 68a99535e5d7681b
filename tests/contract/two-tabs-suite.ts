import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoticeId } from '#core/schema/ids.ts';
import type { Notice } from '#core/schema/notice.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { someHash, someJob, someTake } from './samples.ts';

const someNotice = (at: number): Notice => ({
  id: NoticeId.parse(crypto.randomUUID()),
  schema: 1,
  kind: 'info',
  text: `at ${at}`,
  at,
  read: false,
});

/** What every storage must do where two tabs, or two parts of one, use it. `open` gives two ways to one empty storage. */
export function twoTabsSuite(name: string, open: () => Promise<readonly [StudioStorage, StudioStorage]>): void {
  describe(`${name}: storage in two tabs`, () => {
    let one: StudioStorage;
    let two: StudioStorage;
    beforeEach(async () => ([one, two] = await open()));
    afterEach(() => {
      one.close();
      two.close();
    });

    it('changes takes all or none', async () => {
      const takes = [someTake({ createdAt: 2 }), someTake({ createdAt: 1 })];
      for (const take of takes) await one.takes.put(take);
      const changed = await one.takes.change([...takes.map(({ id }) => id), someTake().id], (take) => ({ ...take, rating: 5 }));
      expect(changed.map(({ id, rating }) => [id, rating])).toEqual(takes.map(({ id }) => [id, 5]));
      const failing = one.takes.change(takes.map(({ id }) => id), (take) => {
        if (take.id === takes[1]!.id) throw new RangeError('no');
        return { ...take, rating: 1 };
      });
      await expect(failing).rejects.toThrow(RangeError);
      expect((await two.takes.all()).map(({ rating }) => rating)).toEqual([5, 5]);
    });

    it('never loses one of many changes from two sides', async () => {
      const take = someTake();
      await one.takes.put(take);
      const tag = (storage: StudioStorage, name: string) =>
        storage.takes.change([take.id], (kept) => ({ ...kept, tags: [...kept.tags, name] }));
      const names = Array.from({ length: 24 }, (_, i) => `tag ${i}`);
      await Promise.all(names.map((name, i) => tag(i % 2 ? one : two, name)));
      expect(new Set((await one.takes.get(take.id))!.tags)).toEqual(new Set(names));
    });

    it('never loses one of many changes of a job, and ends it once', async () => {
      const record = someJob('publishing');
      await one.jobs.add(record);
      const nudge = (storage: StudioStorage) => storage.jobs.change(record.id, (job) => ({ ...job, createdAt: job.createdAt + 1 }));
      await Promise.all(Array.from({ length: 16 }, (_, i) => nudge(i % 2 ? one : two)));
      expect((await two.jobs.get(record.id))!.createdAt).toBe(record.createdAt + 16);
      const ends = await Promise.all([one, two, one, two].map((storage) => storage.jobs.publish(record.id, 1, someTake())));
      expect(ends.filter(Boolean)).toHaveLength(1);
      expect(await two.takes.all()).toHaveLength(1);
      expect((await two.jobs.get(record.id))!.job.state).toBe('done');
    });

    it('keeps settings of two sides, each alone', async () => {
      await Promise.all([one.settings.write({ theme: 'dark' }), two.settings.write({ sound: true }), one.settings.write({ binDays: 7 })]);
      expect(await two.settings.read()).toMatchObject({ theme: 'dark', sound: true, binDays: 7 });
    });

    it('deletes many takes in one go, or those that a look at all of them picks', async () => {
      const takes = Array.from({ length: 6 }, (_, i) => someTake({ createdAt: i }));
      for (const take of takes) await one.takes.put(take);
      await two.takes.delete(...takes.slice(0, 2).map(({ id }) => id));
      expect(await one.takes.all()).toHaveLength(4);
      const gone = await one.takes.deleteWhere(({ createdAt }) => createdAt < 4);
      expect(new Set(gone.map(({ createdAt }) => createdAt))).toEqual(new Set([2, 3]));
      expect((await two.takes.all()).map(({ createdAt }) => createdAt)).toEqual([5, 4]);
    });

    it('keeps notices newest first, 200 at most', async () => {
      const notices = Array.from({ length: 205 }, (_, i) => someNotice(i));
      await one.notices.put(...notices.slice(0, 120));
      await two.notices.put(...notices.slice(120));
      const kept = await one.notices.all();
      expect(kept).toHaveLength(200);
      expect(kept[0]!.at).toBe(204);
      expect(kept.at(-1)!.at).toBe(5);
      await two.notices.put({ ...kept[0]!, read: true });
      expect((await one.notices.all())[0]).toEqual({ ...kept[0]!, read: true });
      expect(await one.notices.all()).toHaveLength(200);
      await one.notices.clear();
      expect(await two.notices.all()).toEqual([]);
    });

    it('keeps whether the queue goes on', async () => {
      expect(await one.standing.read()).toEqual({ schema: 1, held: false });
      await one.standing.write({ schema: 1, held: true });
      expect(await two.standing.read()).toEqual({ schema: 1, held: true });
    });

    it('is one store to both, and another than every other', async () => {
      expect(await one.identity()).toBe(await two.identity());
      expect(await one.identity()).toMatch(/^[0-9a-f-]{36}$/);
      const [other] = await open();
      expect(await other.identity()).not.toBe(await one.identity());
      other.close();
    });

    it('knows who names which bytes', async () => {
      const [media, poster, strip, given, drafted] = ['1', '2', '3', '4', '5'].map(someHash);
      const { recipe } = someTake();
      const film = (deletedAt?: number) =>
        someTake({
          recipe: { ...recipe, inputs: { first: given } },
          media: { sha256: media!, type: 'video/mp4', bytes: 1 },
          poster: { sha256: poster!, type: 'image/png', bytes: 1 },
          filmstrip: { sha256: deletedAt ? someHash('6') : strip!, type: 'image/png', bytes: 1, frames: 1 },
          ...(deletedAt && { deletedAt }),
        });
      await one.takes.put(film());
      await two.takes.put(film(5));
      const job = someJob('failed');
      const picture = { width: 1, height: 1, sha256: given!, rgb: someHash('7') };
      await one.jobs.add({ ...job, request: { ...job.request, first: picture } });
      await one.drafts.write({ ...EMPTY_DRAFT, first: { sha256: drafted!, name: 'a', type: 'b', width: 1, height: 1, crop: { x: 0, y: 0 } } });
      const references = await two.references();
      const holders = (name: string) => [...(references.get(someHash(name)) ?? [])].sort();
      expect(holders('1')).toEqual(['bin', 'takes']);
      expect(holders('3')).toEqual(['takes']);
      expect(holders('4')).toEqual(['bin', 'jobs', 'takes']);
      expect(holders('5')).toEqual(['draft']);
      expect(holders('6')).toEqual(['bin']);
      expect(holders('7')).toEqual(['jobs']);
      expect(holders('8')).toEqual([]);
    });

    it('deletes the bytes that are picked from all that are kept, and says how much that was', async () => {
      const [kept, gone] = [await one.blobs.put(new Uint8Array(10)), await one.blobs.put(new Uint8Array(20))];
      one.close();
      const seen: string[] = [];
      const collect = () =>
        two.blobs.collect(async (all) => {
          seen.push(...all.map(({ sha256 }) => sha256));
          return [gone];
        });
      await vi.waitFor(async () => expect(await collect()).toEqual({ files: 1, bytes: 20 }));
      expect(new Set(seen)).toEqual(new Set([kept, gone]));
      expect(await two.blobs.has(gone)).toBe(false);
      expect(await two.blobs.has(kept)).toBe(true);
    });
  });
}

const EMPTY_DRAFT = {
  schema: 1,
  prompt: '',
  negativePrompt: '',
  from: 'picture',
  kind: 'video',
  width: 160,
  height: 96,
  frames: 17,
  frameRate: 8,
  seed: 7,
  seedLocked: true,
  steps: 24,
  guidance: 3,
  scheduler: 'euler',
} as const;
