import { openMemoryStorage } from '#lib/storage/memory.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { backupSuite } from './backup-suite.ts';

let turn = 0;

backupSuite('memory', async () => openMemoryStorage());
backupSuite('IndexedDB and OPFS', () => openDiskStorage(`test-backup-${Date.now()}-${++turn}`));
