import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { bringsSomething, importBackup, type ImportChoices, planImport, undoImport } from '#lib/storage/backup/import-backup.ts';
import { type OpenedBackup, readBackup } from '#lib/storage/backup/read-backup.ts';
import { BlobSink } from '#lib/storage/backup/sink.ts';
import { select, type Selection, writeBackup } from '#lib/storage/backup/write-backup.ts';
import type { BlobStore, StudioStorage } from '#lib/storage/ports.ts';
import { mediaOf } from '#lib/storage/media-of.ts';
import { fill, pattern } from '../fixtures/full-store.ts';

const APP = { name: 'Kinora', version: '0.1.0' };
const KEEP_MINE: ImportChoices = { takes: 'mine', jobs: 'mine', draft: 'mine', settings: 'mine' };
const TAKE_THEIRS: ImportChoices = { takes: 'theirs', jobs: 'theirs', draft: 'theirs', settings: 'theirs' };

/** Writes a backup into memory. */
export async function backUp(storage: StudioStorage, selection: Selection = 'everything', signal?: AbortSignal) {
  const sink = new BlobSink();
  const options = { app: APP, now: 1_800_000_000_000, ...(signal && { signal }) };
  const written = await writeBackup(storage.blobs, await select(storage, selection), selection, sink, options);
  return { ...written, file: sink.blob };
}

export const open = (storage: StudioStorage, file: Blob, room?: number): Promise<OpenedBackup> =>
  readBackup(file, { blobs: storage.blobs, room });

