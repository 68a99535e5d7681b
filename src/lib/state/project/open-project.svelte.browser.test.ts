import { afterEach, describe, expect, it, vi } from 'vitest';
import { addClip, editClip } from '#core/document/commands/clip.ts';
import { renameProject } from '#core/document/commands/project.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { TEMPLATES } from '#core/domain/templates/all.ts';
import { FaultError } from '#core/schema/fault.ts';
import { ProjectId } from '#core/schema/project-ids.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import type { ProjectStore } from '#lib/storage/ports.ts';
import { Unwritten } from '../store/unwritten.svelte.ts';
import { OpenProject } from './open-project.svelte.ts';
import { ProjectList } from './project-list.svelte.ts';
import { RestedDocuments } from './rested-documents.ts';
import { takeUpLeft } from './take-up-left.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A tab with the store of this name. */
async function tab(name: string) {
  const storage = await openDiskStorage(name);
  const unwritten = new Unwritten();
  const parts = { projects: storage.projects, unwritten, scope: name, held: new Map<ProjectId, OpenProject>(), rested: new RestedDocuments() };
  const list = new ProjectList(parts, (fault) => expect.fail(fault.reason));
  closers.push(() => storage.close(), () => unwritten.dispose(), () => list.dispose());
  const open = async (id: ProjectId, projects: ProjectStore = storage.projects) => {
    const opened = await OpenProject.open(id, { ...parts, projects });
    if (!opened.ok) throw new Error(opened.fault.reason);
    closers.push(() => opened.value.dispose());
    return opened.value;
  };
  return { storage, unwritten, parts, list, open };
}

const freshName = () => `project-${crypto.randomUUID()}`;

/** Opens a project in a page that will be left: from now on nothing that it hands to its store arrives there. */
async function openToLeave({ storage: { projects }, open }: Awaited<ReturnType<typeof tab>>, id: ProjectId): Promise<OpenProject> {
  const late = Promise.withResolvers<void>();
  const append: ProjectStore['append'] = (...given) => late.promise.then(() => projects.append(...given));
  const opened = await open(id, new Proxy(projects, { get: (store, method: keyof ProjectStore) => (method === 'append' ? append : store[method].bind(store)) }));
  closers.push(() => late.resolve());
  return opened;
}

const notedUnder = (name: string): string[] => Object.keys(localStorage).filter((key) => key.startsWith(name));

/** Projects on a disk that takes nothing while it is full. */
const onDisk = (projects: ProjectStore, disk: { full: boolean }): ProjectStore =>
  new Proxy(projects, {
    get: (store, name: keyof ProjectStore) =>
      name === 'append' && disk.full ? () => Promise.reject(new FaultError('no-room-on-disk')) : store[name].bind(store),
  });

