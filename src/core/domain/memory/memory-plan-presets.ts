import type { MemoryPreset, MemoryRequest, ModelFigures, Offload, Precision } from './memory-plan-types.ts';

export const PRECISIONS: readonly Precision[] = ['own', 'bf16', 'q8', 'fp8', 'q6', 'q5', 'q4'];
export const OFFLOADS: readonly Offload[] = ['none', 'stages', 'text', 'blocks'];

/** How much longer a clip may take before the next finer precision is no longer worth it. */
export const LOSS: Readonly<Record<Precision, number>> = { own: 1, bf16: 1, q8: 1.1, fp8: 1.15, q6: 1.3, q5: 1.45, q4: 1.65 };

/** Every preset that a model can be had in and that the request allows, the finest first. */
export function presetsFor({ transformer }: ModelFigures, { precisions, offloads = OFFLOADS }: MemoryRequest): MemoryPreset[] {
  const had = PRECISIONS.filter((precision) => transformer.weights[precision] !== undefined);
  const allowed = had.filter((precision) => precisions?.includes(precision) ?? true);
  return allowed.flatMap((precision) =>
    OFFLOADS.filter((offload) => offloads.includes(offload)).flatMap((offload) =>
      [false, true].map((tiling) => ({ id: presetId(precision, offload, tiling), precision, offload, tiling })),
    ),
  );
}

const presetId = (precision: Precision, offload: Offload, tiling: boolean): string =>
  [precision, ...(offload === 'none' ? [] : [offload]), ...(tiling ? ['tiled'] : [])].join('-');

const OFFLOAD_WORDS: Readonly<Record<Offload, string | undefined>> = {
  none: 'everything on the card at once',
  stages: 'one part on the card at a time',
  text: 'text encoder on the processor',
  blocks: 'text encoder on the processor, the model block by block',
};

/** The choices in words, with commas: `fp8, text encoder on the processor, tiled decoding`. */
export function presetWords({ precision, offload, tiling }: MemoryPreset, hasCard: boolean): string {
  const words = [
    ...(precision === 'own' ? [] : [precision]),
    hasCard ? OFFLOAD_WORDS[offload] : 'all of it on the processor',
    ...(tiling ? ['tiled decoding'] : []),
  ];
  return words.join(', ');
}
