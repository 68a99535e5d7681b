import type { FrameMode } from '#core/schema/frame-model.ts';

/** Where the models that work on frames lie on the site. */
export const FRAME_MODEL_FOLDERS: Readonly<Record<FrameMode, string>> = {
  upscale: '/models/kinora-mini-upscale/',
  interpolate: '/models/kinora-mini-interpolate/',
};
