import type { FrameShape } from '../../domain/frames/frame.ts';
import type { FrameModelManifest } from '../../schema/frame-model.ts';
import type { Sha256 } from '../../schema/ids.ts';
import type { Recipe } from '../../schema/recipe.ts';

interface EnhancedFrom {
  readonly model: FrameModelManifest;
  /** What was made. */
  readonly shape: FrameShape;
  /** The file that was worked on. */
  readonly source: Sha256;
  /** What is to be seen, where that is known. */
  readonly prompt: string;
  readonly engine: Recipe['engine'];
}

/** How larger or more frames were made. What only matters where pictures are drawn from noise stands at nothing. */
export function enhancedRecipe({ model, shape, source, prompt, engine }: EnhancedFrom): Recipe {
  const { id, version, license, mode } = model;
  return {
    schema: 1,
    mode,
    model: { id, version, license: license.spdx },
    prompt,
    negativePrompt: '',
    seed: 0,
    width: shape.width,
    height: shape.height,
    frames: shape.count,
    frameRate: shape.frameRate,
    steps: 1,
    guidance: 0,
    scheduler: 'euler',
    shift: 1,
    inputs: { source },
    engine,
  };
}
