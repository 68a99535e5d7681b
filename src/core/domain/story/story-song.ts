import type { FrameRate } from '../../schema/film-time.ts';
import type { SongAnalysis } from '../music/song-analysis.ts';
import { toFrames } from '../timeline/frame-rate.ts';
import type { StoryBrief } from './story-brief.ts';

/** What a story is told to of a song that lasts so many seconds; with its parts and beats where it was listened to. */
export function storySong(seconds: number, heard: Pick<SongAnalysis, 'sections' | 'beats'> | undefined, rate: FrameRate): NonNullable<StoryBrief['song']> {
  const frame = (microseconds: number): number => toFrames(microseconds / 1e6, rate);
  return {
    length: toFrames(seconds, rate),
    ...(heard && { sections: heard.sections.map(({ start, end, label }) => ({ start: frame(start), end: frame(end), name: label })), beats: heard.beats.map(frame) }),
  };
}
