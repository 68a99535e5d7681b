import { FaultError } from '#core/schema/fault.ts';
import { OpfsBlobStore } from './blob-store.ts';
import { openDatabase } from './database.ts';
import { IdbDraftStore } from './draft-store.ts';
import { IdbJobStore } from './job-store.ts';
import { openMemoryStorage } from './memory.ts';
import { IdbNoticeStore } from './notice-store.ts';
import type { StudioStorage } from './ports.ts';
import { IdbSettingsStore } from './settings-store.ts';
import { IdbStandingStore } from './standing-store.ts';
import { IdbTakeStore } from './take-store.ts';

/** Opens what is kept on this machine. Throws FaultError `storage-refused` where the browser keeps nothing. */
export async function openDiskStorage(name: string): Promise<StudioStorage> {
  const blobs = await OpfsBlobStore.open(name);
  const db = await openDatabase(name);
  return {
    takes: new IdbTakeStore(db),
    blobs,
    drafts: new IdbDraftStore(db),
    jobs: new IdbJobStore(db),
    settings: new IdbSettingsStore(db),
    notices: new IdbNoticeStore(db),
    standing: new IdbStandingStore(db),
    kind: 'disk',
    close() {
      blobs.close();
      db.close();
    },
  };
}

/** Opens the storage of the studio: on disk, or in memory where the browser refuses. */
export async function openStorage(): Promise<StudioStorage> {
  try {
    return await openDiskStorage('kinora');
  } catch (error) {
    if (error instanceof FaultError && error.fault.reason === 'storage-refused') return openMemoryStorage();
    throw error;
  }
}
