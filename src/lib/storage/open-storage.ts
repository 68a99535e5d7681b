import { loadPart } from '#core/domain/load-part.ts';
import { FaultError } from '#core/schema/fault.ts';
import { IdbAcceleratorStore } from './accelerator-store.ts';
import { IdbAsideStore } from './aside-store.ts';
import { IdbBackupStore } from './backup-store.ts';
import { OpfsBlobStore } from './blob-store.ts';
import { Connection } from './connection.ts';
import { IdbDraftStore } from './draft-store.ts';
import { OpfsHearingStore } from './hearing-store.ts';
import { IdbJobStore } from './job-store.ts';
import { IdbNoticeStore } from './notice-store.ts';
import type { StudioStorage } from './ports.ts';
import { IdbProjectStore } from './project-store.ts';
import { IdbSettingsStore } from './settings-store.ts';
import { IdbStandingStore } from './standing-store.ts';
import { readIdentity, readReferences } from './stored-references.ts';
import { IdbTakeStore } from './take-store.ts';
import { TransferOnDemand } from './transfer-on-demand.ts';
import { WriteAhead } from './write-ahead.ts';

/**
 * Opens what is kept on this machine. `onBlocked` hears when a tab of an older version keeps it waiting.
 * Throws FaultError `storage-refused` where the browser keeps nothing, `storage-unreadable`, `storage-newer`,
 * `upgrade-failed` or `no-room-on-disk`; then nothing was touched.
 */
export async function openDiskStorage(name: string, onBlocked?: () => void): Promise<StudioStorage> {
  const blobs = await OpfsBlobStore.open(name);
  const connection = await Connection.open(name, onBlocked);
  return {
    takes: new IdbTakeStore(connection),
    projects: new IdbProjectStore(connection),
    blobs,
    drafts: new IdbDraftStore(connection, new WriteAhead(`${name}-ahead-draft`)),
    jobs: new IdbJobStore(connection),
    settings: new IdbSettingsStore(connection),
    notices: new IdbNoticeStore(connection),
    hearings: new OpfsHearingStore(name),
    standing: new IdbStandingStore(connection),
    aside: new IdbAsideStore(connection),
    transfer: new TransferOnDemand(connection),
    backups: new IdbBackupStore(connection),
    accelerator: new IdbAcceleratorStore(connection),
    kind: 'disk',
    references: () => readReferences(connection),
    identity: () => readIdentity(connection),
    watch: (listener) => connection.watch(listener),
    close() {
      blobs.close();
      connection.close();
    },
  };
}

/** Opens the storage of the studio: on disk, or in memory where the browser refuses. */
export async function openStorage(onBlocked?: () => void): Promise<StudioStorage> {
  try {
    return await openDiskStorage('kinora', onBlocked);
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.reason !== 'storage-refused') throw error;
    const { openMemoryStorage } = await loadPart(() => import('./memory.ts'));
    return openMemoryStorage();
  }
}
