import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BackupManifest, filmPath } from '#core/schema/backup.ts';
import type { ExportedFilm } from '#core/schema/exported-film.ts';
import { ProjectId } from '#core/schema/project-ids.ts';
import { bringsSomething, importBackup, planImport } from '#lib/storage/backup/import-backup.ts';
import { type OpenedBackup, readBackup } from '#lib/storage/backup/read-backup.ts';
import { BlobSink } from '#lib/storage/backup/sink.ts';
import { select, writeBackup } from '#lib/storage/backup/write-backup.ts';
import { FilmShelf } from '#lib/storage/film-shelf.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { pattern } from '../fixtures/full-store.ts';
import { rawZip } from '../fixtures/raw-zip.ts';

const KEEP = { takes: 'mine', jobs: 'mine', draft: 'mine', settings: 'mine' } as const;
const storage = openMemoryStorage();
let turn = 0;
let folders: string[] = [];
let here: FilmShelf;
let there: FilmShelf;

const newShelf = () => {
  const folder = `test-exports-${Date.now()}-${++turn}`;
  folders.push(folder);
  return new FilmShelf(folder);
};
beforeEach(() => ([here, there] = [newShelf(), newShelf()]));
afterEach(async () => {
  const root = await navigator.storage.getDirectory();
  for (const folder of folders) await root.removeEntry(folder, { recursive: true }).catch(() => undefined);
  folders = [];
});

const someFilm = (change: Partial<ExportedFilm> = {}): ExportedFilm => ({
  id: crypto.randomUUID(),
  project: ProjectId.parse(crypto.randomUUID()),
  name: 'The sea.mp4',
  type: 'video/mp4',
  bytes: 5,
  ...{ width: 640, height: 360, frames: 48, rate: { numerator: 24, denominator: 1 }, video: 'H.264', audio: null, missing: [], madeAt: 1_800_000_000_000 },
  ...change,
});

async function keep(shelf: FilmShelf, film: ExportedFilm, bytes: Uint8Array<ArrayBuffer>): Promise<ExportedFilm> {
  const begun = await shelf.begin(film.id);
  const file = await begun.handle.createWritable();
  await file.write(bytes);
  await file.close();
  const kept = { ...film, bytes: bytes.length };
  await shelf.keep(begun, kept);
  return kept;
}

async function written(shelf: FilmShelf, films?: readonly ExportedFilm[]) {
  const sink = new BlobSink();
  const exports = { films: films ?? (await shelf.all()), shelf };
  const backup = await writeBackup(storage.blobs, await select(storage, 'everything'), 'everything', sink, { app: { name: 'Kinora', version: '1' }, now: 1_800_000_000_000, exports });
  return { ...backup, file: sink.blob };
}
const opened = (file: Blob, room?: number): Promise<OpenedBackup> => readBackup(file, { blobs: storage.blobs, room });
const bring = async (file: Blob, shelf: FilmShelf, choices: Parameters<typeof importBackup>[3] = KEEP, signal?: AbortSignal) => {
  const backup = await opened(file);
  return importBackup(storage, backup, await planImport(storage, backup, shelf), choices, { shelf, ...(signal && { signal }) });
};
const bytesOn = async (shelf: FilmShelf): Promise<Map<string, Uint8Array>> =>
  new Map(await Promise.all((await shelf.all()).map(async (film) => [film.id, new Uint8Array(await (await shelf.file(film))!.arrayBuffer())] as const)));
const byId = (films: readonly ExportedFilm[]) => films.toSorted((a, b) => (a.id < b.id ? -1 : 1));
/** What lies in a shelf's folder, whole or not. */
async function names(): Promise<string[]> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(folders[1]!, { create: true });
  return Array.fromAsync((folder as FileSystemDirectoryHandle & { keys(): AsyncIterable<string> }).keys());
}

