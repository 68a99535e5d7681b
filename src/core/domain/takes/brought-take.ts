import type { Sha256 } from '../../schema/ids.ts';
import type { Recipe } from '../../schema/recipe.ts';

/** What a file that a person brings in turned out to be. */
export interface BroughtFile {
  readonly sha256: Sha256;
  /** Pixels, as it is shown. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Frames a second. */
  readonly frameRate: number;
}

/**
 * The recipe of a take that was brought in from a file: what it is, and that nothing was drawn for it, so that
 * seed, steps and the like mean nothing in it. What may be done with it is known to who brought it in.
 */
export const broughtRecipe = ({ sha256, width, height, frames, frameRate }: BroughtFile): Recipe => ({
  schema: 1,
  mode: 'brought',
  model: { id: 'none', version: '', license: '' },
  prompt: '',
  negativePrompt: '',
  seed: 0,
  width,
  height,
  frames,
  frameRate,
  steps: 1,
  guidance: 0,
  scheduler: 'euler',
  shift: 1,
  inputs: { source: sha256 },
  engine: { id: 'none', version: '', provider: '' },
});