describe('an open project', () => {
  it('keeps every change, and is the same when it is opened again', async () => {
    const { list, open, storage } = await tab(freshName());
    const id = (await list.create('Film', TEMPLATES[0]))!;
    const project = await open(id);
    expect(project.film.scenes).toHaveLength(TEMPLATES[0]!.scenes.length);
    project.run(renameProject('Ünïcode \u202bעברית\u202c 🎬'));
    const scene = project.run(addScene({ before: null }));
    if (!scene.ok) throw new Error(scene.fault.reason);
    project.run(addClip({ scene: scene.value, before: null }));
    expect(project.undoName).toBe('add clip');
    await vi.waitFor(() => expect(project.standing).toBe('kept'));
    const again = await open(id);
    expect(again.film).toEqual(project.film);
    expect(await storage.projects.get(id)).toMatchObject({ name: project.film.name, scenes: project.film.scenes.length, made: 0 });
  });

  it('shows the same in two tabs, whoever changes it, and each undoes its own', async () => {
    const name = freshName();
    const [here, there] = [await tab(name), await tab(name)];
    const id = (await here.list.create('Film'))!;
    const [one, other] = [await here.open(id), await there.open(id)];
    one.run(addScene({ before: null }));
    await vi.waitFor(() => expect(other.film.scenes).toHaveLength(1));
    other.run(addScene({ before: null }));
    other.run(renameProject('Both'));
    await vi.waitFor(() => expect(one.film).toEqual(other.film));
    expect(other.undoName).toBe('rename the project');
    expect(one.undo()).toBe('add scene');
    await vi.waitFor(() => expect(other.film.scenes).toHaveLength(1));
    expect(one.film).toEqual(other.film);
    await vi.waitFor(() => expect([one.standing, other.standing]).toEqual(['kept', 'kept']));
    const third = await here.open(id);
    expect(third.film).toEqual(one.film);
  });

  it('has what a page took with it that was left before its write was done', async () => {
    const name = freshName();
    const [left, later] = [await tab(name), await tab(name)];
    const id = (await left.list.create('Film'))!;
    const opened = await openToLeave(left, id);
    opened.run(addScene({ before: null }));
    opened.run(renameProject('In the last moment'));
    const project = await later.open(id);
    expect(project.film).toEqual(opened.film);
    await vi.waitFor(() => expect(project.standing).toBe('kept'));
    // In the store, too, and noted nowhere any more.
    expect((await (await later.open(id)).log())?.entries.length).toBeGreaterThan(1);
    expect(notedUnder(name)).toEqual([]);
  });

  it('takes up what pages took with them before anybody opens it, so that the list and backups have it', async () => {
    const name = freshName();
    const [left, later] = [await tab(name), await tab(name)];
    const id = (await left.list.create('Film'))!;
    (await openToLeave(left, id)).run(renameProject('In the last moment'));
    await takeUpLeft(later.list, name);
    expect(later.list.get(id)?.name).toBe('In the last moment');
    expect((await later.storage.projects.log(id))!.entries.length).toBeGreaterThan(1);
    expect(notedUnder(name)).toEqual([]);
  });

  it('loses nothing of what several pages took with them, more than one may note, though the page that takes it up is left, too', async () => {
    const name = freshName();
    const tabs = [await tab(name), await tab(name)];
    const id = (await tabs[0]!.list.create('Film'))!;
    const left = [await openToLeave(tabs[0]!, id), await openToLeave(tabs[1]!, id)];
    for (const project of left) {
      for (let i = 0; i < 40; i += 1) project.run(addScene({ content: { description: 'long '.repeat(200) } }));
    }
    expect(notedUnder(name)).toHaveLength(2);
    await openToLeave(await tab(name), id);
    const project = await (await tab(name)).open(id);
    expect(project.film.scenes.filter(({ members }) => members[0]!.description.length > 900)).toHaveLength(80);
    await vi.waitFor(() => expect(notedUnder(name)).toEqual([]));
  });

  it('forgets what was noted of a project that is deleted for good', async () => {
    const name = freshName();
    const [left, later] = [await tab(name), await tab(name)];
    const ids = [(await left.list.create('One'))!, (await left.list.create('Other'))!];
    for (const id of ids) (await openToLeave(left, id)).run(renameProject('In the last moment'));
    expect(notedUnder(name)).toHaveLength(2);
    await later.list.delete(ids[0]!);
    expect(notedUnder(name)).toHaveLength(1);
    // As when its time in the bin is over.
    await later.storage.projects.delete(ids[1]!);
    await takeUpLeft(later.list, name);
    expect(notedUnder(name)).toEqual([]);
    expect(later.list.get(ids[1]!)).toBeUndefined();
  });

  it('holds what the disk cannot take, tells no other tab of it, and keeps it once there is room', async () => {
    const name = freshName();
    const [here, there] = [await tab(name), await tab(name)];
    const id = (await here.list.create('Film'))!;
    const disk = { full: true };
    const full = onDisk(here.storage.projects, disk);
    const [project, other] = [await here.open(id, full), await there.open(id)];
    project.run(renameProject('Held'));
    await vi.waitFor(() => expect(project.standing).toBe('held'));
    expect(here.unwritten.fault?.reason).toBe('no-room-on-disk');
    expect(project.film.name).toBe('Held');
    expect(other.film.name).toBe('Film');
    disk.full = false;
    expect(await here.unwritten.retry()).toBe(true);
    expect(project.standing).toBe('kept');
    await vi.waitFor(() => expect(other.film.name).toBe('Held'));
  });

  it('is there again as it was left, with what the disk could not take, and loses none of it', async () => {
    const { storage, list, open, unwritten } = await tab(freshName());
    const id = (await list.create('Film'))!;
    const disk = { full: true };
    const full = onDisk(storage.projects, disk);
    const first = await open(id, full);
    first.run(renameProject('Held'));
    await vi.waitFor(() => expect(first.standing).toBe('held'));
    await first.dispose();
    const again = await open(id, full);
    expect(again.film.name).toBe('Held');
    disk.full = false;
    again.run(addScene({ before: null }));
    await vi.waitFor(() => expect(again.standing).toBe('kept'));
    expect(unwritten.fault).toBeNull();
    await again.dispose();
    expect((await open(id)).film).toMatchObject({ name: 'Held', scenes: [expect.anything()] });

    // Left for good, it is kept as soon as there is room.
    const last = await open(id, full);
    disk.full = true;
    last.run(renameProject('Left'));
    await vi.waitFor(() => expect(last.standing).toBe('held'));
    await last.dispose();
    disk.full = false;
    expect(await unwritten.retry()).toBe(true);
    expect((await open(id)).film.name).toBe('Left');
  });

  it('undoes what was done before it was left for another place, and what came meanwhile stays', async () => {
    const name = freshName();
    const [here, there] = [await tab(name), await tab(name)];
    const id = (await here.list.create('Film'))!;
    const first = await here.open(id);
    first.run(renameProject('Mine'));
    first.run(addScene({ before: null }));
    const undone = first.undo();
    await first.dispose();

    const elsewhere = await there.open(id);
    expect(elsewhere.undoName).toBeUndefined();
    elsewhere.run(addScene({ before: null }));
    await elsewhere.dispose();

    const again = await here.open(id);
    expect([again.film.name, again.film.scenes]).toEqual(['Mine', elsewhere.film.scenes]);
    expect(again.redo()).toBe(undone);
    expect(again.film.scenes).toHaveLength(elsewhere.film.scenes.length + 1);
    again.undo();
    again.undo();
    expect([again.film.name, again.film.scenes]).toEqual(['Film', elsewhere.film.scenes]);
    await vi.waitFor(() => expect(again.standing).toBe('kept'));
    expect((await there.open(id)).film).toEqual(again.film);
  });

  it('is as the store has it where that lost meanwhile what was done before', async () => {
    const { storage, list, open } = await tab(freshName());
    const id = (await list.create('Film'))!;
    const before = (await storage.projects.log(id))!;
    const first = await open(id);
    first.run(renameProject('Lost'));
    await first.dispose();
    const without = new Proxy(storage.projects, { get: (store, method: keyof ProjectStore) => (method === 'log' ? () => Promise.resolve(before) : store[method].bind(store)) });
    const again = await open(id, without);
    expect(again.film.name).toBe('Film');
    expect(again.undoName).toBeUndefined();
  });

  it('hears of what was kept while its page was put aside', async () => {
    const { list, open, storage } = await tab(freshName());
    const id = (await list.create('Film'))!;
    const [project, writer] = [await open(id), await open(id)];
    // As if nothing had come through the channel.
    const deaf = vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockImplementation(() => undefined);
    writer.run(renameProject('Meanwhile'));
    await vi.waitFor(() => expect(writer.standing).toBe('kept'));
    deaf.mockRestore();
    expect(project.film.name).toBe('Film');
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await vi.waitFor(() => expect(project.film.name).toBe('Meanwhile'));
    expect((await storage.projects.get(id))?.name).toBe('Meanwhile');
  });

  it('brings the list up to a change whose page was left before it was summed up', async () => {
    const { list, open, storage } = await tab(freshName());
    const id = (await list.create('Film'))!;
    const before = (await storage.projects.get(id))!;
    const writer = await open(id);
    writer.run(renameProject('Left at once'));
    await vi.waitFor(() => expect(writer.standing).toBe('kept'));
    await storage.projects.change([id], () => ({ ...before, changedAt: before.changedAt - 1 }));
    await open(id);
    await vi.waitFor(async () => expect((await storage.projects.get(id))?.name).toBe('Left at once'));
  });

  it('opens with a broken entry set aside, and says how many there were', async () => {
    const { list, open, storage } = await tab(freshName());
    const id = (await list.create('Film'))!;
    const { projects } = storage;
    const record = (await projects.get(id))!;
    await projects.append(id, [{ bytes: new Uint8Array([1, 2, 3]), at: 5 }], { ...record, changedAt: 5 });
    const project = await open(id);
    expect(project.unreadable).toBe(1);
    expect(project.run(renameProject('Goes on')).ok).toBe(true);
  });

  it('makes a long log short when it is opened, and loses nothing of it', async () => {
    const { list, open, storage } = await tab(freshName());
    const id = (await list.create('Film'))!;
    const writer = await open(id);
    const scene = writer.run(addScene({ before: null }));
    const clip = scene.ok && writer.run(addClip({ scene: scene.value, before: null }));
    if (!clip || !clip.ok) throw new Error('refused');
    for (let i = 0; i < 1_100; i += 1) {
      writer.run(editClip(clip.value, { name: `Take ${i}` }));
      await Promise.resolve();
      await Promise.resolve();
    }
    await vi.waitFor(() => expect(writer.standing).toBe('kept'), { timeout: 30_000 });
    const record = (await storage.projects.get(id))!;
    // However few writes they were: entries enough to count as long.
    const { entries } = (await storage.projects.log(id))!;
    const short = entries.at(-1)!;
    const broken = { bytes: new Uint8Array([1, 2, 3]), at: short.at };
    await storage.projects.append(id, [broken, ...Array.from({ length: 1_100 - entries.length }, () => short)], { ...record, changedAt: record.changedAt });
    const project = await open(id);
    await vi.waitFor(async () => expect((await storage.projects.log(id))!.entries.length).toBeLessThan(10), { timeout: 30_000 });
    expect((await open(id)).film).toEqual(project.film);
    expect(project.film).toEqual(writer.film);
    // What could not be read is out of the log, and kept.
    expect((await storage.aside.all()).map(({ store, record: kept }) => [store, kept])).toEqual([['project-log', broken]]);
  });

  it('is refused where there is no such project', async () => {
    const { parts } = await tab(freshName());
    expect(await OpenProject.open(ProjectId.parse(crypto.randomUUID()), parts)).toEqual({ ok: false, fault: { reason: 'not-found', what: 'project' } });
  });
});

