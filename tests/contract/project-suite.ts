import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '#core/document/log/compact.ts';
import { ProjectId } from '#core/schema/project-ids.ts';
import type { ProjectSummary } from '#core/schema/project-summary.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { ProjectRecord } from '#core/schema/project-record.ts';
import { someHash } from './samples.ts';

const SUMMARY: ProjectSummary = { name: 'Film', scenes: 1, clips: 2, made: 0, length: 48, frameRate: { numerator: 24, denominator: 1 }, poster: null, assets: [] };

const someProject = (changes: Partial<ProjectRecord> = {}): ProjectRecord =>
  ProjectRecord.parse({ schema: 1, id: crypto.randomUUID(), createdAt: 1, changedAt: 1, ...SUMMARY, ...changes });

const entry = (...bytes: number[]): LogEntry => ({ bytes: new Uint8Array(bytes), at: bytes[0]! });

/** What every storage must do with projects. `open` gives an empty one. */
export function projectSuite(name: string, open: () => Promise<StudioStorage>): void {
  describe(`${name}: projects`, () => {
    let storage: StudioStorage;
    beforeEach(async () => (storage = await open()));
    afterEach(() => storage.close());

    it('gives them back, the last changed first, and each its own log', async () => {
      const { projects } = storage;
      const [older, newer] = [someProject(), someProject({ changedAt: 2 })];
      expect(await projects.add(older, { entries: [entry(1)], points: [] })).toBe(true);
      expect(await projects.add(newer, { entries: [entry(2), entry(3)], points: [{ at: 2, snapshot: new Uint8Array([9]) }] })).toBe(true);
      expect(await projects.all()).toEqual([newer, older]);
      expect(await projects.get(older.id)).toEqual(older);
      expect(await projects.log(older.id)).toEqual({ entries: [entry(1)], points: [], upTo: 0 });
      expect(await projects.log(newer.id)).toEqual({ entries: [entry(2), entry(3)], points: [{ at: 2, snapshot: new Uint8Array([9]) }], upTo: 1 });
      const nobody = ProjectId.parse(crypto.randomUUID());
      expect([await projects.get(nobody), await projects.log(nobody)]).toEqual([undefined, undefined]);
    });

    it('does not put a new project over an old one', async () => {
      const { projects } = storage;
      const project = someProject();
      await projects.add(project, { entries: [entry(1)], points: [] });
      expect(await projects.add({ ...project, name: 'Other' }, { entries: [entry(2)], points: [] })).toBe(false);
      expect(await projects.all()).toEqual([project]);
      expect((await projects.log(project.id))?.entries).toEqual([entry(1)]);
    });

    it('adds to a log in order, with the record as it is then; marks of the record stay', async () => {
      const { projects } = storage;
      const project = someProject({ archivedAt: 7 });
      await projects.add(project, { entries: [entry(1)], points: [] });
      expect(await projects.append(project.id, [entry(2), entry(3)], { ...SUMMARY, name: 'Renamed', changedAt: 9 })).toBe(true);
      expect(await projects.append(project.id, [entry(4)], { ...SUMMARY, name: 'Renamed', changedAt: 10 })).toBe(true);
      expect((await projects.log(project.id))?.entries).toEqual([entry(1), entry(2), entry(3), entry(4)]);
      expect(await projects.get(project.id)).toEqual({ ...project, name: 'Renamed', changedAt: 10 });
      expect(await projects.append(ProjectId.parse(crypto.randomUUID()), [entry(5)], { ...SUMMARY, changedAt: 1 })).toBe(false);
    });

    it('changes records all together, and passes over those that are not there', async () => {
      const { projects } = storage;
      const project = someProject({ archivedAt: 4 });
      await projects.add(project, { entries: [], points: [] });
      const changed = await projects.change([ProjectId.parse(crypto.randomUUID()), project.id], ({ archivedAt: _, ...rest }) => ({ ...rest, deletedAt: 5 }));
      const { archivedAt: _, ...rest } = project;
      expect(changed).toEqual([{ ...rest, deletedAt: 5 }]);
      expect(await projects.get(project.id)).toEqual({ ...rest, deletedAt: 5 });
    });

    it('puts one entry in place of those that were read, before what came since', async () => {
      const { projects } = storage;
      const project = someProject();
      await projects.add(project, { entries: [entry(1), entry(2)], points: [] });
      await projects.append(project.id, [entry(3)], { ...SUMMARY, changedAt: 2 });
      const compacted = { entry: entry(12), points: [{ at: 2, snapshot: new Uint8Array([1]) }], setAside: [] };
      expect(await projects.compact(project.id, { upTo: 1, count: 2 }, compacted)).toBe(true);
      expect(await projects.log(project.id)).toEqual({ entries: [entry(12), entry(3)], points: compacted.points, upTo: 2 });
      // Another tab that has read the same log comes too late.
      expect(await projects.compact(project.id, { upTo: 1, count: 2 }, { ...compacted, entry: entry(99) })).toBe(false);
      await projects.append(project.id, [entry(4)], { ...SUMMARY, changedAt: 3 });
      expect((await projects.log(project.id))?.entries).toEqual([entry(12), entry(3), entry(4)]);
    });

    it('deletes a project with its log, and no other', async () => {
      const { projects } = storage;
      const [one, other] = [someProject(), someProject()];
      for (const project of [one, other]) await projects.add(project, { entries: [entry(1)], points: [] });
      await projects.delete(one.id);
      expect(await projects.all()).toEqual([other]);
      expect(await projects.log(one.id)).toBeUndefined();
      expect((await projects.log(other.id))?.entries).toEqual([entry(1)]);
    });

    it('deletes those that a test is true of as they stand in the store, with their logs', async () => {
      const { projects } = storage;
      const [old, young, current] = [someProject({ deletedAt: 1 }), someProject({ deletedAt: 9, changedAt: 2 }), someProject()];
      for (const project of [old, young, current]) await projects.add(project, { entries: [entry(1)], points: [] });
      await projects.deleteWhere(({ deletedAt }) => deletedAt !== undefined && deletedAt < 5);
      expect(await projects.all()).toEqual([young, current]);
      expect(await projects.log(old.id)).toBeUndefined();
      expect((await projects.log(young.id))?.entries).toEqual([entry(1)]);
    });

    it('holds on to bytes that a project names no more: its past can be opened, and what was undone be done again', async () => {
      const [before, after, never] = [someHash('a'), someHash('b'), someHash('c')];
      const project = someProject({ assets: [before] });
      await storage.projects.add(project, { entries: [entry(1)], points: [] });
      await storage.projects.append(project.id, [entry(2)], { ...SUMMARY, assets: [after], changedAt: 2 });
      await storage.projects.append(project.id, [entry(3)], { ...SUMMARY, assets: [after], changedAt: 3 });
      expect((await storage.projects.get(project.id))?.assets).toEqual([before, after]);
      const references = await storage.references();
      expect([before, after, never].map((name) => references.get(name)?.has('projects') ?? false)).toEqual([true, true, false]);
      await storage.projects.delete(project.id);
      // What else there is, as LoRAs of the one library, is named whatever becomes of projects.
      const left = await storage.references();
      expect([before, after].map((name) => left.get(name))).toEqual([undefined, undefined]);
    });

    it('holds the bytes that projects name, in the bin too', async () => {
      const [named, binned] = [someHash('a'), someHash('b')];
      await storage.projects.add(someProject({ assets: [named] }), { entries: [], points: [] });
      await storage.projects.add(someProject({ assets: [binned], deletedAt: 1 }), { entries: [], points: [] });
      const references = await storage.references();
      expect([references.get(named), references.get(binned)]).toEqual([new Set(['projects']), new Set(['projects'])]);
    });
  });
}
