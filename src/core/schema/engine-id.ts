import { z } from 'zod';

/** What turns a request into media. `remote`: the browser's stand-in for whatever a paired accelerator has. */
export const EngineId = z.enum(['browser', 'onnx', 'comfyui', 'sdcpp', 'remote']);
export type EngineId = z.infer<typeof EngineId>;

/** The engines that an accelerator can have. */
export const AcceleratorEngineId = EngineId.extract(['onnx', 'comfyui', 'sdcpp']);
export type AcceleratorEngineId = z.infer<typeof AcceleratorEngineId>;
