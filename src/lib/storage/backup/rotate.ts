import { backupName, isBackupName } from '#core/domain/backup/backup-due.ts';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import { FaultError } from '#core/schema/fault.ts';
import { sha256 } from '../digest.ts';
import type { StudioStorage } from '../ports.ts';
import type { BackupStanding } from '../backup-standing.ts';
import type { Snapshot, WholeSnapshot } from '../snapshot.ts';
import { loraParts } from './backed-up-loras.ts';
import { recordParts } from './json-part.ts';
import type { Sink } from './sink.ts';
import type { WriteOptions, WrittenBackup } from './write-backup.ts';

export { lorasToWrite } from './backed-up-loras.ts';

export interface RotatedBackup extends WrittenBackup {
  readonly name: string;
  readonly standing: BackupStanding;
}

/** What the records are, as one short text: two that differ give two. */
export async function fingerprint(snapshot: Snapshot, loras: readonly KeptLora[] = []): Promise<string> {
  return sha256(new TextEncoder().encode([...recordParts(snapshot, 'everything'), ...loraParts(loras)].map(({ text }) => text).join('\n')));
}

/**
 * Writes everything into a folder under a new name, notes that, then deletes the oldest of those that it
 * wrote itself until as many are left as are to be kept. Throws FaultError `backup-folder-unreachable`,
 * `cancelled`, or what writing throws; then nothing half is left and nothing is deleted.
 */
export async function rotateBackup(
  { blobs, backups }: Pick<StudioStorage, 'blobs' | 'backups'>,
  folder: FileSystemDirectoryHandle,
  snapshot: WholeSnapshot,
  options: WriteOptions,
): Promise<RotatedBackup> {
  // What packs archives is large, and is loaded when one is due.
  const { writeBackup } = await import('./write-backup.ts');
  const { name, sink } = await reaching(folder, () => newFile(folder, options.now));
  const written = await writeBackup(blobs, snapshot, 'everything', sink, options).catch(async (error: unknown) => {
    await removeHalf(folder, name);
    throw error;
  });
  const before = await backups.read();
  const all = [...before.written, { name, at: options.now, bytes: written.bytes }];
  const standing = await backups.write({
    written: await prune(folder, all, before.keep),
    lastAt: options.now,
    lastInFolderAt: options.now,
    lastFailedAt: undefined,
    lastProblem: undefined,
    fingerprint: await fingerprint(snapshot, options.loras),
  });
  return { ...written, name, standing };
}

/** Deletes the oldest of the files that are listed; returns those that are left. One that cannot be deleted is tried again next time. */
async function prune(folder: FileSystemDirectoryHandle, written: BackupStanding['written'], keep: number): Promise<BackupStanding['written']> {
  const left = written.slice(-keep);
  const stuck: BackupStanding['written'] = [];
  for (const file of written.slice(0, -keep)) {
    if (!isBackupName(file.name)) continue;
    await folder.removeEntry(file.name).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === 'NotFoundError')) stuck.push(file);
    });
  }
  return [...stuck, ...left];
}

/** A file under the name of this minute, or of the next one that is free. */
async function newFile(folder: FileSystemDirectoryHandle, now: number): Promise<{ name: string; sink: Sink }> {
  for (let at = now; ; at += 60_000) {
    const name = backupName(new Date(at));
    if (await exists(folder, name)) continue;
    const handle = await folder.getFileHandle(name, { create: true });
    return { name, sink: await handle.createWritable() };
  }
}

/** The browser may hold a file for a moment longer than it was written to. */
async function removeHalf(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  for (const pause of [0, 50, 200, 1_000]) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      return await folder.removeEntry(name);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'NoModificationAllowedError')) return;
    }
  }
}

async function exists(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await folder.getFileHandle(name);
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return false;
    throw error;
  }
}

async function reaching<Value>(folder: FileSystemDirectoryHandle, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    throw new FaultError('backup-folder-unreachable', { folder: folder.name }, { cause });
  }
}
