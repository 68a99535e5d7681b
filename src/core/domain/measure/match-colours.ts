import type { Grade } from '../../schema/grade.ts';
import { channelOf, type Frame, spreadOf } from './frame.ts';
import { graded, NO_GRADE } from './grade-frame.ts';
import { colourDistance, type Palette, paletteOf } from './palette.ts';

/** A grade goes no further than this: beyond, it breaks a picture more than it matches. */
const GAIN = [0.6, 1.6] as const;
const LIFT = [-0.35, 0.35] as const;
/** Less spread than this has nothing to stretch. */
const FLAT = 0.01;

const CHANNELS = [0, 1, 2] as const;
type Triple = [number, number, number];

/**
 * The grade that brings `from`'s colours to those of `to`: each channel's mean and spread is made the
 * other's (after Reinhard, Ashikhmin, Gooch and Shirley, "Color transfer between images", IEEE CG&A 21,
 * 2001, here in the film's own channels, which is what a grade changes). Held back where it would clip or
 * go too far: of the full grade, weaker ones, those that only lift and none, the one is taken that
 * leaves the least jump as measure-seam measures it, so that it never makes a seam worse.
 */
export function matchColours(from: Frame, to: Frame): Grade {
  const wanted = paletteOf(to);
  const full = gradeBetween(from, to, true);
  const lifted = gradeBetween(from, to, false);
  const candidates = [full, lifted, weaker(full, 0.75), weaker(lifted, 0.75), weaker(full, 0.5), weaker(lifted, 0.5), NO_GRADE];
  const jumps = candidates.map((grade) => distance(paletteOf(graded(from, grade)), wanted));
  return candidates[jumps.indexOf(Math.min(...jumps))]!;
}

function gradeBetween(from: Frame, to: Frame, stretch: boolean): Grade {
  const pairs = CHANNELS.map((channel) => ({ own: spreadOf(channelOf(from, channel).values), other: spreadOf(channelOf(to, channel).values) }));
  const gain = pairs.map(({ own, other }) => (stretch && own.spread > FLAT && other.spread > FLAT ? held(other.spread / own.spread, GAIN) : 1));
  const lift = pairs.map(({ own, other }, i) => held(other.mean - gain[i]! * own.mean, LIFT));
  return { gain: gain as Triple, lift: lift as Triple };
}

const weaker = ({ gain, lift }: Grade, share: number): Grade => ({
  gain: gain.map((one) => 1 + (one - 1) * share) as Triple,
  lift: lift.map((one) => one * share) as Triple,
});

const distance = (a: Palette, b: Palette): number => Math.hypot(a.lightness - b.lightness, colourDistance(a, b));

const held = (value: number, [least, most]: readonly [number, number]): number => Math.min(most, Math.max(least, value));
