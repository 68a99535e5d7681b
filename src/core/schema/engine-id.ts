import { z } from 'zod';

/**
 * What turns a request into media. `remote`: the browser's stand-in for whatever a paired accelerator has;
 * `compositor`: what makes films of cuts there, and nothing else.
 */
export const EngineId = z.enum(['browser', 'onnx', 'comfyui', 'sdcpp', 'compositor', 'remote']);
export type EngineId = z.infer<typeof EngineId>;

/** The engines that an accelerator can have. */
export const AcceleratorEngineId = EngineId.extract(['onnx', 'comfyui', 'sdcpp', 'compositor']);
export type AcceleratorEngineId = z.infer<typeof AcceleratorEngineId>;
