import type { FaultReason } from '../../schema/fault.ts';
import { type Explanation, type Facts, megabytes, NOTHING_CHANGED, said } from './explanation.ts';

type BackupReason = Extract<FaultReason, `backup-${string}`>;

/** What a person reads when a backup cannot be written or read. */
export const BACKUP_TABLE: Record<BackupReason, (facts: Facts) => Explanation> = {
  'backup-not-readable': ({ file }) => ({
    title: 'This is not a Kinora backup',
    happened: `${said(file, 'The file')} is not a Kinora backup, or its end is missing.`,
    kept: NOTHING_CHANGED,
    next: 'Choose a file that ends in .kinora; if it was copied or downloaded, do that again.',
  }),
  'backup-damaged': ({ file, part, problem }) => ({
    title: 'The backup is damaged',
    happened: `${said(file, 'The backup')} is not as it was written: ${said(part, 'a part of it')}${
      problem === undefined ? ' differs' : ` ${problem}`
    }.`,
    kept: NOTHING_CHANGED,
    next: 'Use another copy of the file, or an earlier backup.',
  }),
  'backup-newer': ({ file }) => ({
    title: 'The backup is from a newer Kinora',
    happened: `${said(file, 'The backup')} was written by a newer version of Kinora than this one.`,
    kept: NOTHING_CHANGED,
    next: 'Update Kinora and import it again.',
  }),
  'backup-too-large': ({ file, needed, free }) => ({
    title: 'The backup does not fit',
    happened: `${said(file, 'The backup')} holds more than there is room for${
      needed === undefined
        ? ''
        : `: it needs ${megabytes(needed)}${free === undefined ? '' : `, ${megabytes(free)} are free`}`
    }.`,
    kept: NOTHING_CHANGED,
    next: 'Make room, then import it again.',
  }),
  'backup-unsafe': ({ file, problem }) => ({
    title: 'The backup was not opened',
    happened: `${said(file, 'The file')} holds what no backup of Kinora holds${problem === undefined ? '' : `: ${problem}`}.`,
    kept: NOTHING_CHANGED,
    next: 'Import only files that Kinora wrote, from people you trust.',
  }),
  'backup-folder-unreachable': ({ folder }) => ({
    title: 'The backup folder cannot be reached',
    happened: `Kinora cannot write into ${folder === undefined || folder === '' ? 'the backup folder' : `“${folder}”`}: it was moved or deleted, or the browser asks again.`,
    kept: 'Backups that were made before are still where they were.',
    next: 'Allow it again, or choose another folder.',
  }),
};
