import type { ClipRole } from '../../../schema/clip.ts';
import type { CameraMove, ShotSize } from '../../../schema/shot.ts';
import type { Pacing } from '../../../schema/story.ts';
import type { Dice } from '../dice.ts';

/** How a clip is shot, and what it is there for. */
export interface Shot {
  readonly shot: ShotSize;
  readonly cameraMove: CameraMove;
}

/** The order in which a scene is shown: where we are, then nearer, then one thing, then out again. */
const COVERAGE: readonly (readonly ShotSize[])[] = [
  ['wide', 'medium', 'close-up', 'full', 'medium-close-up', 'extreme-close-up'],
  ['extreme-wide', 'full', 'medium-close-up', 'wide', 'close-up', 'medium'],
  ['full', 'medium-close-up', 'extreme-close-up', 'wide', 'medium', 'close-up'],
];
const HOOKS: readonly (readonly ShotSize[])[] = [
  ['close-up', 'medium', 'extreme-close-up', 'wide', 'medium-close-up'],
  ['extreme-close-up', 'wide', 'close-up', 'medium', 'full'],
];
/** The product last, with room around it. */
const CALLS: readonly (readonly ShotSize[])[] = [['medium-close-up', 'full', 'close-up', 'medium'], ['full', 'close-up', 'medium', 'medium-close-up']];

const WIDE: Record<Pacing, readonly CameraMove[]> = {
  slow: ['static', 'dolly-in', 'pan-right', 'crane-up', 'dolly-out', 'pan-left', 'tilt-up', 'crane-down'],
  steady: ['pan-right', 'static', 'dolly-in', 'crane-up', 'pan-left', 'tilt-down', 'truck-right'],
  quick: ['truck-left', 'handheld', 'zoom-in', 'truck-right', 'crane-up', 'pan-right'],
};
const NEAR: Record<Pacing, readonly CameraMove[]> = {
  slow: ['static', 'dolly-in', 'tilt-up', 'orbit-left', 'dolly-out'],
  steady: ['static', 'dolly-in', 'orbit-right', 'truck-left', 'zoom-in', 'tilt-down'],
  quick: ['handheld', 'zoom-in', 'truck-right', 'static', 'orbit-left', 'dolly-in'],
};
/** A shot of another size where its picture asks for that: what is seen very near is no wide shot. */
export function framed({ shot, cameraMove }: Shot, framing: 'near' | 'wide' | null, before: ShotSize | null): Shot {
  if (framing === 'near' && !isNear(shot)) return { shot: before === 'close-up' ? 'extreme-close-up' : 'close-up', cameraMove };
  if (framing === 'wide' && shot !== 'wide' && shot !== 'extreme-wide') return { shot: before === 'wide' ? 'extreme-wide' : 'wide', cameraMove };
  return { shot, cameraMove };
}

const isNear = (shot: ShotSize): boolean => shot === 'close-up' || shot === 'extreme-close-up' || shot === 'medium-close-up';

/** The shots of a scene, in order. `before`: the shot that it follows, which its first differs from in size and move. */
export function shotsOf(count: number, role: ClipRole | null, pacing: Pacing, before: Shot | null, chance: Dice): Shot[] {
  const sizes = chance.pick(role === 'hook' && pacing !== 'slow' ? HOOKS : role === 'call-to-action' ? CALLS : COVERAGE);
  const shots: Shot[] = [];
  let last = before;
  // A row that is used up begins again with its second size: establishing once is enough.
  let at = last?.shot === sizes[0] ? 1 : 0;
  for (let i = 0; i < count; i += 1) {
    const shot = sizes[at % sizes.length] as ShotSize;
    at += (at + 1) % sizes.length === 0 ? 2 : 1;
    const isLast = i === count - 1;
    const moves = isLast && role === 'call-to-action' ? (['static', 'dolly-out'] as const) : (isNear(shot) ? NEAR : WIDE)[pacing];
    const cameraMove = chance.pick(moves.filter((move) => move !== last?.cameraMove));
    last = { shot, cameraMove };
    shots.push(last);
  }
  return shots;
}
