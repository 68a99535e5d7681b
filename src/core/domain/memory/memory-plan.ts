import type { MachineReading } from '../../schema/accelerator/machine.ts';
import { predict } from './memory-plan-predict.ts';
import { LOSS, PRECISIONS, presetsFor, presetWords } from './memory-plan-presets.ts';
import type { MachineRoom, MemoryNeed, MemoryPlan, MemoryPreset, MemoryRequest, ModelFigures } from './memory-plan-types.ts';

/** What must be free beside what is predicted, as a part of it: predictions are not measurements. */
const HEADROOM = 1.05;

interface Candidate {
  readonly preset: MemoryPreset;
  readonly need: MemoryNeed;
}

/**
 * The best preset that fits what is free: the one whose time, weighed with the loss of its precision, is least.
 * Where none fits, the one that comes nearest. Each step down that was taken leaves only plans that take less
 * of the card (or of memory, where there is none) than the plan before it, where there are any; the last, a smaller
 * size, goes with the leanest.
 *
 * Throws RangeError where the request allows no precision that the model has, or no offload.
 */
export function planMemory(figures: ModelFigures, request: MemoryRequest, machine: MachineRoom): MemoryPlan {
  const hasCard = machine.card !== undefined;
  const presets = presetsFor(figures, hasCard ? request : { ...request, offloads: ['none'] });
  const all = presets.map((preset) => ({ preset, need: predict(figures, request, preset, hasCard) }));
  const candidates = afterSteps(all, request.stepsDown ?? [], machine);
  if (candidates.length === 0) throw new RangeError(`${figures.name} has none of the precisions that are allowed`);
  const plan = choose(candidates, machine);
  if (plan.fits) return plan;
  const instead = sizeThatFits(figures, request, machine);
  return instead ? { ...plan, instead, why: `${plan.why} ${instead.width} × ${instead.height} would fit.` } : plan;
}

/** The shorter side of the smallest clip that is worth being offered, in pixels. */
const LEAST_SIDE = 256;

/** The largest smaller size of the same shape that fits, in steps of the model's; undefined where none does. */
function sizeThatFits(figures: ModelFigures, request: MemoryRequest, machine: MachineRoom): { readonly width: number; readonly height: number } | undefined {
  const hasCard = machine.card !== undefined;
  const presets = presetsFor(figures, hasCard ? request : { ...request, offloads: ['none'] });
  const fits = (size: { width: number; height: number }) => presets.some((preset) => lackOf(predict(figures, { ...request, ...size }, preset, hasCard), machine).total === 0);
  const step = figures.latent.spatial * figures.latent.patch;
  const shorter = Math.min(request.width, request.height);
  const sizeOf = (steps: number) => {
    const side = (whole: number) => Math.max(step, Math.floor((whole / shorter) * steps) * step);
    return { width: side(request.width), height: side(request.height) };
  };
  // Memory only grows with the size: the border between what fits and what does not is halved in on.
  let fitting = Math.ceil(LEAST_SIDE / step);
  let tooLarge = Math.ceil(shorter / step);
  if (fitting >= tooLarge || !fits(sizeOf(fitting))) return undefined;
  while (tooLarge - fitting > 1) {
    const middle = (fitting + tooLarge) >> 1;
    if (fits(sizeOf(middle))) fitting = middle;
    else tooLarge = middle;
  }
  return sizeOf(fitting);
}

/** What is free in a machine that was read: of its cards the one with most room, where that could be read. */
export function roomOf({ gpus, memory }: MachineReading): MachineRoom {
  const cards = gpus.flatMap(({ name, memoryTotal, memoryUsed }) =>
    memoryTotal === undefined || memoryUsed === undefined ? [] : [{ name, total: memoryTotal, free: Math.max(0, memoryTotal - memoryUsed) }],
  );
  const [card] = cards.toSorted((a, b) => b.free - a.free);
  return { memory, ...(card && { card }) };
}

