import type { BackupStanding } from '#lib/storage/snapshot.ts';
import type { Take } from '#core/schema/take.ts';

/** The longest part of a prompt that stands for a take, in UTF-16 code units. */
const LONGEST = 60;

/** What a person knows a take by: its name, else its prompt. */
export function takeTitle({ name, recipe: { prompt } }: Take): string {
  const title = name ?? prompt;
  return `“${title.length > LONGEST ? `${title.slice(0, LONGEST)}…` : title}”`;
}

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
