import type { Project } from '../../schema/project.ts';
import { placedCut } from '../timeline/cut.ts';
import { toFrames } from '../timeline/frame-rate.ts';
import type { Span } from '../timeline/timeline.ts';

/** A line of the words, and the frames in which it is sung. */
export interface LyricLine extends Span {
  readonly text: string;
}

type Film = Pick<Project, 'scenes' | 'brief' | 'settings' | 'sound'>;

/** As players write when a line begins: [01:23.45]. A line may have several. */
const TIME_TAG = /\[(\d{1,3}):([0-5]?\d(?:[.:]\d{1,3})?)\]/g;
/** What only names a part, or says who wrote it: [Chorus], [ar: Somebody]. */
const HEADING = /^\[[^\]]*\]$/;

/**
 * The words of the film line by line, in order: those of its scenes where any has some, else those of
 * the song. Lines with a time tag begin there, counted from the start of the film; the others share
 * their scene, or the song, evenly. The song's own tags count from its start, wherever it was put.
 * `songLength` in frames; undefined where there is no song.
 */
export function lyricLines(film: Film, songLength?: number): readonly LyricLine[] {
  const rate = film.settings.frameRate;
  const cut = placedCut(film);
  const { songAt, songFrom } = film.sound;
  const whole: Span = songLength === undefined ? { start: 0, end: cut.at(-1)?.place.end ?? 0 } : { start: songAt, end: Math.max(songAt, songAt - songFrom + songLength) };
  const frameAt = (seconds: number): number => toFrames(seconds, rate);
  const ofScenes = [...new Set(cut.map(({ scene }) => scene))].flatMap((scene) => {
    const places = cut.filter((one) => one.scene === scene).map(({ place }) => place);
    return linesIn(scene.lyrics, { start: places[0]!.start, end: places.at(-1)!.end }, frameAt);
  });
  if (ofScenes.length > 0) return ofScenes;
  const inFilm = songLength === undefined ? frameAt : (seconds: number): number => frameAt(seconds) + songAt - songFrom;
  // What is sung before the song's first moment that is heard is left out.
  return linesIn(film.brief.lyrics, whole, inFilm).filter(({ end }) => end > whole.start).map((line) => ({ ...line, start: Math.max(whole.start, line.start) }));
}

/** The words that are shown with the film: its captions where it has any, else its lyrics. */
export const shownLines = (film: Film & Pick<Project, 'captions'>, songLength?: number): readonly LyricLine[] =>
  film.captions.length > 0 ? film.captions : lyricLines(film, songLength);

/** The words that are sung, line by line, without times and headings. */
export const wordsOf = (lyrics: string): string[] =>
  lyrics.split(/\r?\n/).map((line) => line.replaceAll(TIME_TAG, '').trim()).filter((line) => line !== '' && !HEADING.test(line));

/** The line that is sung at a frame. */
export const lyricAt = (lines: readonly LyricLine[], frame: number): LyricLine | undefined =>
  lines.findLast(({ start, end }) => start <= frame && frame < end);

function linesIn(text: string, span: Span, frameAt: (seconds: number) => number): LyricLine[] {
  const tagged: { start: number; text: string }[] = [];
  const plain: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const starts = [...line.matchAll(TIME_TAG)].map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds!.replace(':', '.')));
    const words = line.replaceAll(TIME_TAG, '').trim();
    if (starts.length > 0) tagged.push(...starts.map((seconds) => ({ start: frameAt(seconds), text: words })));
    else if (words && !HEADING.test(words)) plain.push(words);
  }
  return tagged.length > 0 ? byTags(tagged, span.end) : evenly(plain, span);
}

/** Each lasts until the next begins; one without words is a pause. */
function byTags(tagged: { start: number; text: string }[], end: number): LyricLine[] {
  const inOrder = tagged.toSorted((a, b) => a.start - b.start);
  return inOrder.flatMap(({ start, text }, i) => {
    const until = inOrder[i + 1]?.start ?? Math.max(end, start + 1);
    return text === '' || until <= start ? [] : [{ text, start, end: until }];
  });
}

function evenly(lines: readonly string[], { start, end }: Span): LyricLine[] {
  const at = (line: number): number => start + Math.round(((end - start) * line) / lines.length);
  return lines.map((text, line) => ({ text, start: at(line), end: at(line + 1) })).filter((line) => line.end > line.start);
}
