import { afterEach, describe, expect, it, vi } from 'vitest';
import { addClip, editClip } from '#core/document/commands/clip.ts';
import { renameProject } from '#core/document/commands/project.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { saveVersion } from '#core/document/commands/version.ts';
import { moments } from '#core/document/log/moments.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import { ProjectId } from '#core/schema/project-ids.ts';
import type { Result } from '#core/schema/result.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { Unwritten } from '../store/unwritten.svelte.ts';
import { BranchComparison } from './branch-comparison.svelte.ts';
import type { OpenProject } from './open-project.svelte.ts';
import { openPastOf } from './past.ts';
import { ProjectList } from './project-list.svelte.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const close of closers.splice(0).reverse()) await close();
});

async function studio() {
  const name = `history-${crypto.randomUUID()}`;
  const storage = await openDiskStorage(name);
  const unwritten = new Unwritten();
  const list = new ProjectList({ projects: storage.projects, unwritten, scope: name }, (fault) => expect.fail(fault.reason));
  closers.push(() => storage.close(), () => unwritten.dispose(), () => list.dispose());
  const open = async (id: ProjectId) => {
    const project = value(await list.open(id));
    closers.push(() => project.dispose());
    return project;
  };
  return { storage, list, open };
}

function value<Value>(result: Result<Value, EditRefusal>): Value {
  if (!result.ok) throw new Error(result.fault.reason);
  return result.value;
}

const kept = (project: OpenProject) => vi.waitFor(() => expect(project.standing).toBe('kept'));

describe('the past of a project', () => {
  it('is looked at by a version or a time, and never changed, nor does it change what is open', async () => {
    const { list, open } = await studio();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 20, 9) });
    const id = (await list.create('Morning'))!;
    vi.setSystemTime(Date.UTC(2026, 10, 20, 12));
    const project = await open(id);
    project.run(addScene({ before: null }));
    const version = value(project.run(saveVersion('Noon')));
    project.run(renameProject('Evening'));
    await kept(project);
    vi.setSystemTime(Date.UTC(2026, 10, 20, 18));
    project.run(renameProject('Night'));
    const times = moments((await project.log())!);
    expect(times).toEqual([9, 12].map((hour) => Date.UTC(2026, 10, 20, hour)));

    const noon = value(await openPastOf(project, version));
    expect([noon.name, noon.at, noon.project.film.name, noon.project.film.scenes.length]).toEqual(['Noon', times[1], 'Morning', 1]);
    expect(noon.project.readOnly).toEqual({ reason: 'past-version' });
    expect(noon.project.run(renameProject('x')).ok).toBe(false);
    expect(noon.project.undo()).toBeUndefined();
    expect(value(await openPastOf(project, String(times[0]))).project.film).toMatchObject({ id, name: 'Morning', scenes: [] });
    expect(value(await openPastOf(project, String(times[1]! + 5))).project.film.name).toBe('Evening');
    for (const nothing of ['5', 'soon', crypto.randomUUID(), '-1', '1e3']) {
      expect(await openPastOf(project, nothing), nothing).toEqual({ ok: false, fault: { reason: 'not-found', what: 'version' } });
    }
    await noon.project.dispose();
    expect(project.film.name).toBe('Night');

    const again = value(await openPastOf(project, version));
    value(project.document.returnTo(again.project.document));
    expect([project.film.name, project.film.scenes.length, project.film.versions.length]).toEqual(['Morning', 1, 1]);
    expect(project.undoNames.slice(0, 2)).toEqual(['return to an earlier version', 'rename the project']);
    await kept(project);
    expect((await open(id)).film).toEqual(project.film);
    project.undo();
    expect(project.film.name).toBe('Night');

    const apart = (await list.keepPast(again.project.document, 'Noon, apart'))!;
    expect((await open(apart)).film).toMatchObject({ id: apart, name: 'Noon, apart', versions: [], forkedFrom: null });
  });
});

describe('a branch', () => {
  it('is listed under its project, has its past, takes only its own changes, and comes home as one step', async () => {
    const { storage, list, open } = await studio();
    const id = (await list.create('Film'))!;
    const project = await open(id);
    const scene = value(project.run(addScene({ before: null })));
    const clip = value(project.run(addClip({ scene, before: null })));
    const version = value(project.run(saveVersion('Before')));
    project.run(editClip(clip, { name: 'Ours' }));
    await kept(project);
    const branch = (await list.fork(id, 'By night'))!;
    expect(list.branchesOf(id).map(({ name }) => name)).toEqual(['By night']);
    expect(await storage.projects.get(branch)).toMatchObject({ branchOf: id, clips: 1 });
    const other = await open(branch);
    expect([other.id, other.film.id, other.film.name]).toEqual([branch, branch, 'By night']);
    // A moment that it shares with its film is shown as the branch's own.
    expect(value(await openPastOf(other, version)).project.film).toMatchObject({ id: branch, name: 'Film' });
    other.run(editClip(clip, { prompt: 'at night' }));
    await kept(other);
    expect(project.film.scenes[0]?.members[0]?.clips[0]?.members[0]?.prompt).toBe('');

    const comparison = value(await BranchComparison.open(project, branch, list));
    expect(comparison.standing.comes).toMatchObject([{ id: clip, field: 'prompt', after: 'at night' }]);
    // It follows what is done elsewhere meanwhile.
    other.run(addClip({ scene, before: null }));
    await vi.waitFor(() => expect(comparison.standing.comes).toHaveLength(2));
    value(comparison.merge());
    expect(comparison.standing).toEqual({ comes: [], stays: [], both: [] });
    expect(project.film).toMatchObject({ id, name: 'Film', forkedFrom: null });
    await kept(project);
    expect((await open(id)).film).toEqual(project.film);
    expect(project.undo()).toBe('merge a branch');
    expect(project.film.scenes[0]?.members[0]?.clips).toHaveLength(1);
    await comparison.dispose();
    const stranger = (await list.create('Other'))!;
    expect(await BranchComparison.open(project, stranger, list)).toEqual({ ok: false, fault: { reason: 'other-project' } });
    expect((await BranchComparison.open(project, ProjectId.parse(crypto.randomUUID()), list)).ok).toBe(false);
  });
});

