import { afterEach, beforeEach, expect, it } from 'vitest';
import { backupName } from '#core/domain/backup/backup-due.ts';
import { FaultError } from '#core/schema/fault.ts';
import { fill } from '../../../../tests/fixtures/full-store.ts';
import { openDiskStorage } from '../open-storage.ts';
import type { StudioStorage } from '../ports.ts';
import { readBackup } from './read-backup.ts';
import { fingerprint, rotateBackup } from './rotate.ts';

const NOON = new Date(2026, 10, 21, 12, 0).getTime();
const DAY = 24 * 3_600_000;
const APP = { name: 'Kinora', version: '0.1.0' };

let turn = 0;
let storage: StudioStorage;
let folder: FileSystemDirectoryHandle;
beforeEach(async () => {
  const name = `test-rotate-${Date.now()}-${++turn}`;
  storage = await openDiskStorage(name);
  // A folder of the private file system is written to like one that a person picks.
  folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(`${name}-picked`, { create: true });
  await fill(storage);
});
afterEach(() => storage.close());

const make = async (now: number, signal?: AbortSignal) =>
  rotateBackup(storage, folder, await storage.transfer.snapshotWithLogs('all'), { app: APP, now, ...(signal && { signal }) });

async function names(): Promise<string[]> {
  const all: string[] = [];
  for await (const name of folder.keys()) all.push(name);
  return all.sort();
}

async function put(name: string): Promise<void> {
  const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await file.write('mine');
  await file.close();
}

it('writes whole backups under the time, and keeps the newest', async () => {
  await storage.backups.write({ keep: 2 });
  for (const day of [0, 1, 2]) await make(NOON + day * DAY);
  expect(await names()).toEqual([1, 2].map((day) => backupName(new Date(NOON + day * DAY))));
  const { written, lastAt, lastInFolderAt } = await storage.backups.read();
  expect(written.map(({ name }) => name)).toEqual(await names());
  expect([lastAt, lastInFolderAt]).toEqual([NOON + 2 * DAY, NOON + 2 * DAY]);
  const file = await (await folder.getFileHandle(written[1]!.name)).getFile();
  expect(file.size).toBe(written[1]!.bytes);
  expect((await readBackup(file, { blobs: storage.blobs, room: undefined })).manifest.counts.takes).toBe(3);
});

it('deletes nothing that it did not write itself, whatever its name', async () => {
  await storage.backups.write({ keep: 1 });
  const others = ['holiday.kinora', backupName(new Date(NOON - DAY)), backupName(new Date(NOON))];
  for (const name of others) await put(name);
  // Somebody else's file has the name of this minute: the next one is taken.
  await make(NOON);
  await make(NOON + DAY);
  expect(await names()).toEqual([...others, backupName(new Date(NOON + DAY))].sort());
  expect(await (await (await folder.getFileHandle(others[2]!)).getFile()).text()).toBe('mine');
});

it('deletes no other name, even if its record were spoiled', async () => {
  await put('thesis.pdf');
  await storage.backups.write({ keep: 1, written: [{ name: 'thesis.pdf', at: 1, bytes: 4 }] });
  await make(NOON);
  expect(await names()).toContain('thesis.pdf');
});

it('leaves nothing half and deletes nothing when it is stopped', async () => {
  await storage.backups.write({ keep: 1 });
  await make(NOON);
  await expect(make(NOON + DAY, AbortSignal.abort())).rejects.toEqual(expect.objectContaining({ fault: { reason: 'cancelled', facts: {} } }));
  expect(await names()).toEqual([backupName(new Date(NOON))]);
  expect((await storage.backups.read()).lastAt).toBe(NOON);
});

it('says by name that the folder is gone', async () => {
  await (await navigator.storage.getDirectory()).removeEntry(folder.name);
  const failed = await make(NOON).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(FaultError);
  expect((failed as FaultError).fault).toEqual({ reason: 'backup-folder-unreachable', facts: { folder: folder.name } });
});

it('knows whether anything has changed', async () => {
  const before = await fingerprint(await storage.transfer.snapshot());
  expect(await fingerprint(await storage.transfer.snapshot())).toBe(before);
  const [take] = await storage.takes.all();
  await storage.takes.put({ ...take!, rating: 4 });
  expect(await fingerprint(await storage.transfer.snapshot())).not.toBe(before);
});

it('keeps the folder over a restart', async () => {
  await storage.backups.setFolder(folder);
  expect(await (await storage.backups.folder())?.isSameEntry(folder)).toBe(true);
  await storage.backups.setFolder(undefined);
  expect(await storage.backups.folder()).toBeUndefined();
});
