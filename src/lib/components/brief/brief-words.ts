import { BRIEF_CHARACTERS, type BriefReading } from '#core/domain/project/brief-reading.ts';
import type { LengthRefusal } from '#core/domain/project/film-length.ts';
import { counted } from '../ui/figures.ts';

const figures = new Intl.NumberFormat('en');

/** How much is written and how much can be: `12 words · 62 of 20,000 characters`. */
export const saidReading = ({ words, characters }: BriefReading): string =>
  `${counted(words, 'word').replace(/^\d+/, (count) => figures.format(Number(count)))} · ${figures.format(characters)} of ${figures.format(BRIEF_CHARACTERS)} characters`;

/** What stories are written from, where that is not all. */
export function saidUse({ words, isCut }: BriefReading): string | undefined {
  if (words === 0) return 'One word is enough for three stories. A few sentences make them yours.';
  return isCut ? `Stories are written from the first ${figures.format(BRIEF_CHARACTERS)} characters. The rest is kept here and not read.` : undefined;
}

/** Which lines of the lyrics have a time that is none, and how one is written. */
export function saidTimes(lines: readonly number[]): string {
  const named = lines.slice(0, 5).join(', ');
  const where = lines.length === 1 ? `The time in line ${named}` : `The times in lines ${named}${lines.length > 5 ? ' and others' : ''}`;
  return `${where} cannot be read and ${lines.length === 1 ? 'is' : 'are'} shown among the words. Write minutes and seconds: [01:23.45].`;
}

const LENGTHS: Record<LengthRefusal, string> = {
  'not-a-length': 'This is no length. Write seconds (20), minutes and seconds (1:30) or timecode (00:01:30:00).',
  'too-short': 'A film has 3 seconds or more.',
  'too-long': 'A film has an hour at most.',
};

/** Why a length was not taken, and which one stands. `kept`: as it is written. */
export const saidLengthRefusal = (refusal: LengthRefusal, kept: string | undefined): string =>
  `${LENGTHS[refusal]} ${kept === undefined ? 'No length is set so far.' : `The length is still ${kept}.`}`;
