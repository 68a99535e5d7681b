import { toSeconds } from '../../domain/timeline/frame-rate.ts';
import type { FilmCut } from '../compose/film-cut.ts';

/** A film's captions as a WebVTT file (W3C WebVTT, 4.1); undefined where it has none. */
export function captionsTrack({ captions, rate, length }: Pick<FilmCut, 'captions' | 'rate' | 'length'>): string | undefined {
  const shown = captions.filter(({ start, end, text }) => text.trim() && start < length && end > start);
  if (shown.length === 0) return undefined;
  const cues = shown.map(({ start, end, text }) => {
    // An empty line would end the cue, and markup is not meant.
    const words = text.trim().split(/\s*\n\s*/).join('\n').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return `${stamp(toSeconds(start, rate))} --> ${stamp(toSeconds(Math.min(end, length), rate))}\n${words}`;
  });
  return `WEBVTT\n\n${cues.join('\n\n')}\n`;
}

function stamp(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const part = (value: number, digits: number): string => String(value).padStart(digits, '0');
  const whole = Math.floor(milliseconds / 1000);
  return `${part(Math.floor(whole / 3600), 2)}:${part(Math.floor(whole / 60) % 60, 2)}:${part(whole % 60, 2)}.${part(milliseconds % 1000, 3)}`;
}