/** All bytes that are kept, by name. */
async function bytesOf({ blobs }: StudioStorage): Promise<ReadonlyMap<Sha256, Uint8Array>> {
  const all = new Map<Sha256, Uint8Array>();
  for (const { sha256 } of await blobs.list()) all.set(sha256, new Uint8Array(await (await blobs.get(sha256))!.arrayBuffer()));
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same storage whose bytes fare otherwise. */
function withBlobs(storage: StudioStorage, otherwise: Partial<BlobStore>): StudioStorage {
  const { blobs } = storage;
  const same: BlobStore = {
    put: (bytes) => blobs.put(bytes),
    putFile: (file, goOn) => blobs.putFile(file, goOn),
    get: (sha256, type) => blobs.get(sha256, type),
    has: (sha256) => blobs.has(sha256),
    delete: (sha256) => blobs.delete(sha256),
    list: () => blobs.list(),
    collect: (pick) => blobs.collect(pick),
  };
  return { ...storage, blobs: { ...same, ...otherwise } };
}

const fault = (reason: string) => expect.objectContaining({ fault: expect.objectContaining({ reason }) });

/** What backups must do on every storage. `make` gives an empty one. */
export function backupSuite(name: string, make: () => Promise<StudioStorage>): void {
  describe(`${name}: backups`, () => {
    let here: StudioStorage;
    let there: StudioStorage;
    beforeEach(async () => ([here, there] = await Promise.all([make(), make()])));
    afterEach(() => [here, there].forEach((storage) => storage.close()));

    const bring = async (file: Blob, into: StudioStorage, choices = KEEP_MINE) => {
      const opened = await open(into, file);
      const outcome = await importBackup(into, opened, await planImport(into, opened), choices);
      if (outcome.kind !== 'imported') throw new Error('something changed meanwhile');
      return outcome.changes;
    };

    it('brings everything into an empty store: equal records, equal bytes, jobs paused', async () => {
      const before = await fill(here);
      const { file, manifest, incomplete } = await backUp(here);
      expect(manifest.counts).toEqual({ takes: 3, jobs: 4, notices: 1, media: 10, projects: 1, films: 0, loras: 0 });
      expect(incomplete).toEqual([]);
      await bring(file, there);
      const after = await there.transfer.snapshot();
      const byId = <Value extends { id: string }>(list: readonly Value[]) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(byId(after.takes)).toEqual(byId(before.takes));
      expect(after.draft).toEqual(before.draft);
      expect(after.settings).toEqual(before.settings);
      expect(after.notices).toEqual(before.notices);
      expect(after.projects).toEqual(before.projects);
      expect(await bytesOf(there)).toEqual(await bytesOf(here));
      for (const record of after.jobs) {
        const was = before.jobs.find(({ id }) => id === record.id)!;
        expect(record.job.state).toBe(was.job.state === 'failed' ? 'failed' : 'paused');
        expect({ ...record, job: was.job }).toEqual(was);
      }
      expect(after.jobs).toHaveLength(4);
    });

    it('has nothing to bring the second time', async () => {
      await fill(here);
      const { file } = await backUp(here);
      expect(bringsSomething(await planImport(here, await open(here, file)))).toBe(false);
      await bring(file, there);
      const plan = await planImport(there, await open(there, file));
      expect(bringsSomething(plan)).toBe(false);
      expect([plan.takes.same.length, plan.jobs.same.length, plan.media.length]).toEqual([3, 4, 0]);
    });

    it('takes a take for the same that was measured meanwhile, and keeps what was measured', async () => {
      const { takes } = await fill(here);
      const { file } = await backUp(here);
      const measures = { version: 1, frames: 17, sharpness: 0.2, contrast: 0.2, noise: 0, motion: 0.1, smoothness: 1, flicker: 0 };
      await here.takes.put({ ...takes[0]!, measures });
      expect(bringsSomething(await planImport(here, await open(here, file)))).toBe(false);
      expect(await here.takes.get(takes[0]!.id)).toMatchObject({ measures });
    });

    it('holds only what was chosen', async () => {
      const { takes } = await fill(here);
      const { file, manifest } = await backUp(here, [takes[0]!.id]);
      expect(manifest).toMatchObject({ holds: 'takes', counts: { takes: 1, jobs: 0, notices: 0 } });
      await bring(file, there);
      const after = await there.transfer.snapshot();
      expect(after).toMatchObject({ takes: [takes[0]], jobs: [], notices: [], draft: undefined });
      expect(new Set((await bytesOf(there)).keys())).toEqual(new Set(mediaOf({ takes: [takes[0]!], jobs: [], draft: undefined, projects: [] }).keys()));
    });

    it('leaves damaged media out, names their takes, and says so again when it is imported', async () => {
      const { takes } = await fill(here);
      const torn = withBlobs(here, {
        get: async (sha256, type) =>
          sha256 === takes[1]!.media.sha256 ? new Blob([pattern('other', 40_001)]) : here.blobs.get(sha256, type),
      });
      const { file, manifest, incomplete } = await backUp(torn);
      expect(manifest.missing).toEqual([takes[1]!.media.sha256]);
      expect(incomplete.map(({ id }) => id)).toEqual([takes[1]!.id]);
      const plan = await planImport(there, await open(there, file));
      expect(plan.incomplete.map(({ id }) => id)).toEqual([takes[1]!.id]);
      expect((await bytesOf(there)).size).toBe(0);
    });

    it('keeps mine, takes theirs, or keeps both where they differ', async () => {
      const { takes } = await fill(here);
      const { file } = await backUp(here);
      await bring(file, there);
      const [take] = takes;
      const mine = { ...take!, rating: 5 };
      await there.takes.put(mine);
      const opened = await open(there, file);
      expect((await planImport(there, opened)).takes.conflicts).toEqual([{ mine, theirs: take }]);

      await bring(file, there, KEEP_MINE);
      expect(await there.takes.get(take!.id)).toEqual(mine);
      await bring(file, there, { ...KEEP_MINE, takes: 'both' });
      const twins = (await there.takes.all()).filter(({ media }) => media.sha256 === take!.media.sha256);
      expect(twins.map(({ rating }) => rating).sort()).toEqual([take!.rating, 5]);
      await bring(file, there, TAKE_THEIRS);
      expect(await there.takes.get(take!.id)).toEqual(take);
    });

    it('undoes an import: what came goes, what was replaced comes back, what was changed since stays', async () => {
      await fill(here);
      const before = await fill(there, 1);
      const { file } = await backUp(here);
      const changes = await bring(file, there, TAKE_THEIRS);
      expect((await there.takes.all()).length).toBe(6);
      const came = (await there.takes.all()).find(({ id }) => !before.takes.some((take) => take.id === id))!;
      await there.takes.put({ ...came, name: 'Mine now' });
      expect(await undoImport(there, changes)).toBe(1);
      const after = await there.transfer.snapshot();
      expect(after.takes.map(({ name }) => name)).toContain('Mine now');
      expect({ ...after, takes: after.takes.filter(({ id }) => id !== came.id) }).toEqual(before);
    });

    it('undoes an import whole where the studio has only looked at what came', async () => {
      await fill(here);
      const before = await there.transfer.snapshot();
      const { file } = await backUp(here);
      const changes = await bring(file, there, TAKE_THEIRS);
      const measures = { version: 1, frames: 17, sharpness: 0.2, contrast: 0.2, noise: 0, motion: 0.1, smoothness: 1, flicker: 0 };
      for (const take of await there.takes.all()) await there.takes.put({ ...take, measures, sound: false });
      expect(await undoImport(there, changes)).toBe(0);
      expect(await there.transfer.snapshot()).toEqual(before);
    });

    it('writes nothing when something changed since the preview', async () => {
      await fill(here);
      const { file } = await backUp(here);
      const opened = await open(there, file);
      const plan = await planImport(there, opened);
      const [take] = opened.records.takes!;
      await there.takes.put({ ...take!, rating: 1 });
      const before = await there.transfer.snapshot();
      expect(await importBackup(there, opened, plan, TAKE_THEIRS)).toEqual({ kind: 'outdated' });
      expect(await there.transfer.snapshot()).toEqual(before);
    });

    it('imports no record when the media do not all fit', async () => {
      await fill(here);
      const { file } = await backUp(here);
      const opened = await open(there, file);
      let room = 3;
      const full = withBlobs(there, {
        put: async (bytes) => {
          if (room-- === 0) throw new FaultError('no-room-on-disk');
          return there.blobs.put(bytes);
        },
      });
      const plan = await planImport(full, opened);
      await expect(importBackup(full, opened, plan, KEEP_MINE)).rejects.toEqual(fault('no-room-on-disk'));
      expect(await there.transfer.snapshot()).toMatchObject({ takes: [], jobs: [], notices: [], draft: undefined, projects: [] });
    });

    it('refuses what does not fit before it reads it', async () => {
      await fill(here);
      const { file } = await backUp(here);
      await expect(open(there, file, 50_000)).rejects.toEqual(fault('backup-too-large'));
      // What is here already needs no room.
      await expect(open(here, file, 0)).resolves.toBeDefined();
    });

    it('stops when it is cancelled, and leaves nothing', async () => {
      await fill(here);
      await expect(backUp(here, 'everything', AbortSignal.abort())).rejects.toEqual(fault('cancelled'));
      const { file } = await backUp(here);
      const opened = await open(there, file);
      const plan = await planImport(there, opened);
      const importing = importBackup(there, opened, plan, KEEP_MINE, { signal: AbortSignal.abort() });
      await expect(importing).rejects.toEqual(fault('cancelled'));
      expect((await there.transfer.snapshot()).takes).toEqual([]);
    });
  });
}
