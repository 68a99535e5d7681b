import type { TakeMeasures } from '../../schema/take-measures.ts';
import { FLAT } from './detail.ts';

/** A take as it is ranked. */
export interface Ranked {
  readonly measures: TakeMeasures;
  /** How hard it would be cut to its neighbours: 0 smooth, 1 hard. Absent where that was not measured. */
  readonly seam?: number | undefined;
}

/** One place in the ranking. */
export interface Place {
  /** Of the take, in the list that was given. */
  readonly index: number;
  /** From 1. */
  readonly place: number;
  /** 0 to 1. */
  readonly score: number;
  /** Why it stands here, as a sentence. */
  readonly reason: string;
}

type Part = 'first' | 'last' | 'seam' | 'flicker' | 'sharpness' | 'smoothness' | 'motion';

/** What each part weighs. What was asked for counts most, then what the eye stumbles over. */
const WEIGHTS: Record<Part, number> = { first: 3, last: 3, seam: 2, flicker: 2.5, sharpness: 2, smoothness: 1, motion: 1 };

const BETTER: Record<Part, string> = {
  first: 'begins nearest to its first keyframe',
  last: 'ends nearest to its last keyframe',
  seam: 'cuts best to its neighbours',
  flicker: 'flickers least',
  sharpness: 'is the sharpest',
  smoothness: 'moves most evenly',
  motion: 'moves, where others stand still',
};

const WORSE: Record<Part, string> = {
  first: 'begins further from its first keyframe',
  last: 'ends further from its last keyframe',
  seam: 'cuts harder to its neighbours',
  flicker: 'flickers more',
  sharpness: 'is less sharp',
  smoothness: 'moves less evenly',
  motion: 'hardly moves',
};

/** Flicker, and motion in picture widths a second, from where on more makes no difference. */
const FLICKERS = 0.04;
const MOVES = 0.04;
/** A part differs in words only from here on. */
const TELLING = 0.03;
const NOISE = 0.75;

type Parts = ReadonlyMap<Part, number>;

/** Takes of one clip, the best first. Equals stay in the order they were given. */
export function rankTakes(takes: readonly Ranked[]): Place[] {
  const sharpest = Math.max(...takes.map(({ measures }) => measures.sharpness), Number.EPSILON);
  // A part counts where each take has it: what was not asked of one says nothing about the others.
  const all = takes.map((take) => partsOf(take, sharpest));
  const shared = (Object.keys(WEIGHTS) as Part[]).filter((part) => all.every((parts) => parts.has(part)));
  const scored = takes.map(({ measures }, index) => {
    const parts = new Map(shared.map((part) => [part, all[index]!.get(part)!]));
    const broken = brokenWords(measures);
    return { index, parts, broken, score: broken ? 0 : scoreOf(parts) };
  });
  const order = scored.toSorted((a, b) => b.score - a.score || a.index - b.index);
  const best = order[0];
  return order.map(({ index, parts, broken, score }, i) => ({
    index,
    place: i + 1,
    score,
    reason: broken ?? (i === 0 ? whyBest(parts, order.slice(1).map((one) => one.parts)) : whyBehind(parts, best!.parts)),
  }));
}

function partsOf({ measures, seam }: Ranked, sharpest: number): Parts {
  const { first, last, flicker, sharpness, smoothness, motion, frames } = measures;
  const parts: [Part, number | undefined][] = [
    ['first', first && Math.max(0, first.ssim)],
    ['last', last && Math.max(0, last.ssim)],
    ['seam', seam === undefined ? undefined : 1 - Math.min(1, seam)],
    ['sharpness', sharpness / sharpest],
    ['flicker', frames > 1 ? 1 - Math.min(1, flicker / FLICKERS) : undefined],
    ['smoothness', frames > 1 ? smoothness : undefined],
    ['motion', frames > 1 ? Math.min(1, motion / MOVES) : undefined],
  ];
  return new Map(parts.filter((part): part is [Part, number] => part[1] !== undefined));
}

function scoreOf(parts: Parts): number {
  let sum = 0;
  let weights = 0;
  for (const [part, value] of parts) {
    sum += WEIGHTS[part] * value;
    weights += WEIGHTS[part];
  }
  return weights === 0 ? 0 : sum / weights;
}

function brokenWords({ contrast, noise }: TakeMeasures): string | undefined {
  if (contrast < FLAT) return 'Last, as its picture is all one colour.';
  return noise > NOISE ? 'Last, as its picture is only noise.' : undefined;
}

function whyBest(parts: Parts, others: readonly Parts[]): string {
  if (others.length === 0) return 'The only take so far.';
  const leads = [...parts]
    .map(([part, value]) => ({ part, lead: WEIGHTS[part] * (value - Math.max(...others.map((other) => other.get(part)!))) }))
    .filter(({ part, lead }) => lead > TELLING * WEIGHTS[part])
    .sort((a, b) => b.lead - a.lead)
    .slice(0, 2)
    .map(({ part }) => BETTER[part]);
  return leads.length === 0 ? 'Best by a little in all that is measured.' : `Best: it ${leads.join(' and ')}.`;
}

function whyBehind(parts: Parts, best: Parts): string {
  const lags = [...parts]
    .map(([part, value]) => ({ part, lag: WEIGHTS[part] * (best.get(part)! - value) }))
    .filter(({ part, lag }) => lag > TELLING * WEIGHTS[part])
    .sort((a, b) => b.lag - a.lag)
    .slice(0, 2)
    .map(({ part }) => WORSE[part]);
  return lags.length === 0 ? 'Nearly as good as the best.' : `Against the best, it ${lags.join(' and ')}.`;
}
