/** Tries in a row that bring no byte, before a fetch gives up. */
export const MOST_TRIES = 6;

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** A server that wants to be left alone for longer is not waited for. Milliseconds. */
const LONGEST_WISH_MS = 10 * 60_000;

/**
 * How long to wait before try `tries` + 1, in milliseconds: anything up to 0.5, 1, 2 … seconds (full jitter), and never
 * less than the server asked for. Undefined where it asked for too long. `random`: 0 to 1.
 */
export function fetchPause(tries: number, wish: number | undefined, random: number): number | undefined {
  const jitter = Math.round(random * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, tries - 1)));
  if (wish === undefined) return jitter;
  return wish > LONGEST_WISH_MS ? undefined : wish + jitter;
}

/** The milliseconds that a header Retry-After asks for: seconds, or a date. `now`: milliseconds since 1970. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