describe('the list of projects', () => {
  it('duplicates, renames, puts away and deletes, and every tab hears of it', async () => {
    const name = freshName();
    const [here, there] = [await tab(name), await tab(name)];
    const id = (await here.list.create('Film', TEMPLATES[1]))!;
    await vi.waitFor(() => expect(there.list.current.map(({ name: shown }) => shown)).toEqual(['Film']));
    const copy = (await here.list.duplicate(here.list.current[0]!))!;
    expect(here.list.current.map(({ name: shown }) => shown)).toEqual(['Film (copy)', 'Film']);
    expect((await here.open(copy)).film.scenes).toEqual((await here.open(id)).film.scenes);
    await here.list.rename(here.list.current[0]!, 'Second');
    await here.list.setArchived(id, true);
    expect(here.list.archive.map((record) => record.id)).toEqual([id]);
    await here.list.setBinned(id, true);
    expect([here.list.archive, here.list.bin.map((record) => record.id)]).toEqual([[], [id]]);
    await here.list.setBinned(id, false);
    expect(here.list.archive.map((record) => record.id)).toEqual([id]);
    await here.list.delete(id);
    await vi.waitFor(() => expect([...there.list.current, ...there.list.archive].map(({ name: shown }) => shown)).toEqual(['Second']));
  });
});
