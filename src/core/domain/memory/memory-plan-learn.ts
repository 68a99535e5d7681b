import type { Correction, MemoryNeed, MemoryPreset, ModelFigures, RuntimeFigures } from './memory-plan-types.ts';

/** A prediction is never believed to be further off than this, whatever was measured. */
const LEAST = 0.5;
const MOST = 2.5;

/** What the memory must have wanted at least when it ran out: so much more than there was. */
const RAN_OUT = 1.1;

/** Part of the way that the correction goes towards a lower measure. To a higher one it goes at once: too little ends a clip, too much only slows it. */
const DOWNWARD = 0.25;

/** Under which name a correction is kept. */
export const correctionKey = ({ id }: Pick<ModelFigures, 'id'>, runtime: Pick<RuntimeFigures, 'id'>, preset: Pick<MemoryPreset, 'id'>): string =>
  `${runtime.id}/${id}/${preset.id}`;

/** What was seen of a clip that was made, or of one that the memory ran out on. */
export interface Measured {
  /** Peak bytes of what the plan names first: of the card, or of memory where there is none. */
  readonly peak?: number;
  readonly seconds?: number;
  /** The memory ran out with so many bytes there. */
  readonly ranOutAt?: number;
}

/**
 * A correction after one more clip. `need` is what was predicted for it, with the correction `before` in it;
 * `onCard` says which of its peaks was measured.
 */
export function learn(before: Correction | undefined, need: MemoryNeed, onCard: boolean, { peak, seconds, ranOutAt }: Measured): Correction {
  const memory = before?.memory ?? 1;
  const bare = (onCard ? need.vram : need.ram) / memory;
  const seen = ranOutAt === undefined ? peak : Math.max(peak ?? 0, ranOutAt * RAN_OUT);
  const speedNow = seconds !== undefined && seconds > 0 ? need.work / seconds : undefined;
  const speed = between(before?.speed, speedNow);
  return {
    memory: seen === undefined || bare <= 0 ? memory : towards(memory, Math.min(MOST, Math.max(LEAST, seen / bare))),
    ...(speed !== undefined && { speed }),
    samples: (before?.samples ?? 0) + 1,
  };
}

const towards = (now: number, seen: number): number => (seen >= now ? seen : now + (seen - now) * DOWNWARD);

const between = (before: number | undefined, now: number | undefined): number | undefined =>
  before === undefined || now === undefined ? (now ?? before) : (before + now) / 2;
