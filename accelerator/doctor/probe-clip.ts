import type { GenerationResult } from '#core/domain/generate/engine.ts';

const SIDE = 64;
const FRAMES = 4;
const rgb = Uint8Array.from({ length: SIDE * SIDE * 3 * FRAMES }, (_, at) => at % 251);

/** A clip that nobody asked for, to see whether it can be encoded. */
export const PROBE_CLIP: Pick<GenerationResult, 'video' | 'recipe'> = {
  video: { width: SIDE, height: SIDE, frames: FRAMES, frameRate: 8, rgb },
  recipe: {
    schema: 1,
    mode: 't2v',
    model: { id: 'probe', version: '1', license: 'Apache-2.0' },
    prompt: '',
    negativePrompt: '',
    seed: 0,
    width: SIDE,
    height: SIDE,
    frames: FRAMES,
    frameRate: 8,
    steps: 1,
    guidance: 0,
    scheduler: 'euler',
    shift: 1,
    inputs: {},
    engine: { id: 'onnx', version: '1', provider: 'cpu' },
  },
};
