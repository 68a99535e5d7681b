import type { ModelFacts } from '#core/domain/generate/model-facts.ts';

export interface ShapePreset {
  readonly width: number;
  readonly height: number;
  /** The ratio of the sides in whole numbers: 5:3. */
  readonly label: string;
}

/** The shapes that a model offers. */
export const shapesOf = ({ size }: ModelFacts): readonly ShapePreset[] => size.presets.map(([width, height]) => preset(width, height));

/** What a model begins with. */
export function defaultsOf({ size, frames, frameRate, defaults }: ModelFacts) {
  const [width, height] = size.default;
  const { steps, guidance, scheduler } = defaults;
  return { width, height, frames: frames.default, steps, guidance, scheduler, frameRate };
}

function preset(width: number, height: number): ShapePreset {
  const common = greatestCommonDivisor(width, height);
  return { width, height, label: `${width / common}:${height / common}` };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
