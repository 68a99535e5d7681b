import { soundOfTake } from '../../domain/takes/sound-of-take.ts';
import { placedCut } from '../../domain/timeline/cut.ts';
import { fadedFrames } from '../../domain/timeline/transition-room.ts';
import type { Song } from '../../schema/brief.ts';
import type { SoundPiece, SoundPlan } from '../../schema/film-sheet.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import type { Take } from '../../schema/take.ts';
import { CUT } from '../../schema/transition.ts';

export type { SoundPiece, SoundPlan } from '../../schema/film-sheet.ts';

type Film = Pick<Project, 'scenes' | 'settings' | 'brief' | 'sound' | 'narration'>;

/**
 * What sounds in a film as it stands now. `takes` finds a take that is in the gallery. `length`: its frames; those of
 * the cut where absent.
 */
export function soundPlan(film: Film, takes: (id: TakeId) => Take | undefined, length = placedCut(film).at(-1)?.place.end ?? 0): SoundPlan {
  const { brief, sound, narration, settings } = film;
  const song: SoundPiece[] = brief.song
    ? [{ kind: 'song', ...brief.song, at: sound.songAt, from: sound.songFrom, length: Math.max(0, length - sound.songAt), gain: sound.songGain, fadeIn: sound.songFadeIn, fadeOut: sound.songFadeOut }]
    : [];
  const voices = narration.map(({ asset, type, name, at, from, length: own, gain }): SoundPiece => ({ kind: 'narration', asset, type, name, at, from, length: Math.min(own, length - at), gain, fadeIn: 0, fadeOut: 0 }));
  const pieces = [...song, ...voices, ...[...clipSounds(film, takes, length).values()].filter(({ gain }) => gain > 0)].filter((piece) => piece.length > 0);
  return { rate: settings.frameRate, length, duckBy: sound.duckBy, pieces };
}

/**
 * The sound of the clips' own takes, which goes over into the next one's, or to silence, as the picture does; those
 * that are muted have none. `length`: frames of the film.
 */
export function clipSounds(film: Film, takes: (id: TakeId) => Take | undefined, length: number): ReadonlyMap<ClipId, SoundPiece> {
  const cut = placedCut(film);
  return new Map(
    cut.flatMap(({ clip, place }, i): [ClipId, SoundPiece][] => {
      const heard = clip.muted ? undefined : soundOfTake(clip.selected, takes);
      if (!heard) return [];
      const [before, after] = [cut[i - 1], cut[i + 1]];
      // A fade through black has nothing to go through to at the film's end.
      const out = clip.transition.kind === 'fade' && clip.transition.direction === 'through' && !after ? CUT : clip.transition;
      const faded = fadedFrames(before?.clip.transition ?? CUT, out);
      const piece: SoundPiece = {
        kind: 'clip',
        ...heard,
        at: place.start,
        from: clip.sourceStart,
        length: Math.min(clip.length, length - place.start),
        gain: clip.gain,
        fadeIn: place.overlap || Math.floor(faded.in),
        fadeOut: after?.place.overlap || Math.floor(faded.out),
      };
      return [[clip.id, piece]];
    }),
  );
}

/** A song by itself, as long as it is. `length`: frames at `rate`, at least the song's. */
export function songAlone(song: Song | null, rate: FrameRate, length: number): SoundPlan {
  return { rate, length, duckBy: 0, pieces: song ? [{ kind: 'song', ...song, at: 0, from: 0, length, gain: 1, fadeIn: 0, fadeOut: 0 }] : [] };
}
