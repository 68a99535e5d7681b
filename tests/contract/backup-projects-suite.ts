import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editClip } from '#core/document/commands/clip.ts';
import { renameProject } from '#core/document/commands/project.ts';
import { addScene } from '#core/document/commands/scene.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import { bringsSomething, importBackup, type ImportChoices, planImport, undoImport } from '#lib/storage/backup/import-backup.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { addFilm, editFilm, openFilm } from '../fixtures/some-film.ts';
import { fill, pattern } from '../fixtures/full-store.ts';
import { backUp, open } from './backup-suite.ts';
import { someTake } from './samples.ts';

const MINE: ImportChoices = { takes: 'mine', jobs: 'mine', draft: 'mine', settings: 'mine' };

/** Projects in backups, on every storage. `make` gives an empty one. */
export function backupProjectsSuite(name: string, make: () => Promise<StudioStorage>): void {
  describe(`${name}: projects in backups`, () => {
    let here: StudioStorage;
    let there: StudioStorage;
    beforeEach(async () => ([here, there] = await Promise.all([make(), make()])));
    afterEach(() => [here, there].forEach((storage) => storage.close()));

    const plan = async (file: Blob, into: StudioStorage) => {
      const opened = await open(into, file);
      return { opened, planned: await planImport(into, opened) };
    };
    const bring = async (file: Blob, into: StudioStorage) => {
      const { opened, planned } = await plan(file, into);
      const outcome = await importBackup(into, opened, planned, MINE);
      if (outcome.kind !== 'imported') throw new Error('something changed meanwhile');
      return outcome.changes;
    };
    const filmOf = async (storage: StudioStorage, id: ProjectId) => (await openFilm(storage, id)).project;
    const promptOf = async (storage: StudioStorage, id: ProjectId) => (await filmOf(storage, id)).scenes[0]!.members[0]!.clips[0]!.members[0]!.prompt;
    const clipOf = async (storage: StudioStorage, id: ProjectId) => (await filmOf(storage, id)).scenes[0]!.members[0]!.clips[0]!.members[0]!.id;

    it('brings every project with its log, byte for byte, those in the archive and in the bin too', async () => {
      await fill(here);
      await fill(here, 1);
      const binned = await addFilm(here, { name: 'Old', marks: { deletedAt: 9 } });
      await here.projects.compact(binned.id, { upTo: 0, count: 1 }, { entry: (await here.projects.log(binned.id))!.entries[0]!, points: [{ at: 3, snapshot: new Uint8Array([1, 2]) }], setAside: [] });
      const before = await here.transfer.snapshotWithLogs('all');
      expect(before.projects.map(({ archivedAt = 0, deletedAt = 0 }) => archivedAt + deletedAt).sort()).toEqual([0, 4_000, 9]);
      const { file, incompleteFilms } = await backUp(here);
      expect(incompleteFilms).toEqual([]);
      await bring(file, there);
      const after = await there.transfer.snapshotWithLogs('all');
      expect(after.projects).toEqual(before.projects);
      expect(after.logs).toEqual(before.logs);
      const { planned } = await plan(file, there);
      expect([planned.films.same.length, bringsSomething(planned)]).toEqual([3, false]);
    });

    it('writes one project with the takes it names and their media, and nothing else', async () => {
      const { takes, projects } = await fill(here);
      await addFilm(here, { name: 'Another' });
      const [film] = projects;
      const shown = takes.find(({ id }) => id === film!.poster)!;
      const { file, manifest } = await backUp(here, { project: film!.id });
      expect(manifest).toMatchObject({ holds: 'takes', project: film!.id, counts: { takes: 1, jobs: 0, notices: 0, projects: 1 } });
      await bring(file, there);
      const after = await there.transfer.snapshot();
      expect(after).toMatchObject({ projects: [film], takes: [{ id: shown.id }], jobs: [], notices: [], draft: undefined });
      const names = [...film!.assets, shown.media.sha256, shown.poster.sha256, shown.filmstrip.sha256, shown.recipe.inputs.first!];
      expect((await there.blobs.list()).map(({ sha256 }) => sha256).sort()).toEqual([...new Set(names)].sort());
      // Nothing of it is cleaned away as if nobody named it.
      const named = await there.references();
      expect(names.filter((sha256) => !named.has(sha256))).toEqual([]);
    });

    it('joins what both sides have changed, and takes exactly that back', async () => {
      const film = await addFilm(here, {});
      await bring((await backUp(here)).file, there);
      const clip = await clipOf(there, film.id);
      await editFilm(here, film.id, editClip(clip, { prompt: 'theirs' }));
      await editFilm(there, film.id, renameProject('Mine'));
      await editFilm(there, film.id, addScene({ content: { name: 'Dunes' } }));
      const before = await there.transfer.snapshotWithLogs('all');
      const { file } = await backUp(here);
      const { planned } = await plan(file, there);
      expect(planned.films).toMatchObject({ fresh: [], same: [], joined: [{ mine: { name: 'Mine' }, after: { name: 'Mine', scenes: 2, clips: 1 } }] });

      const changes = await bring(file, there);
      expect(await promptOf(there, film.id)).toBe('theirs');
      expect(await filmOf(there, film.id)).toMatchObject({ name: 'Mine', scenes: [{}, {}] });
      expect((await there.projects.log(film.id))!.entries.slice(0, -1)).toEqual(before.logs.get(film.id)!.entries);
      expect((await plan(file, there)).planned.films.same).toHaveLength(1);

      expect(await undoImport(there, changes)).toBe(0);
      expect(await there.transfer.snapshotWithLogs('all')).toEqual(before);
      expect(await promptOf(there, film.id)).toBe('a boat leaves');
    });

    it('has nothing to bring to a project that only went on here', async () => {
      const film = await addFilm(here, {});
      const { file } = await backUp(here);
      await editFilm(here, film.id, renameProject('Later'));
      const { planned } = await plan(file, here);
      expect([planned.films.same.length, planned.films.joined.length, bringsSomething(planned)]).toEqual([1, 0, false]);
    });

    it('takes nothing back from a project that was changed or made short since, or from one that is gone', async () => {
      const [edited, compacted, fresh] = [await addFilm(here, { name: 'Edited' }), await addFilm(here, { name: 'Compacted' }), await addFilm(here, { name: 'Fresh' })];
      await bring((await backUp(here)).file, there);
      await there.projects.delete(fresh.id);
      for (const { id } of [edited, compacted]) await editFilm(here, id, renameProject('Theirs'));
      const changes = await bring((await backUp(here)).file, there);
      expect(changes).toHaveLength(3);
      await editFilm(there, edited.id, addScene({ content: { name: 'Since' } }));
      const log = (await there.projects.log(compacted.id))!;
      const whole = log.entries.at(-1)!;
      await there.projects.compact(compacted.id, { upTo: log.upTo, count: log.entries.length }, { entry: { ...whole, bytes: new Uint8Array([...whole.bytes, 0]) }, points: [], setAside: [] });
      const before = await there.transfer.snapshotWithLogs([edited.id, compacted.id]);
      await editFilm(there, fresh.id, renameProject('Mine now'));
      expect(await undoImport(there, changes)).toBe(3);
      expect((await there.transfer.snapshotWithLogs([edited.id, compacted.id])).logs).toEqual(before.logs);
      expect((await there.projects.all()).map(({ name }) => name).sort()).toEqual(['Mine now', 'Theirs', 'Theirs']);
    });

    it('takes a project that came whole away again, also once it was compacted', async () => {
      const film = await addFilm(here, {});
      const changes = await bring((await backUp(here)).file, there);
      const log = (await there.projects.log(film.id))!;
      await there.projects.compact(film.id, { upTo: log.upTo, count: log.entries.length }, { entry: log.entries[0]!, points: [], setAside: [] });
      expect(await undoImport(there, changes)).toBe(0);
      expect([await there.projects.all(), await there.projects.log(film.id)]).toEqual([[], undefined]);
    });

    it('imports nothing where a project went on since the preview, and where one has come', async () => {
      const film = await addFilm(here, {});
      const { file } = await backUp(here);
      const first = await plan(file, there);
      await bring(file, there);
      await editFilm(here, film.id, renameProject('Theirs'));
      const later = (await backUp(here)).file;
      const second = await plan(later, there);
      await editFilm(there, film.id, renameProject('Mine'));
      const before = await there.transfer.snapshotWithLogs('all');
      for (const { opened, planned } of [first, second]) expect(await importBackup(there, opened, planned, MINE)).toEqual({ kind: 'outdated' });
      expect(await there.transfer.snapshotWithLogs('all')).toEqual(before);
    });

    it('says what is missing of a film, and brings the rest', async () => {
      const picture = await here.blobs.put(pattern('a picture', 300));
      const film = await addFilm(here, { name: 'Torn', picture });
      await here.blobs.delete(picture);
      const { file, manifest, incompleteFilms } = await backUp(here);
      expect([manifest.missing, incompleteFilms]).toEqual([[picture], ['Torn']]);
      const { planned } = await plan(file, there);
      expect(planned.incompleteFilms).toEqual(['Torn']);
      await bring(file, there);
      expect((await filmOf(there, film.id)).brief.pictures).toMatchObject([{ asset: picture }]);
    });

    it('brings a log with broken entries as it lies, and leaves out one that cannot be opened', async () => {
      const film = await addFilm(here, { name: 'Scratched' });
      const broken = { bytes: new Uint8Array([1, 2, 3]), at: 5 };
      await here.projects.append(film.id, [broken], { ...film, changedAt: 7 });
      const lost = await addFilm(here, { name: 'Lost' });
      await here.projects.delete(lost.id);
      await here.projects.add(lost, { entries: [broken], points: [] });
      await here.takes.put(someTake({ media: { ...(await clip(here)), type: 'video/mp4' }, poster: { ...(await clip(here)), type: 'image/png' }, filmstrip: { ...(await clip(here)), type: 'image/png', frames: 1 } }));
      const { file } = await backUp(here);
      const { opened } = await plan(file, there);
      expect(opened.leftOut).toEqual([{ name: 'Lost', why: 'unreadable' }]);
      await bring(file, there);
      expect((await there.projects.all()).map(({ name }) => name)).toEqual(['Scratched']);
      expect((await there.projects.log(film.id))!.entries.at(-1)).toEqual(broken);
      expect(await there.takes.all()).toHaveLength(1);
    });
  });
}

async function clip(storage: StudioStorage) {
  const bytes = pattern('a clip', 50);
  return { sha256: await storage.blobs.put(bytes), bytes: bytes.length };
}
