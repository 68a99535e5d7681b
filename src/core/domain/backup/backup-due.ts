/** How often backups are made by themselves. */
export type BackupPace = 'hour' | 'day' | 'week';

const HOUR_MS = 3_600_000;
const PACE_MS: Readonly<Record<BackupPace, number>> = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS };

/** How long one may go without a backup before one is reminded, in milliseconds. */
export const REMIND_AFTER_MS = 14 * 24 * HOUR_MS;

/** How long to wait after a backup that failed, in milliseconds. */
const RETRY_MS = HOUR_MS / 4;

/** Whether the next backup is due. A last one that lies in the future (the clock was set back) counts as none. */
export function isBackupDue(pace: BackupPace, lastAt: number | undefined, lastFailedAt: number | undefined, now: number): boolean {
  const rested = (since: number | undefined, ms: number) => since === undefined || since > now || now - since >= ms;
  return rested(lastAt, PACE_MS[pace]) && rested(lastFailedAt, RETRY_MS);
}

/** Whether to remind of a backup: there is something to lose, older than that, and no backup since. */
export function shouldRemind(lastAt: number | undefined, oldestTakeAt: number | undefined, now: number): boolean {
  const since = lastAt !== undefined && lastAt <= now ? lastAt : oldestTakeAt;
  return since !== undefined && now - since >= REMIND_AFTER_MS;
}

/** The name of a backup by the clock on the wall: `kinora-2026-11-21-0905.kinora`. */
export function backupName(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `kinora-${day}-${two(at.getHours())}${two(at.getMinutes())}.kinora`;
}

/** The name of a project's backup: `kinora-film-the-last-summer-2026-11-21-0905.kinora`. It is none of those that Kinora deletes by itself. */
export function projectBackupName(name: string, at: Date): string {
  const words = name.normalize('NFC').toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return backupName(at).replace('kinora', ['kinora', 'film', ...[...words.join('-')].slice(0, 40).join('').split('-')].filter(Boolean).join('-'));
}

/** Whether a file may be one of those that Kinora names by itself. */
export const isBackupName = (name: string): boolean => /^kinora-\d{4,}-\d\d-\d\d-\d{4}\.kinora$/.test(name);
