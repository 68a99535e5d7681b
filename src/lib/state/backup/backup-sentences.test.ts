import { describe, expect, it } from 'vitest';
import type { WrittenBackup } from '#lib/storage/backup/write-backup.ts';
import type { RecordChange } from '#lib/storage/snapshot.ts';
import { saidImported, saidTakenBack, saidWritten } from './backup-sentences.ts';

const changes = (counts: Partial<Record<RecordChange['store'] | 'joined', number>>) =>
  Object.entries(counts).flatMap(([store, count]) =>
    Array.from({ length: count }, () => ({ store: store === 'joined' ? 'projects' : store, before: store === 'joined' ? {} : undefined }) as RecordChange),
  );
const written = (counts: object, project?: string) =>
  ({ manifest: { counts: { takes: 0, jobs: 0, notices: 0, media: 0, projects: 0, films: 0, ...counts }, project } }) as unknown as WrittenBackup;

describe('what is said of backups', () => {
  it('names what an import brought', () => {
    expect(saidImported(changes({ takes: 3, jobs: 4 }))).toBe('Imported: 3 takes and 4 jobs.');
    expect(saidImported(changes({ projects: 1, takes: 1, joined: 2 }))).toBe('Imported: 1 project, 1 take and changes to 2 projects.');
    expect(saidImported(changes({ joined: 1 }))).toBe('Imported: changes to 1 project.');
    expect(saidImported(changes({ settings: 1 }))).toBe('The backup was imported.');
    expect(saidImported([], 2)).toBe('Imported: 2 exported films.');
    expect(saidImported(changes({ takes: 1 }), 0, 2)).toBe('Imported: 1 take and 2 LoRAs.');
  });

  it('names what stays when it is taken back', () => {
    expect(saidTakenBack(0, [])).toBe('The import was taken back.');
    expect(saidTakenBack(1, ['Sea'])).toBe('The import was taken back. One thing was changed since and stayed. “Sea” is open in a tab and kept what came.');
    expect(saidTakenBack(2, ['Sea', 'Sand'])).toContain('2 things were changed since and stayed. “Sea” and “Sand” are open in a tab and kept what came.');
  });

  it('names what a file holds', () => {
    expect(saidWritten(written({ takes: 1 }), undefined, 'a.kinora')).toBe('1 take is in a.kinora.');
    expect(saidWritten(written({ takes: 0, projects: 2 }), undefined, 'a.kinora')).toBe('2 projects and 0 takes are in a.kinora.');
    expect(saidWritten(written({ takes: 2, projects: 1 }, 'id'), 'Sea', 'a.kinora')).toBe('“Sea” and 2 takes are in a.kinora.');
    expect(saidWritten(written({ projects: 1 }, 'id'), 'Sea', 'a.kinora')).toBe('“Sea” is in a.kinora. It has no take yet.');
    expect(saidWritten(written({ takes: 2, projects: 1, films: 1 }, 'id'), 'Sea', 'a.kinora')).toBe('“Sea”, 2 takes and 1 exported film are in a.kinora.');
    expect(saidWritten(written({ films: 1 }), undefined, 'a.kinora')).toBe('0 takes and 1 exported film is in a.kinora.');
  });
});
