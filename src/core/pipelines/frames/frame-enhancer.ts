import type { FrameEnhancer } from '../../domain/frames/frame-enhancer.ts';
import type { FrameMode } from '../../schema/frame-model.ts';
import { frameBetween } from '../interpolate/between-frames.ts';
import { upscaleFrame } from '../upscale/upscale-frame.ts';
import type { FrameModel, FrameTools } from './frame-model.ts';

/** Opens the models for these modes. Throws what `open` throws; what was opened before is released then. */
export async function openFrameEnhancer(modes: readonly FrameMode[], open: (mode: FrameMode) => Promise<FrameModel>, tools: FrameTools): Promise<FrameEnhancer> {
  const models: FrameModel[] = [];
  const release = async () => void (await Promise.all(models.map((model) => model.release())));
  try {
    const enhancer: { -readonly [Part in keyof FrameEnhancer]: FrameEnhancer[Part] } = { release };
    for (const mode of new Set(modes)) {
      const model = await open(mode);
      models.push(model);
      if (mode === 'upscale') enhancer.larger = (frame) => upscaleFrame(frame, model, tools);
      else enhancer.between = (before, after) => frameBetween(before, after, model, tools);
    }
    return enhancer;
  } catch (error) {
    await release();
    throw error;
  }
}
