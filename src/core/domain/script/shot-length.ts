import type { FrameRate } from '../../schema/film-time.ts';
import { toFrames } from '../timeline/frame-rate.ts';
import { parseTimecode } from '../timeline/timecode.ts';

/** A day: what is longer is no length of a shot. Seconds. */
const LONGEST = 86_400;

/** A length as people write it, in frames: 3, 3.5, 3,5 s, 72 frames, 0:03, 00:00:03:12; undefined where it is none. */
export function readLength(text: string, rate: FrameRate): number | undefined {
  const plain = text.trim().toLowerCase();
  const frames = /^(\d{1,7})\s*(?:f|fr|frames?)$/.exec(plain);
  if (frames) return Number(frames[1]) || undefined;
  if (/^\d{1,2}[:;]\d{1,2}[:;]\d{1,2}[:;.]\d{1,2}$/.test(plain)) {
    const code = parseTimecode(plain, rate);
    return code.ok && code.value > 0 ? code.value : undefined;
  }
  const seconds = secondsIn(plain);
  return seconds === undefined || !(seconds > 0 && seconds <= LONGEST) ? undefined : Math.max(1, toFrames(seconds, rate));
}

function secondsIn(plain: string): number | undefined {
  const clock = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,3})?)$/.exec(plain);
  if (clock) return Number(clock[1] ?? 0) * 3_600 + Number(clock[2]) * 60 + Number((clock[3] as string).replace(',', '.'));
  const number = /^(?:~|ca\.?\s*)?(\d{1,6}(?:[.,]\d{1,3})?)\s*(ms|s|secs?|seconds?|"|”|m|mins?|minutes?)?\.?$/.exec(plain);
  if (!number) return undefined;
  const value = Number((number[1] as string).replace(',', '.'));
  return number[2]?.startsWith('ms') ? value / 1_000 : number[2]?.startsWith('m') ? value * 60 : value;
}

const SAID = /[([]\s*((?:~|ca\.?\s*)?\d{1,6}(?:[.,]\d{1,3})?\s*(?:s|secs?|seconds?|f|frames?)|\d{1,2}:\d{1,2}(?::\d{1,2}){0,2})\s*[)\]]|(?:^|[\s,;–—-])(\d{1,4}(?:[.,]\d{1,3})?\s?(?:s|secs?|seconds?))(?=\s*(?:$|[,;:.–—-](?:\s|$)))/i;
const RANGE = /^[([]?(\d{1,2}:\d{2}(?::\d{2})?)\s*[-–—]\s*(\d{1,2}:\d{2}(?::\d{2})?)[)\]]?\s*[:–—-]?\s*/;

/** The length that stands in a shot's words, and the words without it. */
export function lengthIn(text: string, rate: FrameRate): { readonly length: number | null; readonly rest: string } {
  const range = RANGE.exec(text);
  if (range) {
    const [from, to] = [secondsIn(range[1] as string), secondsIn(range[2] as string)];
    if (from !== undefined && to !== undefined && to > from) return { length: toFrames(to - from, rate), rest: text.slice(range[0].length) };
  }
  const said = SAID.exec(text);
  const length = said && readLength((said[1] ?? said[2]) as string, rate);
  if (!said || !length) return { length: null, rest: text };
  return { length, rest: `${text.slice(0, said.index)} ${text.slice(said.index + said[0].length)}`.replace(/\s+/g, ' ').replace(/[\s,;–—-]+$/, '').replace(/^[\s,;:–—-]+/, '').trim() };
}
