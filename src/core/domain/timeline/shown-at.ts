import type { Transition } from '../../schema/transition.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { Clip } from '../../schema/clip.ts';
import { toSeconds } from './frame-rate.ts';
import type { Placement } from './timeline.ts';

interface Placed {
  readonly clip: Pick<Clip, 'length' | 'transition' | 'sourceStart'>;
  readonly place: Placement;
}

/** A clip that is seen, and which of its frames, counted from its start. */
export interface Layer<One extends Placed> {
  readonly one: One;
  readonly frame: number;
}

/** What a frame of the film shows. */
export interface Shown<One extends Placed> {
  /** None where it is black; two where one goes over into the other, the later one last. */
  readonly layers: readonly Layer<One>[];
  /** How the later of two comes in; undefined where there are not two. */
  readonly into: { readonly transition: Transition; readonly share: number } | undefined;
  /** How much light is left: 0 is black, 1 all of it. */
  readonly light: number;
}

/** What the film shows at a frame. `cut` in order. */
export function shownAt<One extends Placed>(cut: readonly One[], frame: number): Shown<One> {
  const last = cut.findLastIndex(({ place }) => place.start <= frame && frame < place.end);
  const one = cut[last];
  if (!one) return { layers: [], into: undefined, light: 0 };
  const before = cut[last - 1];
  const own: Layer<One> = { one, frame: frame - one.place.start };
  const light = lightOf(one, before, cut[last + 1] !== undefined, own.frame);
  if (!before || frame >= before.place.end) return { layers: [own], into: undefined, light };
  // A frame in the middle of a transition of one frame is half of each.
  const share = (own.frame + 1) / (one.place.overlap + 1);
  return { layers: [{ one: before, frame: frame - before.place.start }, own], into: { transition: before.clip.transition, share }, light };
}

/** How much light fades leave: one out of this clip, and one into it from the clip before. */
function lightOf({ clip }: Placed, before: Placed | undefined, hasNext: boolean, frame: number): number {
  let light = 1;
  const into = before?.clip.transition;
  if (into?.kind === 'fade' && into.direction !== 'out') light = Math.min(light, (frame + 1) / (half(into) + 1));
  const out = clip.transition;
  if (out.kind === 'fade' && (out.direction === 'out' || (out.direction === 'through' && hasNext))) {
    light = Math.min(light, (clip.length - frame) / (half(out) + 1));
  }
  return light;
}

/** The frames of a fade on one side of the cut. */
const half = ({ frames, direction }: Extract<Transition, { kind: 'fade' }>): number => (direction === 'through' ? frames / 2 : frames);

/** A take's own length in frames and how fast it was made. */
interface Footage {
  readonly frames: number;
  readonly frameRate: number;
}

/** How many frames of the film a take fills. */
export const filmFrames = ({ frames, frameRate }: Footage, rate: FrameRate): number =>
  Math.max(1, Math.round((frames * rate.numerator) / (rate.denominator * frameRate)));

/** Which frame of its take a clip's frame shows, from 0. After the take's end its last frame stays. */
export function takeFrame({ sourceStart }: Pick<Clip, 'sourceStart'>, frame: number, take: Footage, rate: FrameRate): number {
  // Half a frame further in: rounding must not show the one before.
  const seconds = toSeconds(sourceStart + frame + 0.5, rate);
  return Math.min(take.frames - 1, Math.max(0, Math.floor(seconds * take.frameRate)));
}
