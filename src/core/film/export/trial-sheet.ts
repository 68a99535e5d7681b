import type { FilmClip, FilmSheet } from '../../schema/film-sheet.ts';
import { ClipId } from '../../schema/project-ids.ts';

const RATE = { numerator: 24, denominator: 1 };
const LENGTH = 24;
const SHARED = 22;

/** A film of a second that needs no files and changes in nearly every frame: made on two hosts it tells which of them is faster. */
export function trialSheet(): FilmSheet {
  const clips = [0, 1].map((i): FilmClip => ({
    id: ClipId.parse(`00000000-0000-4000-8000-00000000000${i}`),
    slate: `1${'AB'[i]}`,
    words: 'A short film that shows how fast films are made here',
    place: { start: i * (LENGTH - SHARED), end: i * (LENGTH - SHARED) + LENGTH, overlap: i * SHARED },
    length: LENGTH,
    sourceStart: 0,
    transition: i === 0 ? { kind: 'dissolve', frames: SHARED } : { kind: 'cut' },
    source: { kind: 'slate' },
    camera: null,
    grade: null,
  }));
  const length = 2 * LENGTH - SHARED;
  const cut = { name: 'Trial', rate: RATE, aspect: '16:9', fit: 'crop', length, clips, titles: [], captions: [] } as const;
  return {
    schema: 1,
    order: { cut, format: 'mp4', lines: 480, rate: RATE, quality: 'high', captions: 'none' },
    sound: { rate: RATE, length, pieces: [], duckBy: 0 },
  };
}