describe('exported films in backups', () => {
  it('come with their bytes and all that is known of them, once, and join those that are here', async () => {
    const some = fc.array(fc.record({ bytes: fc.uint8Array({ minLength: 1, maxLength: 5000 }), side: fc.constantFrom('here', 'there', 'both'), captions: fc.boolean() }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(some, async (wishes) => {
        [here, there] = [newShelf(), newShelf()];
        for (const { bytes, side, captions } of wishes) {
          const film = someFilm(captions ? { captions: { vtt: 'WEBVTT\n', srt: '1\n' } } : {});
          for (const shelf of [...(side === 'there' ? [] : [here]), ...(side === 'here' ? [] : [there])]) await keep(shelf, film, new Uint8Array(bytes));
        }
        const before = new Map([...(await bytesOn(there)), ...(await bytesOn(here))]);
        const all = new Map([...(await there.all()), ...(await here.all())].map((film) => [film.id, film]));
        const { file, manifest } = await written(here);
        expect(manifest.counts.films).toBe((await here.all()).length);
        await bring(file, there);
        expect(byId(await there.all())).toEqual(byId([...all.values()]));
        expect(await bytesOn(there)).toEqual(before);
        expect(bringsSomething(await planImport(storage, await opened(file), there))).toBe(false);
      }),
      { numRuns: 12 },
    );
  });

  it('say their size before, are one file where they are equal, and stay in the file where they are not wanted', async () => {
    const [one, other] = [await keep(here, someFilm(), pattern('a', 70_000)), await keep(here, someFilm(), pattern('a', 70_000))];
    const { file, manifest, bytes } = await written(here);
    expect(manifest.parts.filter(({ kind }) => kind === 'film')).toHaveLength(1);
    expect(bytes).toBeLessThan(80_000);
    const plan = await planImport(storage, await opened(file), there);
    expect([plan.exports.fresh.map(({ id }) => id).sort(), plan.exports.bytes]).toEqual([[one.id, other.id].sort(), 140_000]);
    expect(await bring(file, there, { ...KEEP, leaveExports: true })).toMatchObject({ exports: [] });
    expect(await names()).toEqual([]);
    // Room is no matter of theirs: takes and projects can still be imported.
    expect((await opened(file, 1000)).room).toBe(1000);
  });

  it('whose file is gone or another are left out and named', async () => {
    const whole = await keep(here, someFilm({ name: 'whole.mp4' }), pattern('a', 100));
    const short = someFilm({ name: 'short.mp4', bytes: 7 });
    await keep(here, short, pattern('b', 200));
    const { manifest, lackingExports } = await written(here, [whole, short, someFilm({ name: 'gone.mp4' })]);
    expect(manifest.counts.films).toBe(1);
    expect(lackingExports).toEqual(['short.mp4', 'gone.mp4']);
  });

  it('leave nothing behind when an import is stopped or its file ends in the middle', async () => {
    for (let i = 0; i < 3; i++) await keep(here, someFilm(), pattern(String(i), 300_000));
    const { file } = await written(here);
    const stop = new AbortController();
    const backup = await opened(file);
    const plan = await planImport(storage, backup, there);
    const importing = importBackup(storage, backup, plan, KEEP, { shelf: there, signal: stop.signal, onProgress: (done) => done > 0.5 && stop.abort() });
    await expect(importing).rejects.toMatchObject({ fault: { reason: 'cancelled' } });
    expect(await names()).toEqual([]);
    const torn = { ...backup, exports: { ...backup.exports, pour: async (film: { sha256: never }, into: (bytes: Uint8Array<ArrayBuffer>) => unknown) => (await into(new Uint8Array(10)), Promise.reject(new Error(film.sha256))) } };
    await expect(importBackup(storage, torn as OpenedBackup, plan, KEEP, { shelf: there })).rejects.toMatchObject({ fault: { reason: 'storage-refused' } });
    expect(await names()).toEqual([]);
  });

  it('are refused where they are none, others than the file says, or pages that a browser would run', async () => {
    const film = await keep(here, someFilm(), pattern('a', 500));
    const { manifest } = await written(here);
    const data = pattern('a', 500);
    const { sha256 } = manifest.parts.find(({ kind }) => kind === 'film')!;
    const forged = async (change: object, bytes = data, more: Partial<BackupManifest> = {}) => {
      const text = new TextEncoder().encode(JSON.stringify({ films: [{ ...film, sha256, ...change }] }));
      const name = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', text)), (byte) => byte.toString(16).padStart(2, '0')).join('');
      const parts = [{ path: 'films.json', kind: 'films', bytes: text.length, sha256: name }, { path: filmPath(sha256), kind: 'film', bytes: bytes.length, sha256 }];
      const counts = { takes: 0, jobs: 0, notices: 0, media: 0, projects: 0, films: 1 };
      const head = { ...manifest, holds: 'takes', counts, parts, bytes: text.length + bytes.length, missing: [], ...more };
      return opened(new Blob([rawZip([{ name: 'manifest.json', data: new TextEncoder().encode(JSON.stringify(head)) }, { name: 'films.json', data: text }, { name: filmPath(sha256), data: bytes }])]));
    };
    expect((await forged({})).exports.films).toHaveLength(1);
    const fault = (reason: string) => ({ fault: { reason } });
    await expect(forged({ type: 'text/html' })).rejects.toMatchObject(fault('backup-damaged'));
    await expect(forged({ type: 'image/svg+xml' })).rejects.toMatchObject(fault('backup-damaged'));
    await expect(forged({ id: '../../x' })).rejects.toMatchObject(fault('backup-damaged'));
    await expect(forged({ bytes: 501 })).rejects.toMatchObject(fault('backup-damaged'));
    await expect(forged({ sha256: 'a'.repeat(64) })).rejects.toMatchObject(fault('backup-damaged'));
    await expect(forged({}, pattern('b', 500))).rejects.toMatchObject(fault('backup-damaged'));
    await expect(forged({}, data, { counts: { ...manifest.counts, films: 2 } })).rejects.toMatchObject(fault('backup-damaged'));
  });
});
