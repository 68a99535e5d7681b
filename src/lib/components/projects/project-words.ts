import { daysInBin } from '#core/domain/project/bin-term.ts';
import { nominalRate } from '#core/domain/timeline/frame-rate.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import { counted } from '../ui/figures.ts';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const MINUTE = 60_000;

/** When a project was last changed, as people say it. */
export function saidAgo(at: number, now: number): string {
  const minutes = Math.max(0, Math.round((now - at) / MINUTE));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return relative.format(-minutes, 'minute');
  if (minutes < 24 * 60) return relative.format(-Math.round(minutes / 60), 'hour');
  if (minutes < 7 * 24 * 60) return relative.format(-Math.round(minutes / 24 / 60), 'day');
  return date.format(at);
}

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** The day of a moment: `today`, `yesterday`, `Nov 20, 2026`. */
export function saidDay(at: number, now: number): string {
  const day = (time: number): string => new Date(time).toDateString();
  if (day(at) === day(now)) return 'today';
  const before = new Date(now);
  before.setDate(before.getDate() - 1);
  return day(at) === before.toDateString() ? 'yesterday' : date.format(at);
}

export const saidTime = (at: number): string => clock.format(at);

/** A moment to the minute: `yesterday, 12:04`. */
export const saidMoment = (at: number, now: number): string => `${saidDay(at, now)}, ${saidTime(at)}`;

/** On which day what lies in the bin since `at` is deleted for good: `on Dec 20, 2026`. `term`: days. */
export function saidDeletion(at: number, term: number, now: number): string {
  // With the clock set back the whole term is left.
  const left = daysInBin({ deletedAt: at }, term, now) ?? term;
  return left === 0 ? 'today' : `on ${date.format(now + left * 24 * 60 * MINUTE)}`;
}

/** Minutes and seconds: `1:05`. */
export function saidFilmLength(frames: number, { numerator, denominator }: FrameRate): string {
  const seconds = Math.round((frames * denominator) / numerator);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `24 frames a second`, `29.97 frames a second`. */
export function saidRate(rate: FrameRate): string {
  const { numerator, denominator } = rate;
  return `${denominator === 1 ? nominalRate(rate) : (numerator / denominator).toFixed(2)} frames a second`;
}

/** What a project is called where it has no name. */
export const nameOf = ({ name }: { readonly name: string }): string => name.trim() || 'Untitled film';

/** How much of a film is there: `3 of 9 clips made`. */
export const saidProgress = ({ clips, made }: Pick<ProjectRecord, 'clips' | 'made'>): string =>
  clips === 0 ? 'No clips yet' : `${made} of ${counted(clips, 'clip')} made`;
