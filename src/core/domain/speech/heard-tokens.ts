/** A word as it was said, with the space before it where it has one. Seconds. */
export interface HeardWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What was said in one breath. Seconds. */
export interface HeardSegment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Empty where the model cannot say when each word came. */
  readonly words: readonly HeardWord[];
}

export interface HeardTokens {
  /** What was written after the prompt, without the token that ends it. */
  readonly ids: readonly number[];
  /** When each was said, in seconds; undefined where the model does not tell. */
  readonly times: readonly number[] | undefined;
  /** The token of the time 0. */
  readonly firstTime: number;
  /** From here to there tokens are signs of the model's own, and no words. */
  readonly firstSign: number;
  /** Seconds from the token of a time to the next. */
  readonly step: number;
  /** How long the window is that was heard, in seconds. */
  readonly length: number;
  decode(ids: readonly number[]): string;
}

export interface HeardWindow {
  readonly segments: readonly HeardSegment[];
  /** Where the next window begins, in seconds of this one: after the last breath that is whole, else at its end. */
  readonly next: number;
}

/** The next window begins so much later at least. Seconds. */
const LEAST = 1;

/**
 * The tokens of one window of Whisper as what was said, and when. A time stands before and after each breath; where two of
 * them end it, what comes next was cut off and is heard again. (Radford et al. 2022, section 3.8, and OpenAI's transcribe.py.)
 */
export function readHeardTokens(heard: HeardTokens): HeardWindow {
  const { ids, firstTime, step, length } = heard;
  const isTime = ids.map((id) => id >= firstTime);
  const timeAt = (at: number) => Math.min(length, (ids[at]! - firstTime) * step);
  const pairs = ids.flatMap((_, at) => (at > 0 && isTime[at - 1] && isTime[at] ? [at] : []));
  const isClosed = isTime.at(-1) === true && isTime.at(-2) === false;
  const last = pairs.at(-1);
  const isCut = last !== undefined && !isClosed;
  const segments: HeardSegment[] = [];
  let begun: number | undefined;
  let from = 0;
  const close = (at: number, end: number) => {
    const segment = segmentOf(heard, from, at, begun ?? 0, end);
    if (segment) segments.push(segment);
    from = at + 1;
    begun = undefined;
  };
  for (let at = 0; at < (isCut ? last : ids.length); at++) {
    if (!isTime[at]) continue;
    if (begun === undefined && at === from) [begun, from] = [timeAt(at), at + 1];
    else close(at, timeAt(at));
  }
  // Where no time ends the rest, the window does.
  if (!isCut && from < ids.length) close(ids.length, length);
  // One that says it ends where it began would be heard for ever.
  return { segments, next: isCut ? Math.max(LEAST, timeAt(last - 1)) : length };
}

function segmentOf(heard: HeardTokens, from: number, until: number, start: number, end: number): HeardSegment | undefined {
  const ids = heard.ids.slice(from, until).filter((id) => id < heard.firstSign);
  const text = heard.decode(ids);
  if (text.trim() === '' || end <= start) return undefined;
  return { start, end, text: text.trim(), words: wordsOf(heard, from, until, { start, end }) };
}

/** Letters that several tokens make come out as this until they are whole. */
const BROKEN = '\uFFFD';

function wordsOf({ ids, times, firstSign, decode }: HeardTokens, from: number, until: number, { start, end }: { readonly start: number; readonly end: number }): HeardWord[] {
  if (!times) return [];
  const words: { text: string; start: number; end: number }[] = [];
  let open: number[] = [];
  for (let at = from; at < until; at++) {
    if (ids[at]! >= firstSign) continue;
    open.push(ids[at]!);
    const text = decode(open);
    if (text.includes(BROKEN) && at + 1 < until) continue;
    const time = times[at - open.length + 1] ?? Number.NaN;
    const said = Math.min(end, Math.max(words.at(-1)?.start ?? start, Number.isFinite(time) ? time : start));
    // What begins without a space belongs to the word before.
    if (words.length === 0 || text.startsWith(' ')) words.push({ text, start: said, end });
    else words.at(-1)!.text += text;
    open = [];
  }
  return words.map((word, at) => ({ ...word, end: words[at + 1]?.start ?? end }));
}
