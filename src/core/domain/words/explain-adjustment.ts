import type { Adjustment } from '../../schema/progress.ts';

const ADJUSTED: Record<Exclude<Adjustment['what'], 'tiling'>, (value: number) => string> = {
  width: (value) => `a width of ${value} pixels`,
  height: (value) => `a height of ${value} pixels`,
  frames: (value) => `${value} frames`,
  frameRate: (value) => `${value} frames a second`,
  steps: (value) => `${value} steps`,
  guidance: (value) => `guidance ${value}`,
  loras: (value) => (value === 0 ? 'no LoRA' : value === 1 ? '1 LoRA' : `${value} LoRAs`),
  tokens: (value) => `${value} pieces of the prompt`,
};

/** What was changed to fit the model or the memory, as a sentence. */
export function explainAdjustment({ what, asked, used, because }: Adjustment): string {
  if (what === 'tiling') return 'The memory ran out, so the clip was decoded in small parts.';
  if (because === 'memory') return `The memory ran out, so it was made with ${ADJUSTED[what](used)} instead of ${asked}.`;
  return `The model works with ${ADJUSTED[what](used)} instead of ${asked}.`;
}
