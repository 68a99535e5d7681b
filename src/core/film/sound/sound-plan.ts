import { placedCut } from '../../domain/timeline/cut.ts';
import type { Song } from '../../schema/brief.ts';
import type { SoundPiece, SoundPlan } from '../../schema/film-sheet.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { Project } from '../../schema/project.ts';

export type { SoundPiece, SoundPlan } from '../../schema/film-sheet.ts';

type Film = Pick<Project, 'scenes' | 'settings' | 'brief' | 'sound' | 'narration'>;

/** What sounds in a film as it stands now. `length`: its frames; those of the cut where absent. */
export function soundPlan(film: Film, length = placedCut(film).at(-1)?.place.end ?? 0): SoundPlan {
  const { brief, sound, narration, settings } = film;
  const song: SoundPiece[] = brief.song
    ? [{ kind: 'song', ...brief.song, at: sound.songAt, from: sound.songFrom, length: Math.max(0, length - sound.songAt), gain: sound.songGain, fadeIn: sound.songFadeIn, fadeOut: sound.songFadeOut }]
    : [];
  const voices = narration.map(({ asset, type, name, at, from, length: own, gain }): SoundPiece => ({ kind: 'narration', asset, type, name, at, from, length: Math.min(own, length - at), gain, fadeIn: 0, fadeOut: 0 }));
  return { rate: settings.frameRate, length, duckBy: sound.duckBy, pieces: [...song, ...voices].filter((piece) => piece.length > 0) };
}

/** A song by itself, as long as it is. `length`: frames at `rate`, at least the song's. */
export function songAlone(song: Song | null, rate: FrameRate, length: number): SoundPlan {
  return { rate, length, duckBy: 0, pieces: song ? [{ kind: 'song', ...song, at: 0, from: 0, length, gain: 1, fadeIn: 0, fadeOut: 0 }] : [] };
}