it('merges a branch in parts: what is left out takes along what needs it, and comes back with what it needs', async () => {
  const { list, open } = await studio();
  const id = (await list.create('Film'))!;
  const project = await open(id);
  const scene = value(project.run(addScene({ before: null })));
  const clip = value(project.run(addClip({ scene, before: null })));
  await kept(project);
  const branch = (await list.fork(id, 'By night'))!;
  const other = await open(branch);
  const pier = value(other.run(addScene({ before: null })));
  const added = value(other.run(addClip({ scene: pier, before: null })));
  other.run(editClip(clip, { prompt: 'at night' }));
  await kept(other);
  const comparison = value(await BranchComparison.open(project, branch, list));
  expect(comparison.taken).toEqual(new Set([clip, pier, added]));
  expect(comparison.along(added)).toEqual([pier]);
  expect(comparison.choose([pier], false)).toEqual([added]);
  expect(comparison.taken).toEqual(new Set([clip]));
  // A clip that is made meanwhile in a scene that is left out is left out, too.
  const late = value(other.run(addClip({ scene: pier, before: null })));
  await vi.waitFor(() => expect(comparison.standing.comes.map((one) => one.id)).toContain(late));
  expect(comparison.taken).toEqual(new Set([clip]));
  expect(comparison.choose([clip], false)).toEqual([]);
  // All that changes sides is said, what only hangs on the same scene, too.
  expect(comparison.choose([added], true).toSorted()).toEqual([pier, late].toSorted());
  expect(comparison.taken).toEqual(new Set([pier, added, late]));
  value(comparison.merge());
  expect(project.film.scenes).toHaveLength(2);
  expect(project.film.scenes[0]?.members[0]?.clips[0]?.members[0]?.prompt).toBe('');
  expect(comparison.standing).toMatchObject({ comes: [], stays: [{ id: clip }] });
  await kept(project);
  expect((await open(id)).film).toEqual(project.film);
  // What was left out is offered, and comes with what it needs when it is asked for.
  expect([comparison.more.map((one) => one.id), comparison.again]).toEqual([[clip], new Set()]);
  const sign = value(other.run(addClip({ scene: pier, before: null })));
  await vi.waitFor(() => expect(comparison.taken).toEqual(new Set([sign])));
  expect(comparison.choose([sign], false)).toEqual([]);
  expect(comparison.ask([clip], true)).toEqual([]);
  expect(comparison.again).toEqual(new Set([clip]));
  expect(comparison.ask([clip], false)).toEqual([]);
  expect(comparison.again).toEqual(new Set());
  comparison.ask([clip], true);
  value(comparison.merge());
  expect(project.film.scenes[0]?.members[0]?.clips[0]?.members[0]?.prompt).toBe('at night');
  expect([comparison.more.map((one) => one.id), comparison.again]).toEqual([[sign], new Set()]);
  comparison.ask([sign], true);
  value(comparison.merge());
  expect(project.film.scenes.find(({ family }) => family === pier)?.members[0]?.clips.map(({ family }) => family)).toEqual([added, late, sign]);
  expect(comparison.standing).toEqual({ comes: [], stays: [], both: [] });
  expect(comparison.more).toEqual([]);
  expect(project.undo()).toBe('merge a branch');
  expect(project.undo()).toBe('merge part of a branch');
  expect(project.film.scenes[0]?.members[0]?.clips[0]?.members[0]?.prompt).toBe('');
  await comparison.dispose();
});

it('deletes for good what has lain its days in the bin, and nothing else', async () => {
  const { list } = await studio();
  const DAY = 86_400_000;
  const now = Date.UTC(2026, 10, 20);
  vi.useFakeTimers({ toFake: ['Date'], now });
  const [old, young] = [(await list.create('Old'))!, (await list.create('Young'))!];
  await list.create('Current');
  await list.setBinned(old, true);
  vi.setSystemTime(now + 20 * DAY);
  await list.setBinned(young, true);
  await list.expire(30);
  expect(list.bin.map(({ name }) => name).toSorted()).toEqual(['Old', 'Young']);
  vi.setSystemTime(now + 30 * DAY);
  await list.expire(30);
  expect([list.bin, list.current].map((shelf) => shelf.map(({ name }) => name))).toEqual([['Young'], ['Current']]);
});
