import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import type { Draft } from '#lib/storage/records.ts';

export interface ShapePreset {
  readonly width: number;
  readonly height: number;
  /** The ratio of the sides in whole numbers: 5:3. */
  readonly label: string;
}

/** The shapes that a model offers, each once: a model's own file may name one twice, and the sides of a small one meet when they are rounded. */
export const shapesOf = ({ size }: ModelFacts): readonly ShapePreset[] =>
  [...new Map(size.presets.map(([width, height]) => [`${width}x${height}`, preset(width, height)])).values()];

/** Whether a model makes clips, and not stills alone. */
export const makesClips = ({ modes }: ModelFacts): boolean => modes.some((mode) => mode !== 't2i');

/** What a model begins with; also what it makes, where it makes stills alone or none. */
export function defaultsOf(facts: ModelFacts) {
  const { size, frames, frameRate, defaults } = facts;
  const [width, height] = size.default;
  const { steps, guidance, scheduler } = defaults;
  const makes: Partial<Pick<Draft, 'kind' | 'from'>> = !makesClips(facts) ? { kind: 'still', from: 'words' } : facts.modes.includes('t2i') ? {} : { kind: 'video' };
  return { width, height, frames: frames.default, steps, guidance, scheduler, frameRate, ...makes };
}

function preset(width: number, height: number): ShapePreset {
  const common = greatestCommonDivisor(width, height);
  return { width, height, label: `${width / common}:${height / common}` };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
