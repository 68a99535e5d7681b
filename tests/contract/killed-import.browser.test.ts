import { expect, it } from 'vitest';
import { renameProject } from '#core/document/commands/project.ts';
import { importBackup, planImport } from '#lib/storage/backup/import-backup.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { fill } from '../fixtures/full-store.ts';
import { addFilm, editFilm } from '../fixtures/some-film.ts';
import { backUp, open } from './backup-suite.ts';

/** Resolves with what the worker said last before it was ended. */
async function importUntil(name: string, file: Blob, after: number): Promise<unknown> {
  const worker = new Worker(new URL('../fixtures/killed-import.worker.ts', import.meta.url), { type: 'module' });
  const said = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ name, file, after });
  });
  worker.terminate();
  return said;
}

it('leaves all or nothing when an import is killed at any of its writes, and brings all when it is tried again', { timeout: 120_000 }, async () => {
  const there = openMemoryStorage();
  await fill(there, 0, 1);
  const film = await addFilm(there, { name: 'On both sides' });
  const first = (await backUp(there, { project: film.id })).file;
  await editFilm(there, film.id, renameProject('Theirs'));
  const { file } = await backUp(there);

  const name = `killed-import-${Date.now()}`;
  const storage = await openDiskStorage(name);
  const begun = await open(storage, first);
  await importBackup(storage, begun, await planImport(storage, begun), { takes: 'mine', jobs: 'mine', draft: 'mine', settings: 'mine' });
  const look = async () => {
    const { logs, ...records } = await storage.transfer.snapshotWithLogs('all');
    return JSON.stringify([records, [...logs].map(([id, { upTo }]) => [id, upTo])]);
  };
  const before = await look();

  let kills = 0;
  // One after the other: each is killed one write later than the one before.
  while ((await importUntil(name, file, kills + 1)) === 'in the middle') {
    kills += 1;
    expect(await look(), `after write ${kills}`).toBe(before);
  }
  // Among the media first, which stay once they are there, then among the records.
  expect(kills).toBeGreaterThan(12);
  const after = await storage.transfer.snapshot();
  expect([after.takes.length, after.jobs.length, after.notices.length]).toEqual([1, 4, 1]);
  expect(after.projects.map(({ name: called }) => called).sort()).toEqual(['The sea', 'Theirs']);
  storage.close();
});
