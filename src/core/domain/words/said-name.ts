/** The longest name that is said within a sentence, in UTF-16 code units. */
const LONG = 60;

/** Characters that order what comes after them, to the end of the line and whatever that says. */
const OVERRIDES = /[\u202A-\u202E\u2066-\u2069]/gu;
/** Hebrew, Arabic and the other scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** A name in one line of at most 60 code units. Parts no surrogate pair. */
export function shortName(name: string): string {
  // Only a part that may be shown is looked at: a name has no limit.
  const text = name.slice(0, 8 * LONG).replace(OVERRIDES, '').replace(/\s+/gu, ' ').trim();
  return text.length > LONG || name.length > 8 * LONG ? `${text.slice(0, LONG).replace(/\p{Surrogate}$/u, '').trimEnd()}…` : text;
}

/** A name as it is said within a sentence: short, and in its own direction, so that the words around it keep theirs. */
export function saidName(name: string): string {
  const text = shortName(name);
  return RIGHT_TO_LEFT.test(text) ? `${FIRST_STRONG_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}` : text;
}

/** A name in quotation marks, as a sentence cites it. */
export const quotedName = (name: string): string => `“${saidName(name)}”`;
