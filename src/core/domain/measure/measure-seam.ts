import { type Frame, mean } from './frame.ts';
import { flowsOf, forFlow } from './motion.ts';
import { colourDistance, type Palette, paletteOf } from './palette.ts';

/** The frames at one side of a cut, in order. */
export interface SeamSide {
  /** All of one size; the last ones before a cut, or the first ones after it. */
  readonly frames: readonly Frame[];
  /** How many of them are seen in a second. */
  readonly rate: number;
}

export type Verdict = 'smooth' | 'noticeable' | 'hard';

/** How one thing jumps at a cut. */
export interface Jump {
  readonly size: number;
  readonly verdict: Verdict;
}

export interface SeamMeasures {
  /** Of the colours, without their lightness: a distance in OKLab. */
  readonly colour: Jump;
  /** Of the lightness in OKLab, which runs from 0 to 1. */
  readonly brightness: Jump;
  /** Of the way and speed of what moves. Picture widths a second. */
  readonly motion: Jump;
  /** The worst of the three. */
  readonly verdict: Verdict;
  /** What jumps, in words. */
  readonly sentence: string;
}

/**
 * From where on a jump is noticed, and from where on it is hard. A difference of 0.02 is about the least
 * that is seen in OKLab side by side; from shot to shot the eye is more patient.
 */
const LIMITS = {
  colour: { noticeable: 0.045, hard: 0.11 },
  brightness: { noticeable: 0.06, hard: 0.15 },
  motion: { noticeable: 0.2, hard: 0.6 },
} as const;

/** How much colour, brightness and motion jump at a cut. */
export function measureSeam(before: SeamSide, after: SeamSide): SeamMeasures {
  const [from, to] = [atCut(before, 'end'), atCut(after, 'start')];
  const colour = jump('colour', colourDistance(from, to));
  const brightness = jump('brightness', Math.abs(to.lightness - from.lightness));
  const [way, next] = [wayOf(before), wayOf(after)];
  const motion = jump('motion', Math.hypot(next.x - way.x, next.y - way.y));
  const jumps = [colour, brightness, motion];
  const verdict = (['hard', 'noticeable'] as const).find((one) => jumps.some((each) => each.verdict === one)) ?? 'smooth';
  const said = [
    colour.verdict !== 'smooth' && (colour.verdict === 'hard' ? 'the colours jump' : 'the colours shift'),
    brightness.verdict !== 'smooth' && `it becomes ${brightness.verdict === 'hard' ? 'much ' : ''}${to.lightness > from.lightness ? 'brighter' : 'darker'}`,
    motion.verdict !== 'smooth' && motionWords(way, next),
  ].filter((one) => one !== false);
  return { colour, brightness, motion, verdict, sentence: sentenceOf(verdict, said) };
}

/** How hard a cut is in one number: 0 nothing jumps, 1 something jumps as much as is hard, or more. */
export const hardness = ({ colour, brightness, motion }: SeamMeasures): number =>
  Math.min(1, Math.max(colour.size / LIMITS.colour.hard, brightness.size / LIMITS.brightness.hard, motion.size / LIMITS.motion.hard));

function jump(what: keyof typeof LIMITS, size: number): Jump {
  const { noticeable, hard } = LIMITS[what];
  return { size, verdict: size >= hard ? 'hard' : size >= noticeable ? 'noticeable' : 'smooth' };
}

/** The colours of the frame at the cut itself. */
function atCut({ frames }: SeamSide, edge: 'start' | 'end'): Palette {
  const frame = edge === 'end' ? frames.at(-1) : frames[0];
  if (!frame) throw new Error('a seam without frames');
  return paletteOf(frame);
}

/** Slower than this is no motion. Picture widths a second. */
const STANDS = 0.05;

interface Way {
  readonly x: number;
  readonly y: number;
}

/** Where what is seen goes, in picture widths a second; a still goes nowhere. */
function wayOf({ frames, rate }: SeamSide): Way {
  const flows = flowsOf(frames.map(forFlow));
  return { x: mean(flows.map(({ x }) => x)) * rate, y: mean(flows.map(({ y }) => y)) * rate };
}

function motionWords(from: Way, to: Way): string {
  const [before, after] = [Math.hypot(from.x, from.y), Math.hypot(to.x, to.y)];
  const along = from.x * to.x + from.y * to.y;
  if (Math.min(before, after) > STANDS && along < -0.25 * before * after) return 'the motion turns around';
  if (after > 1.5 * before) return 'the motion sets in at once';
  if (before > 1.5 * after) return 'the motion stops at once';
  return 'the motion changes its way';
}

const NAMES: Record<Verdict, string> = { smooth: 'Smooth', noticeable: 'Noticeable', hard: 'Hard' };

function sentenceOf(verdict: Verdict, said: readonly string[]): string {
  if (said.length === 0) return 'Smooth: colour, brightness and motion go on.';
  const joined = said.length === 1 ? said[0] : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`;
  return `${NAMES[verdict]}: ${joined}.`;
}
