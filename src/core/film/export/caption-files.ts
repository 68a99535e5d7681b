import { writeCaptions } from '../../domain/captions/write-captions.ts';
import type { FilmCut } from '../../schema/film-sheet.ts';

/** A film's captions as files of their own, as far as the film goes; undefined where it has none. */
export function captionFiles(cut: Pick<FilmCut, 'captions' | 'rate' | 'length'>): { readonly vtt: string; readonly srt: string } | undefined {
  const { rate } = cut;
  const shown = shownCaptions(cut);
  if (shown.length === 0) return undefined;
  return { vtt: writeCaptions(shown, rate, 'vtt'), srt: writeCaptions(shown, rate, 'srt') };
}

/** The captions that say something, as far as the film goes. */
export const shownCaptions = ({ captions, length }: Pick<FilmCut, 'captions' | 'length'>): FilmCut['captions'] =>
  captions
    .filter(({ start, end, text }) => text.trim() && start < length && end > start)
    .map((caption) => ({ ...caption, end: Math.min(caption.end, length) }));
