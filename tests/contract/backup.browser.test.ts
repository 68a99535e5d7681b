import { openMemoryStorage } from '#lib/storage/memory.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { backupProjectsSuite } from './backup-projects-suite.ts';
import { backupSuite } from './backup-suite.ts';

let turn = 0;

const disk = () => openDiskStorage(`test-backup-${Date.now()}-${++turn}`);

for (const suite of [backupSuite, backupProjectsSuite]) {
  suite('memory', async () => openMemoryStorage());
  suite('IndexedDB and OPFS', disk);
}
