import { beforeEach, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import type { BackupStore } from '#lib/storage/ports.ts';
import { BackupStanding } from '#lib/storage/backup-standing.ts';
import { HeldBackups } from './held-backups.ts';

const picked = { name: 'Backups' } as FileSystemDirectoryHandle;

let fault: FaultError | undefined;
let standing: BackupStanding;
let folder: FileSystemDirectoryHandle | undefined;
const hold = vi.fn();
const drop = vi.fn();

const store: BackupStore = {
  read: async () => standing,
  folder: async () => folder,
  async write(patch) {
    if (fault) throw fault;
    return (standing = BackupStanding.parse({ ...standing, ...patch }));
  },
  async setFolder(handle) {
    if (fault) throw fault;
    folder = handle;
  },
};

beforeEach(() => {
  [fault, standing, folder] = [undefined, BackupStanding.parse({}), undefined];
  hold.mockReset();
  drop.mockReset();
});

it('holds what the store has no room for, says so, and has it written once there is room', async () => {
  const held = new HeldBackups(store, { hold, drop });
  fault = new FaultError('no-room-on-disk');
  await held.setFolder(picked);
  expect(await held.write({ keep: 2 })).toMatchObject({ keep: 2, pace: 'day' });
  expect([await held.folder(), await held.read()]).toMatchObject([picked, { keep: 2 }]);
  expect([folder, standing.keep]).toEqual([undefined, 5]);
  const [name, why, retry] = hold.mock.lastCall as [string, unknown, () => Promise<boolean>];
  expect([name, why]).toEqual(['the backup folder', fault.fault]);
  expect(await retry()).toBe(false);
  fault = undefined;
  expect(await retry()).toBe(true);
  expect([folder, standing.keep, drop.mock.calls]).toEqual([picked, 2, [['the backup folder']]]);
  await held.setFolder(undefined);
  expect([await held.folder(), folder]).toEqual([undefined, undefined]);
});

it('holds silently in a tab that a newer version has shut out, and lets a bug through', async () => {
  const held = new HeldBackups(store, { hold, drop });
  fault = new FaultError('newer-version-open');
  expect(await held.write({ pace: 'week' })).toMatchObject({ pace: 'week' });
  expect(hold).not.toHaveBeenCalled();
  fault = new TypeError('a bug') as never;
  await expect(held.write({ keep: 3 })).rejects.toThrow('a bug');
});
