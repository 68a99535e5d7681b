/** What stands in brackets at the beginning of a line and begins like a time: [1:75], [12.5]. */
const LIKE_A_TIME = /^\s*(?:\[\d{1,3}:[0-5]?\d(?:[.:]\d{1,3})?\]\s*)*\[\s*\d+\s*[:.,]\s*\d[^\]]*\]/;
const TIME = /\[\d{1,3}:[0-5]?\d(?:[.:]\d{1,3})?\]/g;

/** The lines, from 1, that begin with a time that cannot be read: their words are sung, the time is shown among them. */
export function unreadableTimes(lyrics: string): readonly number[] {
  return lyrics.split(/\r?\n/).flatMap((line, at) => (LIKE_A_TIME.test(line) && /^\s*\[\s*\d/.test(line.replaceAll(TIME, '')) ? [at + 1] : []));
}
