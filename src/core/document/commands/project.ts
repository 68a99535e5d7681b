import { convertFrames, convertLengths, sameRate } from '../../domain/timeline/frame-rate.ts';
import { FrameRate } from '../../schema/film-time.ts';
import { ProjectSettings } from '../../schema/project-settings.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges } from './changes.ts';
import { done, refuse } from './done.ts';
import { clipValues } from './clip-values.ts';

export const renameProject =
  (name: string): Command<void> =>
  (edit) => {
    edit.setSingle('head', { name });
    return done(undefined, 'rename the project', 'head/name');
  };

/** Changes the picture's shape and what may go into the film. */
export const setSettings =
  (changes: Changes<Omit<ProjectSettings, 'frameRate'>>): Command<void> =>
  (edit) => {
    const fields = checkChanges(ProjectSettings.omit({ frameRate: true }), changes);
    if (!fields.ok) return fields;
    edit.setSingle('head', fields.value);
    return done(undefined, 'change the settings');
  };

/**
 * Changes the frame rate. Everything stays where it is in time, to the nearest frame: lengths, black,
 * transitions, markers and notes are counted anew, also in the bin.
 */
export const setFrameRate =
  (frameRate: FrameRate): Command<void> =>
  (edit) => {
    if (!FrameRate.safeParse(frameRate).success) return refuse({ reason: 'value-invalid', field: 'frameRate' });
    const from = edit.project.settings.frameRate;
    edit.setSingle('head', { frameRate });
    if (!sameRate(from, frameRate)) convertTimes(edit, from, frameRate);
    return done(undefined, 'change the frame rate');
  };

function convertTimes(edit: Edit, from: FrameRate, to: FrameRate): void {
  const { project } = edit;
  const convert = (frames: number): number => convertFrames(frames, from, to);
  const { row, others } = clipValues(project);
  // The film in a row, so that rounding does not add up; all others alone.
  for (const clips of [row, ...others.map((clip) => [clip])]) {
    const times = convertLengths(clips.flatMap(({ gap, length }) => [gap, length]), from, to);
    clips.forEach((clip, i) => {
      const { sourceStart, transition } = clip;
      edit.set('clips', clip.id, {
        gap: times[2 * i],
        length: times[2 * i + 1],
        sourceStart: convert(sourceStart),
        ...('frames' in transition && { transition: { ...transition, frames: Math.max(1, convert(transition.frames)) } }),
      });
    });
  }
  const length = (frames: number): number => Math.max(1, convert(frames));
  for (const { id, at, length: shown } of [...project.titles, ...project.bin.titles]) edit.set('titles', id, { at: convert(at), length: length(shown) });
  for (const { id, at, from: cut, length: heard } of [...project.narration, ...project.bin.narration]) {
    edit.set('narration', id, { at: convert(at), from: convert(cut), length: length(heard) });
  }
  for (const { id, start, end } of [...project.captions, ...project.bin.captions]) {
    edit.set('captions', id, { start: convert(start), end: Math.max(convert(start) + 1, convert(end)) });
  }
  const { songAt, songFrom, songFadeIn, songFadeOut } = project.sound;
  edit.setSingle('sound', { songAt: convert(songAt), songFrom: convert(songFrom), songFadeIn: convert(songFadeIn), songFadeOut: convert(songFadeOut) });
  for (const { id, at } of [...project.markers, ...project.bin.markers]) edit.set('markers', id, { at: convert(at) });
  for (const { id, at } of [...project.notes, ...project.bin.notes]) {
    if (at !== null) edit.set('notes', id, { at: convert(at) });
  }
  const { targetLength } = project.brief;
  if (targetLength !== null) edit.setSingle('brief', { targetLength: Math.max(1, convert(targetLength)) });
}
