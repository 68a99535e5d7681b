import type { FrameRate } from '../../schema/film-time.ts';
import type { Caption } from '../../schema/sound.ts';
import { toFrames } from '../timeline/frame-rate.ts';

export type CaptionFormat = 'lrc' | 'srt' | 'vtt';
export type NewCaption = Omit<Caption, 'id'>;

/** A line of a file that could not be used, and why, for people. Counted from 1. */
export interface CaptionProblem {
  readonly line: number;
  readonly sentence: string;
}

export interface ReadCaptions {
  readonly format: CaptionFormat;
  /** By their start. */
  readonly captions: readonly NewCaption[];
  readonly problems: readonly CaptionProblem[];
}

/** A caption in seconds, and the line of the file that it stands in. */
interface Timed {
  readonly start: number;
  /** Null where the next one ends it. */
  readonly end: number | null;
  readonly text: string;
  readonly line: number;
}

/** The last line of a song without an end is shown so long, in seconds. */
const LAST = 5;
/** More captions than these are no film's. */
const MOST = 20_000;

/**
 * Reads LRC, SubRip (SRT) or WebVTT, told apart by their first lines. Each line that cannot be used has
 * a sentence; the rest is kept. Undefined where the text is none of them.
 */
export function readCaptions(text: string, rate: FrameRate): ReadCaptions | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/).map((line) => line.replace(OTHER_ARROW, '$1-->$2'));
  const format = formatOf(lines);
  if (!format) return undefined;
  const problems: CaptionProblem[] = [];
  const timed = format === 'lrc' ? readLrc(lines, problems) : readCues(lines, problems);
  const ordered = timed.slice(0, MOST).sort((a, b) => a.start - b.start);
  if (timed.length > MOST) problems.push({ line: timed[MOST]!.line, sentence: `Only the first ${MOST} captions were taken.` });
  const captions = ordered.flatMap((one, i): NewCaption[] => {
    if (one.text === '') return [];
    const start = toFrames(one.start, rate);
    const next = ordered.slice(i + 1).find((other) => other.start > one.start);
    return [{ start, end: Math.max(start + 1, toFrames(one.end ?? next?.start ?? one.start + LAST, rate)), text: one.text }];
  });
  return { format, captions, problems: problems.sort((a, b) => a.line - b.line) };
}

function formatOf(lines: readonly string[]): CaptionFormat | undefined {
  if (/^WEBVTT(\s|$)/.test(lines[0] ?? '')) return 'vtt';
  if (lines.some((line) => line.includes('-->'))) return 'srt';
  return lines.some((line) => /^\s*\[\s*\d+\s*:[^\]]*\]/.test(line)) ? 'lrc' : undefined;
}

/** What hands and word processors make of the arrow between two times. */
const OTHER_ARROW = /^(\s*\d[\d:.,]*\s*)(?:->|[–—]>|→)(\s*\d)/;

/** [mm:ss], [mm:ss.xx] or [mm:ss:xx]; a line may have several. */
const TAG = /^\s*\[([^\]]*)\]/;
const TIME = /^(\d{1,3}):([0-5]?\d)(?:[.:](\d{1,3}))?$/;
const OFFSET = /^\s*\[offset:\s*([+-]?\d+)\s*\]/i;

function readLrc(lines: readonly string[], problems: CaptionProblem[]): Timed[] {
  // A positive offset has the words come sooner. Milliseconds.
  const offset = lines.reduce((found, line) => Number(OFFSET.exec(line)?.[1] ?? found), 0) / 1000;
  return lines.flatMap((raw, i) => {
    const line = i + 1;
    const starts: number[] = [];
    let rest = raw;
    for (let tag = TAG.exec(rest); tag; tag = TAG.exec(rest)) {
      const time = TIME.exec(tag[1]!.trim());
      if (!time && /^\s*\d/.test(tag[1]!)) problems.push({ line, sentence: `“${tag[1]}” is no time. Times are written [01:23.45].` });
      // What is left are facts such as [ar: Somebody].
      else if (time) starts.push(Math.max(0, Number(time[1]) * 60 + Number(time[2]) + Number(`0.${time[3] ?? 0}`) - offset));
      rest = rest.slice(tag[0].length);
    }
    // Times of single words, as enhanced LRC has them.
    const text = rest.replaceAll(/<\d{1,3}:[^>]*>/g, ' ').replaceAll(/\s+/g, ' ').trim();
    if (starts.length === 0 && text !== '' && rest === raw) problems.push({ line, sentence: `“${shortened(text)}” has no time before it, so it was left out.` });
    return starts.map((start) => ({ start, end: null, text, line }));
  });
}

const ARROW = /^\s*(\S+)\s*-->\s*(\S+)/;
const CUE_TIME = /^(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?$/;

/** SubRip and WebVTT: a line with two times, then the words up to an empty line. */
function readCues(lines: readonly string[], problems: CaptionProblem[]): Timed[] {
  const found: Timed[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    if (!lines[i]!.includes('-->')) continue;
    const line = i + 1;
    const times = lines[i]!.trim();
    const [, from = '', until = ''] = ARROW.exec(times) ?? [];
    const words: string[] = [];
    while (i + 1 < lines.length && lines[i + 1]!.trim() !== '' && !lines[i + 1]!.includes('-->')) words.push(lines[(i += 1)]!);
    // Without an empty line the number of the next caption stands where words would.
    if (lines[i + 1]?.includes('-->') && /^\d+$/.test(words.at(-1)?.trim() ?? '')) words.pop();
    const [start, end] = [cueTime(from), cueTime(until)];
    const text = words.map(plain).join('\n').trim();
    if (start === undefined || end === undefined) problems.push({ line, sentence: `“${shortened((start === undefined ? from : until) || times)}” is no time. Times are written 00:01:23,450.` });
    else if (end <= start) problems.push({ line, sentence: `It ends at ${until}, which is not after its start at ${from}, so it was left out.` });
    else if (text === '') problems.push({ line, sentence: 'It has no words, so it was left out.' });
    else found.push({ start, end, text, line });
  }
  return found;
}

function cueTime(written: string): number | undefined {
  const [, hours = '0', minutes, seconds, part = '0'] = CUE_TIME.exec(written) ?? [];
  if (minutes === undefined || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(`0.${part}`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&nbsp;': ' ', '&lrm;': '', '&rlm;': '' };

/** Words without the marks for bold, colour, voice and place. */
const plain = (line: string): string =>
  line.replaceAll(/<[^>]*>|\{\\[^}]*\}/g, '').replaceAll(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (entity) => ENTITIES[entity]!).trim();

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
