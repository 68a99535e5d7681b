import type { FrameRate } from '../../schema/film-time.ts';
import type { SongPlacement } from '../../schema/sound.ts';
import { toFrames } from './frame-rate.ts';
import type { SongAnalysis, SongSection } from '../music/song-analysis.ts';

type Placed = Pick<SongPlacement, 'songAt' | 'songFrom'>;

/** The frame of the film in which a moment of the song lies, in microseconds; before the film where negative. */
export const frameOfSong = (microseconds: number, { songAt, songFrom }: Placed, rate: FrameRate): number =>
  toFrames(microseconds / 1e6, rate) + songAt - songFrom;

/** A part of the song in frames of the film. */
export interface FilmSection extends Pick<SongSection, 'label' | 'energy'> {
  readonly start: number;
  readonly end: number;
}

/** What is heard in a song, as frames of the film under which it lies. */
export interface BeatGrid {
  readonly beats: readonly number[];
  readonly bars: readonly number[];
  readonly sections: readonly FilmSection[];
  /** The frame after the song's last. */
  readonly end: number;
}

/** What is left out of the song, or lies before the film, is left out here, too. */
export function beatGrid({ beats, bars, sections, length }: SongAnalysis, placed: Placed, rate: FrameRate): BeatGrid {
  const first = placed.songAt;
  const frames = (times: readonly number[]): number[] => times.map((time) => frameOfSong(time, placed, rate)).filter((frame) => frame >= first);
  const parts = sections.map(({ start, end, ...rest }): FilmSection => ({ ...rest, start: Math.max(first, frameOfSong(start, placed, rate)), end: frameOfSong(end, placed, rate) }));
  return { beats: frames(beats), bars: frames(bars), sections: parts.filter(({ start, end }) => end > start), end: frameOfSong(length, placed, rate) };
}

/** The place in an ordered row that is nearest to a frame; the earlier of two as near; undefined in an empty row. */
export function nearestIn(row: readonly number[], frame: number): number | undefined {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (row[middle]! < frame) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [row[low - 1], row[low]];
  if (before === undefined || after === undefined) return before ?? after;
  return frame - before <= after - frame ? before : after;
}
