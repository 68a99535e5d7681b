import type { Pacing, StorySegment } from '../../../schema/story.ts';
import { CUT, type Transition } from '../../../schema/transition.ts';

/** A clip's length with what it shares, and how it goes over into the next. */
interface Joined {
  readonly length: number;
  readonly transition: Transition;
}

interface Row {
  /** What each clip adds to the film, in frames, scene by scene. */
  readonly own: readonly (readonly number[])[];
  readonly pacing: Pacing;
  readonly segments: readonly Pick<StorySegment, 'role'>[];
  readonly framesPerSecond: number;
  /** No clip is longer; Infinity where any may be. */
  readonly longest: number;
  /** Scenes that begin with a section of the song begin with a cut. */
  readonly onSong: boolean;
}

/** Seconds that two scenes share. */
const SHARED: Record<Pacing, number> = { slow: 1, steady: 0.5, quick: 0 };

/**
 * The clips' lengths and transitions: cuts within a scene; between scenes of a story that is not quick a
 * dissolve where there is room for it, and its frames are added to the clip before, so that the film
 * stays as long as it is. The film fades out at its end.
 */
export function joinClips({ own, pacing, segments, framesPerSecond, longest, onSong }: Row): Joined[][] {
  let sharedBefore = 0;
  return own.map((scene, s) =>
    scene.map((length, c): Joined => {
      const isSceneEnd = c === scene.length - 1;
      const next = own[s + 1]?.[0];
      const free = length - sharedBefore;
      sharedBefore = 0;
      if (!isSceneEnd) return { length, transition: CUT };
      if (next === undefined) {
        const frames = Math.min(Math.round(framesPerSecond / 2), Math.floor(length / 2));
        return { length, transition: frames > 0 && pacing !== 'quick' ? { kind: 'fade', frames, direction: 'out' } : CUT };
      }
      const wanted = Math.round(SHARED[pacing] * framesPerSecond);
      // Each clip keeps half of what it adds to itself.
      const shared = onSong || segments[s]?.role === 'hook' ? 0 : Math.min(wanted, longest - length, Math.floor(free / 2), Math.floor(next / 2));
      if (shared < framesPerSecond / 6) return { length, transition: CUT };
      sharedBefore = shared;
      return { length: length + shared, transition: { kind: 'dissolve', frames: shared } };
    }),
  );
}
