import { editorsKnow } from '../../domain/timeline/exact-rate.ts';
import { rateLabel } from '../../domain/timeline/frame-rate.ts';
import type { DeliveredFilm } from './delivered-film.ts';

/** The files that a cut goes to editors in. */
export type EditorFormat = 'fcpxml' | 'xmeml' | 'edl' | 'otio' | 'csv';

/** What an editor shows or plays otherwise than it is here; sentences. A shot list says nothing of pictures and sound. */
export function deliveryNotes(film: DeliveredFilm, format: EditorFormat): string[] {
  if (format === 'csv') return [];
  const notes: string[] = [];
  const rate = rateLabel(film.rate);
  if (!editorsKnow(film.rate)) notes.push(format === 'fcpxml' ? `Final Cut Pro does not edit at ${rate} frames a second: it will ask for another rate. Every time in the file is exact, so nothing moves.` : `Most editors do not edit at ${rate} frames a second.`);
  if (format === 'fcpxml' && film.clips.some(({ transition: { kind } }) => kind === 'wipe' || kind === 'push')) notes.push('Final Cut Pro sets the direction of wipes and pushes itself: look at each one. Its direction stands in its name.');
  if (film.fit === 'blur') notes.push('The blurred edges around pictures of another shape are not in the file: they are black there.');
  const graded = film.clips.filter((clip) => clip.graded && clip.shown);
  if (graded.length > 0) notes.push(`The colours that were matched are not in the file: ${graded.map(({ slate }) => slate).join(', ')}.`);
  if (format !== 'edl' && film.song && film.narration.length > 0 && film.duckBy > 0) notes.push(`The song does not get quieter by itself while somebody narrates: it is ${film.duckBy} dB here.`);
  return notes;
}
