import { SDCPP, WAN22_I2V_A14B, WAN22_T2V_A14B, WAN22_TI2V_5B } from '#core/domain/memory/memory-plan-figures.ts';
import { planMemory } from '#core/domain/memory/memory-plan.ts';
import type { Corrections, MachineRoom, MemoryPlan, MemoryPreset, ModelFigures, Precision } from '#core/domain/memory/memory-plan-types.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import type { Shape } from '#core/domain/generate/snap.ts';
import type { SdModel } from './catalogue.ts';
import type { ChosenFiles } from './choose-files.ts';

const FIGURES: Readonly<Record<string, ModelFigures>> = Object.fromEntries([WAN22_T2V_A14B, WAN22_I2V_A14B, WAN22_TI2V_5B].map((figures) => [figures.id, figures]));

/** Where nothing is known of the machine: what works on most, if not as fast as it could be. */
const CAUTIOUS: Omit<MemoryPreset, 'id' | 'precision'> = { offload: 'stages', tiling: true };

export interface MemoryChoice {
  readonly files: ChosenFiles;
  readonly flags: readonly string[];
  /** What it was chosen by; absent where the planner does not know the model or the machine. */
  readonly planned?: { readonly figures: ModelFigures; readonly plan: MemoryPlan };
}

/**
 * Which of the ways to load a model fits the machine, and how sd-cli is told. Without a way that the planner knows,
 * or a machine that could be read, the largest files are taken, moved to the card as they are needed.
 */
export function chooseMemory(
  model: SdModel,
  ways: readonly [ChosenFiles, ...ChosenFiles[]],
  asked: { readonly request: GenerationRequest; readonly shape: Shape; readonly tiling: boolean },
  room: MachineRoom | undefined,
  corrections: Corrections = {},
): MemoryChoice {
  const planned = planFor(model, ways, asked, room, corrections);
  const preset = planned?.plan.preset;
  const files = ways.find(({ precision }) => precision === preset?.precision) ?? ways[0];
  return { files, flags: memoryFlags(preset ?? CAUTIOUS, files, asked.tiling), ...(planned && { planned }) };
}

function planFor(
  model: SdModel,
  ways: readonly ChosenFiles[],
  { request, shape, tiling }: Parameters<typeof chooseMemory>[2],
  room: MachineRoom | undefined,
  corrections: Corrections,
): MemoryChoice['planned'] {
  const figures = FIGURES[model.figures];
  const had = figures ? ways.map(({ precision }) => precision).filter((precision) => precision in figures.transformer.weights) : [];
  if (!figures || !room || had.length === 0) return undefined;
  const { steps, guidance } = request;
  const stepsDown = tiling ? (['tiling'] as const) : [];
  return { figures, plan: planMemory(figures, { ...shape, steps, guidance, runtime: SDCPP, precisions: had, stepsDown, corrections }, room) };
}

/** What weights are called where they are made coarser. */
const TYPES: Readonly<Partial<Record<Precision, string>>> = { q8: 'q8_0', q6: 'q6_K', q5: 'q5_K', q4: 'q4_K' };

const OFFLOADS: Readonly<Record<MemoryPreset['offload'], readonly string[]>> = {
  none: [],
  stages: ['--offload-to-cpu'],
  text: ['--offload-to-cpu', '--backend', 'te=cpu'],
  blocks: ['--offload-to-cpu', '--backend', 'te=cpu', '--max-vram', '-1', '--stream-layers'],
};

/** A memory preset in sd-cli's words. `smallest`: in the smallest tiles, because the memory ran out before. */
export function memoryFlags(
  { offload, tiling }: Pick<MemoryPreset, 'offload' | 'tiling'>,
  { quantise, precision }: Pick<ChosenFiles, 'quantise' | 'precision'>,
  smallest: boolean,
): string[] {
  const type = quantise ? TYPES[precision] : undefined;
  return [
    ...OFFLOADS[offload],
    ...(type ? ['--type', type] : []),
    ...(tiling || smallest ? ['--vae-tiling', '--vae-tile-size', smallest ? '16x16' : '32x32', '--vae-tile-overlap', '0.5'] : []),
  ];
}
