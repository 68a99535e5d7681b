import type { LeftOut } from '#lib/storage/backup/read-film.ts';
import type { BackupStanding } from '#lib/storage/backup-standing.ts';
import { quotedName } from '#core/domain/words/said-name.ts';
import type { Take } from '#core/schema/take.ts';

/** What a person knows a take by: its name, else its prompt. */
export const takeTitle = ({ name, recipe: { prompt } }: Take): string => quotedName(name ?? prompt);

export const filmTitle = ({ name }: { readonly name: string }): string => quotedName(name.trim() || 'Untitled film');

/** Why a project stays in the file. */
export const WHY_LEFT_OUT: Readonly<Record<LeftOut['why'], string>> = {
  unreadable: 'its log cannot be read',
  'another-project': 'its log is that of another project',
  unsafe: 'it names a page or a program as a picture',
  'too-long': 'its log takes longer to read than any that a person made',
};

export const PACES: readonly { readonly value: BackupStanding['pace']; readonly label: string }[] = [
  { value: 'hour', label: 'Each hour' },
  { value: 'day', label: 'Each day' },
  { value: 'week', label: 'Each week' },
];

/** How many backups can be kept. */
export const KEPT = [2, 3, 5, 10, 20];

/** A moment as a date and a time of day. Milliseconds since 1970. */
export const saidMoment = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(at);
