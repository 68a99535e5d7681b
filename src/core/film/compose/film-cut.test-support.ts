import { layOut } from '../../domain/timeline/timeline.ts';
import { ClipId } from '../../schema/project-ids.ts';
import { Sha256 } from '../../schema/ids.ts';
import type { FilmClip, FilmCut, FilmSource } from './film-cut.ts';

export const someHash = (digit: string): Sha256 => Sha256.parse(digit.repeat(64));

export type DrawnPiece = Partial<Omit<FilmClip, 'id' | 'place'>> & { readonly gap?: number };

/** A film as the compositor takes it, of pieces that follow one another. Eight frames a second. */
export function someCut(pieces: readonly DrawnPiece[], changes: Partial<FilmCut> = {}): FilmCut {
  const clips = pieces.map(({ gap, ...piece }, i) => ({
    id: ClipId.parse(`00000000-0000-4000-8000-${String(i).padStart(12, '0')}`),
    slate: `1${String.fromCharCode(65 + i)}`,
    words: '',
    length: 8,
    sourceStart: 0,
    transition: { kind: 'cut' } as const,
    source: { kind: 'slate' } as FilmSource,
    camera: null,
    grade: null,
    ...piece,
    gap: gap ?? 0,
  }));
  const places = layOut(clips);
  return {
    name: 'Film',
    rate: { numerator: 8, denominator: 1 },
    aspect: '16:9',
    fit: 'crop',
    length: places.at(-1)?.end ?? 0,
    clips: clips.map(({ gap: _, ...clip }, i) => ({ ...clip, place: places[i]! })),
    titles: [],
    captions: [],
    ...changes,
  };
}