function choose(candidates: readonly Candidate[], machine: MachineRoom): MemoryPlan {
  const fitting = candidates.filter(({ need }) => lackOf(need, machine).total === 0);
  const cost = ({ preset, need }: Candidate) => need.work * LOSS[preset.precision];
  const best = least(fitting, cost);
  if (best) return { fits: true, ...best, why: `Fits in ${roomWords(best.need, machine)}: ${presetWords(best.preset, !!machine.card)}.` };
  const nearest = least(candidates, ({ need }) => shareOf(need, machine)) as Candidate;
  const { vram, ram } = lackOf(nearest.need, machine);
  return { fits: false, ...nearest, lacks: { vram, ram }, why: lackWords(nearest, machine) };
}

/** The candidates that are left after the memory ran out on what would have been chosen from them. */
function afterSteps(all: readonly Candidate[], steps: NonNullable<MemoryRequest['stepsDown']>, machine: MachineRoom): readonly Candidate[] {
  let left = all;
  for (const step of steps) {
    if (left.length === 0) return left;
    if (step === 'size') {
      // The last step: a clip of this size in the leanest way takes less than the larger one did in any.
      const leanest = Math.min(...left.map(({ need }) => peakOf(need, machine)));
      left = left.filter(({ need }) => peakOf(need, machine) === leanest);
      continue;
    }
    const before = choose(left, machine);
    const lower = left.filter(({ preset, need }) => {
      if (peakOf(need, machine) >= peakOf(before.need, machine)) return false;
      return step === 'tiling' ? preset.tiling : isCoarser(preset, before.preset) || preset.offload !== before.preset.offload;
    });
    // The leanest stays where there is nothing leaner: only a smaller size helps then.
    left = lower.length > 0 ? lower : [before];
  }
  return left;
}

const isCoarser = (a: MemoryPreset, b: MemoryPreset): boolean => PRECISIONS.indexOf(a.precision) > PRECISIONS.indexOf(b.precision);

const peakOf = (need: MemoryNeed, { card }: MachineRoom): number => (card ? need.vram : need.ram);

function lackOf(need: MemoryNeed, { card, memory }: MachineRoom) {
  const vram = card ? Math.max(0, Math.ceil(need.vram * HEADROOM) - card.free) : 0;
  const ram = Math.max(0, Math.ceil(need.ram * HEADROOM) - memory.free);
  return { vram, ram, total: vram + ram };
}

/** The part of what is free that is needed, of the card or of memory, whichever is the greater. */
function shareOf(need: MemoryNeed, { card, memory }: MachineRoom): number {
  const part = (wanted: number, free: number) => wanted / Math.max(1, free);
  return Math.max(card ? part(need.vram, card.free) : 0, part(need.ram, memory.free));
}

function least<Value>(values: readonly Value[], by: (value: Value) => number): Value | undefined {
  return values.reduce<Value | undefined>((best, value) => (best === undefined || by(value) < by(best) ? value : best), undefined);
}

function roomWords(need: MemoryNeed, { card, memory }: MachineRoom): string {
  return card
    ? `${gigabytes(need.vram)} of the ${gigabytes(card.free)} that are free`
    : `${gigabytes(need.ram)} of the ${gigabytes(memory.free)} of memory that are free`;
}

function lackWords({ preset, need }: Candidate, machine: MachineRoom): string {
  const { vram, ram } = lackOf(need, machine);
  const wanted = [
    ...(vram > 0 && machine.card ? [`${gigabytes(vram + machine.card.free)} of the card (${gigabytes(machine.card.free)} are free)`] : []),
    ...(ram > 0 ? [`${gigabytes(ram + machine.memory.free)} of memory (${gigabytes(machine.memory.free)} are free)`] : []),
  ];
  return `Needs ${wanted.join(' and ')}, at the least: ${presetWords(preset, !!machine.card)}.`;
}

/** Bytes in decimal gigabytes, as the studio says them everywhere. */
export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
