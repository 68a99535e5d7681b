const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago, as a person says it: `just now`, `5 minutes ago`, `yesterday`. Milliseconds since 1970. */
export function ago(at: number, now: number): string {
  const gone = Math.max(0, now - at);
  if (gone < MINUTE) return 'just now';
  if (gone < HOUR) return RELATIVE.format(-Math.floor(gone / MINUTE), 'minute');
  if (gone < DAY) return RELATIVE.format(-Math.floor(gone / HOUR), 'hour');
  return RELATIVE.format(-Math.floor(gone / DAY), 'day');
}

/** The moment itself, in the browser's time zone: `21 Nov, 14:05`, with the year where it is not this one. */
export function exactly(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}
