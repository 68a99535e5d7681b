import type { FrameRate } from '../../schema/film-time.ts';
import type { CaptionFormat, NewCaption } from './caption-file.ts';

/** Captions as a file: LRC, SubRip or WebVTT (W3C). Ends are lost in LRC but for pauses. */
export function writeCaptions(captions: readonly NewCaption[], rate: FrameRate, format: CaptionFormat): string {
  const ordered = captions.toSorted((a, b) => a.start - b.start);
  if (format === 'lrc') return lrc(ordered, rate);
  const vtt = format === 'vtt';
  const cues = ordered.map(({ start, end, text }, i) => {
    const words = text.split('\n').filter((line) => line.trim() !== '').map((line) => (vtt ? escaped(line) : line.replaceAll('-->', '→')));
    return `${i + 1}\n${cueTime(start, rate, vtt)} --> ${cueTime(end, rate, vtt)}\n${words.join('\n')}\n`;
  });
  return `${vtt ? 'WEBVTT\n\n' : ''}${cues.join('\n')}`;
}

/** Milliseconds, to the nearest: read again at the same rate they give the same frame. */
const milliseconds = (frame: number, { numerator, denominator }: FrameRate): number => Math.round((frame * denominator * 1000) / numerator);
const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

function cueTime(frame: number, rate: FrameRate, vtt: boolean): string {
  const ms = milliseconds(frame, rate);
  const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60];
  return `${padded(hours, 2)}:${padded(minutes, 2)}:${padded(seconds, 2)}${vtt ? '.' : ','}${padded(ms % 1000, 3)}`;
}

function lrc(captions: readonly NewCaption[], rate: FrameRate): string {
  const tag = (frame: number): string => {
    const ms = milliseconds(frame, rate);
    return `[${padded(Math.floor(ms / 60_000), 2)}:${padded(Math.floor(ms / 1000) % 60, 2)}.${padded(ms % 1000, 3)}]`;
  };
  return captions
    .flatMap(({ start, end, text }, i) => {
      const next = captions[i + 1];
      // An empty line is a pause.
      return [`${tag(start)}${text.replaceAll(/\s*\n\s*/g, ' ')}`, ...(next && next.start <= end ? [] : [tag(end)])];
    })
    .map((line) => `${line}\n`)
    .join('');
}

const escaped = (line: string): string => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
