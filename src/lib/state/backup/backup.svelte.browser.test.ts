import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { backUp } from '../../../../tests/contract/backup-suite.ts';
import { fill } from '../../../../tests/fixtures/full-store.ts';
import { BackupFolder } from './backup-folder.svelte.ts';
import { Unwritten } from '../store/unwritten.svelte.ts';
import { BackupState } from './backup.svelte.ts';
import type { ShellState, ToastAction } from '../shell/shell.svelte.ts';

const KEEP_MINE = { takes: 'mine', jobs: 'mine', draft: 'mine', settings: 'mine' } as const;

function open(storage: StudioStorage) {
  const shell = { toast: vi.fn(), announce: vi.fn() };
  const refresh = vi.fn(async () => {});
  const folder = new BackupFolder(storage, new Unwritten());
  return { shell, refresh, folder, backup: new BackupState({ storage, folder: Promise.resolve(folder), refresh, scope: `test-${crypto.randomUUID()}`, shell: shell as unknown as ShellState }) };
}

describe('backups by hand', () => {
  it('show what a file brings, import it on a yes, and take it back', async () => {
    const here = openMemoryStorage();
    await fill(here);
    const { file } = await backUp(here);
    const there = openMemoryStorage();
    const { backup, shell, refresh } = open(there);

    await backup.importFile(new File([file], 'all.kinora'));
    expect(backup.preview).toMatchObject({ fileName: 'all.kinora', hasNews: true });
    expect(await there.takes.all()).toEqual([]);

    await backup.confirm(KEEP_MINE);
    expect(backup.preview).toBeNull();
    expect(await there.takes.all()).toHaveLength(3);
    expect(refresh).toHaveBeenCalledOnce();
    const [kind, text, undo] = shell.toast.mock.calls.at(-1) as [string, string, ToastAction];
    expect([kind, text, undo.label]).toEqual(['good', 'Imported: 1 project, 3 takes and 4 jobs.', 'Undo']);

    undo.run();
    await vi.waitFor(() => expect(refresh).toHaveBeenCalledTimes(2));
    expect(await there.transfer.snapshot()).toMatchObject({ takes: [], jobs: [], notices: [], draft: undefined, projects: [] });
  });

  it('say why a file is not taken, with its name, and change nothing', async () => {
    const storage = openMemoryStorage();
    const { backup, shell } = open(storage);
    await backup.importFile(new File(['no zip at all'], 'notes.txt'));
    expect(backup.fault).toEqual({ reason: 'backup-not-readable', facts: { file: 'notes.txt' } });
    expect(shell.announce).toHaveBeenCalledWith(expect.stringContaining('notes.txt is not a Kinora backup'), { assertive: true });
    expect([backup.work, backup.preview]).toEqual([null, null]);
  });

  it('show the file anew when something changed since it was looked at', async () => {
    const here = openMemoryStorage();
    await fill(here);
    const { file, manifest } = await backUp(here);
    const there = openMemoryStorage();
    const { backup } = open(there);
    await backup.importFile(new File([file], 'all.kinora'));
    const [take] = backup.preview!.plan.takes.fresh;
    await there.takes.put({ ...take!, rating: 1 });
    await backup.confirm(KEEP_MINE);
    expect(backup.preview).toMatchObject({ isAnew: true });
    expect(backup.preview!.plan.takes.conflicts).toHaveLength(1);
    expect(await there.takes.all()).toHaveLength(1);
    expect(manifest.counts.takes).toBe(3);
  });
});

describe('backups by themselves', () => {
  let storage: StudioStorage;
  let picked: FileSystemDirectoryHandle;
  const begun: BackupFolder[] = [];
  let turn = 0;
  beforeEach(async () => {
    const name = `test-folder-${Date.now()}-${++turn}`;
    storage = await openDiskStorage(name);
    picked = await (await navigator.storage.getDirectory()).getDirectoryHandle(`${name}-picked`, { create: true });
    await fill(storage);
    await storage.backups.setFolder(picked);
  });
  afterEach(() => {
    begun.splice(0).forEach((folder) => folder.dispose());
    storage.close();
  });

  const begin = async (from = storage, unwritten = new Unwritten()) => {
    const folder = new BackupFolder(from, unwritten);
    begun.push(folder);
    await folder.begin();
    return folder;
  };
  const count = async () => {
    let files = 0;
    for await (const _name of picked.keys()) files += 1;
    return files;
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve, 300));

  it('are made by one tab of two, once', async () => {
    // Whatever is being published is waited for.
    await storage.jobs.clear((await storage.jobs.all()).map(({ id }) => id), ({ job }) => job.state === 'publishing');
    await Promise.all([begin(), begin()]);
    await vi.waitFor(async () => expect(await count()).toBe(1), { timeout: 5_000 });
    await settle();
    expect(await count()).toBe(1);
  });

  it('wait while a clip is being kept', async () => {
    await begin();
    await settle();
    expect(await count()).toBe(0);
  });

  it('are not made again while nothing has changed, but on request', async () => {
    const folder = await begin();
    await folder.makeNow();
    expect(await count()).toBe(1);
    await storage.backups.write({ lastInFolderAt: 1 });
    await storage.jobs.clear((await storage.jobs.all()).map(({ id }) => id), () => true);
    await folder.makeNow();
    await storage.backups.write({ lastInFolderAt: 1 });
    folder.dispose();
    const before = await count();
    await begin();
    await settle();
    expect(await count()).toBe(before);
  });

  it('are written into a folder that is picked while the disk is full, which is kept as soon as there is room', async () => {
    await storage.backups.setFolder(undefined);
    let isFull = true;
    const { backups } = storage;
    const unlessFull = <Value>(work: () => Promise<Value>) => (isFull ? Promise.reject(new FaultError('no-room-on-disk')) : work());
    const full: StudioStorage = { ...storage, backups: { read: () => backups.read(), folder: () => backups.folder(), write: (patch) => unlessFull(() => backups.write(patch)), setFolder: (to) => unlessFull(() => backups.setFolder(to)) } };
    vi.stubGlobal('showDirectoryPicker', async () => picked);
    await storage.jobs.clear((await storage.jobs.all()).map(({ id }) => id), () => true);
    const unwritten = new Unwritten();
    const folder = await begin(full, unwritten);
    await folder.choose();
    expect([folder.state, folder.standing.lastFailedAt, await count()]).toEqual(['ready', undefined, 1]);
    expect(unwritten.names).toEqual(['the backup folder']);
    // What it wrote it knows of, and deletes, also while nothing can be kept.
    folder.keep = 1;
    await folder.makeNow();
    expect([folder.standing.written.length, await count()]).toEqual([1, 1]);
    isFull = false;
    expect(await unwritten.retry()).toBe(true);
    expect(await backups.folder()).toBeDefined();
    expect(await backups.read()).toMatchObject({ keep: 1, written: [expect.anything()] });
    vi.unstubAllGlobals();
  });

  it('keep what failed and say it', async () => {
    const folder = await begin();
    await (await navigator.storage.getDirectory()).removeEntry(picked.name);
    await folder.makeNow();
    expect(folder.standing.lastFailedAt).toBeGreaterThan(0);
    expect(folder.standing.lastProblem).toContain('cannot write into');
    expect(folder.writing).toBe(false);
  });
});
