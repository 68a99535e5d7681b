import { describe, expect, it } from 'vitest';
import { backupName, isBackupDue, isBackupName, projectBackupName, REMIND_AFTER_MS, shouldRemind } from './backup-due.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;

describe('whether a backup is due', () => {
  it('is due at first, then at its pace', () => {
    expect(isBackupDue('day', undefined, undefined, NOW)).toBe(true);
    expect(isBackupDue('day', NOW - 23 * HOUR, undefined, NOW)).toBe(false);
    expect(isBackupDue('day', NOW - 24 * HOUR, undefined, NOW)).toBe(true);
    expect(isBackupDue('hour', NOW - HOUR, undefined, NOW)).toBe(true);
    expect(isBackupDue('week', NOW - 24 * HOUR, undefined, NOW)).toBe(false);
  });

  it('waits a little after one that failed', () => {
    expect(isBackupDue('hour', undefined, NOW - HOUR / 8, NOW)).toBe(false);
    expect(isBackupDue('hour', undefined, NOW - HOUR / 4, NOW)).toBe(true);
  });

  it('is due when the clock was set back', () => {
    expect(isBackupDue('week', NOW + HOUR, NOW + HOUR, NOW)).toBe(true);
  });
});

describe('reminding', () => {
  it('says nothing while there is nothing to lose, or for two weeks', () => {
    expect(shouldRemind(undefined, undefined, NOW)).toBe(false);
    expect(shouldRemind(undefined, NOW - HOUR, NOW)).toBe(false);
    expect(shouldRemind(NOW - HOUR, NOW - 2 * REMIND_AFTER_MS, NOW)).toBe(false);
  });

  it('reminds two weeks after the last one, or after the first take without one', () => {
    expect(shouldRemind(NOW - REMIND_AFTER_MS, NOW - 2 * REMIND_AFTER_MS, NOW)).toBe(true);
    expect(shouldRemind(undefined, NOW - REMIND_AFTER_MS, NOW)).toBe(true);
  });
});

it('names files by the wall clock, and knows its own names', () => {
  const name = backupName(new Date(2026, 0, 9, 7, 5));
  expect(name).toBe('kinora-2026-01-09-0705.kinora');
  expect(isBackupName(name)).toBe(true);
  for (const other of ['holiday.kinora', 'kinora-2026-01-09-0705.kinora.bak', '../kinora-2026-01-09-0705.kinora']) {
    expect(isBackupName(other)).toBe(false);
  }
});

it('names the file of a project by its name, so that it is never deleted as one of its own', () => {
  const name = (film: string) => projectBackupName(film, new Date(2026, 0, 9, 7, 5)).replace('-2026-01-09-0705.kinora', '');
  expect(name('The last/summer: “A” (2)')).toBe('kinora-film-the-last-summer-a-2');
  expect([name(''), name('🎬 …'), name('Été à Łódź')]).toEqual(['kinora-film', 'kinora-film', 'kinora-film-été-à-łódź']);
  expect(name('x'.repeat(99))).toBe(`kinora-film-${'x'.repeat(40)}`);
  for (const film of ['', '2026-01-09-0705']) expect(isBackupName(projectBackupName(film, new Date()))).toBe(false);
});
