import type { CameraKey, CameraPath } from '../../schema/camera-path.ts';
import type { CameraMove } from '../../schema/shot.ts';

/** What of a picture is seen: a key of a path without its moment. */
export type CameraView = Omit<CameraKey, 'at'>;

/** All of the picture, upright. */
export const WHOLE_PICTURE: CameraView = { x: 0.5, y: 0.5, zoom: 1, turn: 0 };

/** How far in the camera is where it moves sideways, so that there is picture to move over. */
const CLOSE = 1.25;
/** How far a move goes over the picture. */
const WAY = 0.1;

const key = (at: number, view: Partial<CameraView>): CameraKey => ({ at, ...WHOLE_PICTURE, ...view });
const between = (from: Partial<CameraView>, to: Partial<CameraView>): CameraPath => ({ keys: [key(0, from), key(1, to)], easing: 'smooth' });
const sideways = (way: number): CameraPath => between({ x: 0.5 - way, zoom: CLOSE }, { x: 0.5 + way, zoom: CLOSE });
const upright = (way: number): CameraPath => between({ y: 0.5 - way, zoom: CLOSE }, { y: 0.5 + way, zoom: CLOSE });

/** Small steps that never repeat, as a hand holds a camera: shares of the picture, and degrees. */
const HAND: readonly (readonly [x: number, y: number, turn: number])[] = [
  [0, 0, 0],
  [0.012, -0.008, 0.4],
  [-0.006, 0.01, -0.3],
  [0.009, 0.013, 0.2],
  [-0.014, -0.004, -0.5],
  [0.004, -0.012, 0.3],
  [-0.008, 0.006, -0.2],
  [0.006, 0.002, 0.1],
];

const MOVES: Readonly<Record<CameraMove, CameraPath>> = {
  static: between({}, {}),
  'pan-left': sideways(-WAY),
  'pan-right': sideways(WAY),
  'tilt-up': upright(-WAY),
  'tilt-down': upright(WAY),
  'zoom-in': between({}, { zoom: 1.4 }),
  'zoom-out': between({ zoom: 1.4 }, {}),
  'dolly-in': between({}, { zoom: 1.6 }),
  'dolly-out': between({ zoom: 1.6 }, {}),
  'truck-left': sideways(-WAY * 0.8),
  'truck-right': sideways(WAY * 0.8),
  'crane-up': between({ y: 0.6, zoom: 1.35 }, { y: 0.42, zoom: CLOSE }),
  'crane-down': between({ y: 0.42, zoom: CLOSE }, { y: 0.6, zoom: 1.35 }),
  'orbit-left': between({ x: 0.57, zoom: CLOSE, turn: -1.5 }, { x: 0.43, zoom: 1.35, turn: 1.5 }),
  'orbit-right': between({ x: 0.43, zoom: CLOSE, turn: 1.5 }, { x: 0.57, zoom: 1.35, turn: -1.5 }),
  handheld: {
    keys: HAND.map(([x, y, turn], i) => key(i / (HAND.length - 1), { x: 0.5 + x, y: 0.5 + y, zoom: 1.12, turn })),
    easing: 'smooth',
  },
};

/** Nearly standing: so little that a picture with depth comes alive. */
export const DRIFT: CameraPath = between({ x: 0.47, zoom: 1.08 }, { x: 0.53, zoom: 1.14 });

/** A camera move by its name as a path over a still. */
export const pathOfMove = (move: CameraMove): CameraPath => MOVES[move];

/** What the camera sees at `t`, the share of the clip that has gone by. Before 0 and after 1 it stands. */
export function cameraAt({ keys, easing }: CameraPath, t: number): CameraView {
  const after = keys.findIndex(({ at }) => at > t);
  const first = keys[0]!;
  const last = keys.at(-1)!;
  if (after === 0) return viewOf(first);
  if (after < 0) return viewOf(last);
  const before = after - 1;
  const along = (of: (one: CameraKey) => number): number => {
    const [a, b] = [keys[before]!, keys[after]!];
    const share = (t - a.at) / (b.at - a.at);
    if (easing === 'linear') return of(a) + share * (of(b) - of(a));
    return hermite(of(a), of(b), slopeAt(keys, before, of), slopeAt(keys, after, of), share, b.at - a.at);
  };
  // A zoom by the same factor looks as fast wherever it begins.
  return { x: along(({ x }) => x), y: along(({ y }) => y), zoom: Math.exp(along(({ zoom }) => Math.log(zoom))), turn: along(({ turn }) => turn) };
}

const viewOf = ({ x, y, zoom, turn }: CameraView): CameraView => ({ x, y, zoom, turn });

/**
 * How fast a value changes at a key: not at all at either end and where it turns back, else the
 * harmonic mean of both sides, so that nothing swings past a key (Fritsch and Butland, 1984).
 */
function slopeAt(keys: readonly CameraKey[], i: number, of: (one: CameraKey) => number): number {
  const [before, at, after] = [keys[i - 1], keys[i]!, keys[i + 1]];
  if (!before || !after || after.at === at.at || at.at === before.at) return 0;
  const left = (of(at) - of(before)) / (at.at - before.at);
  const right = (of(after) - of(at)) / (after.at - at.at);
  return left * right <= 0 ? 0 : (2 * left * right) / (left + right);
}

/** A cubic from `a` to `b` that leaves and arrives with the given slopes over a stretch of `width`. */
function hermite(a: number, b: number, leaves: number, arrives: number, t: number, width: number): number {
  const squared = t * t;
  const cubed = squared * t;
  return (
    (2 * cubed - 3 * squared + 1) * a + (cubed - 2 * squared + t) * width * leaves + (3 * squared - 2 * cubed) * b + (cubed - squared) * width * arrives
  );
}
