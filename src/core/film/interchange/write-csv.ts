import papaparse from 'papaparse';
import { toSeconds } from '../../domain/timeline/frame-rate.ts';
import { formatTimecode } from '../../domain/timeline/timecode.ts';
import { readable } from './clip-words.ts';
import type { DeliveredClip, DeliveredFilm } from './delivered-film.ts';
import { handlesOf } from './handles.ts';
import { transitionTitle } from './transition-code.ts';

const COLUMNS = ['Slate', 'Scene', 'Name', 'Shot', 'Camera', 'Prompt', 'In', 'Out', 'Frames', 'Seconds', 'Source in', 'Transition', 'Take', 'File', 'Handle before', 'Handle after', 'Other takes'] as const;

/**
 * The shot list as CSV, RFC 4180, in UTF-8 with the mark that spreadsheets look for. A cell that a
 * spreadsheet would take for a formula begins with an apostrophe.
 */
export function writeCsv(film: DeliveredFilm): string {
  const rows = film.clips.map((clip) => row(film, clip));
  return `\ufeff${papaparse.unparse({ fields: [...COLUMNS], data: rows }, { newline: '\r\n', escapeFormulae: true })}\r\n`;
}

function row({ rate, firstFrame }: DeliveredFilm, clip: DeliveredClip): (string | number)[] {
  const place = (frame: number): string => formatTimecode(firstFrame + frame, rate);
  const length = clip.end - clip.start;
  const handles = handlesOf(clip);
  return [
    clip.slate,
    clip.scene.name,
    clip.name,
    readable(clip.shot),
    readable(clip.cameraMove),
    clip.prompt,
    place(clip.start),
    place(clip.end),
    length,
    toSeconds(length, rate).toFixed(3),
    formatTimecode(clip.sourceStart, rate),
    transitionTitle(clip.transition),
    clip.shown?.label ?? '',
    clip.shown?.media.path ?? '',
    handles?.before ?? '',
    handles?.after ?? '',
    clip.alternates.map(({ label }) => label).join(', '),
  ];
}
