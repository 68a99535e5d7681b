import { expect, it } from 'vitest';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { meetArchives } from '../fixtures/meet-archives.ts';

/** Each kind twice; `npm run soak` meets a thousand. */
const COUNT = 84;

it(`refuses ${COUNT} hostile archives by name and changes nothing`, { timeout: 120_000 }, async () => {
  const seed = Date.now() >>> 0;
  const storage = await openDiskStorage(`test-hostile-${seed}`);
  const { wrongs, reasons, harmless, films } = await meetArchives(storage, COUNT, seed);
  storage.close();
  expect(films['left out']).toBeGreaterThan(0);
  expect(wrongs, `seed ${seed}`).toEqual([]);
  expect(Object.values(reasons).reduce((sum, times) => sum + times, harmless + films['left out'] + films['taken in'])).toBe(COUNT);
  expect(Object.keys(reasons).sort()).toEqual(['backup-damaged', 'backup-newer', 'backup-not-readable', 'backup-too-large', 'backup-unsafe']);
});
