import type { Fault } from '../schema/fault.ts';
import type { Result } from '../schema/result.ts';
import { asResult } from './as-result.ts';
import { DiffusionPipeline } from './diffusion-pipeline.ts';
import type { OpenModel, PipelineOptions } from './pipeline-options.ts';
import type { FolderFiles, ModelFiles } from './runtime.ts';
import { isStillFolder } from './stills/read-still-model.ts';
import { StillPipeline } from './stills/still-pipeline.ts';

/**
 * Opens the model of a folder: one with a manifest as it says, and one without, where the folder can be looked into
 * and has the layout of a diffusers ONNX export, as that says. Faults: those of DiffusionPipeline.open and StillPipeline.open.
 */
export async function openModel(options: PipelineOptions): Promise<Result<OpenModel, Fault>> {
  const { files } = options;
  if (!isFolder(files)) return DiffusionPipeline.open(options);
  const isStill = await asResult(() => isStillFolder(files));
  if (!isStill.ok) return isStill;
  return isStill.value ? StillPipeline.open({ ...options, files }) : DiffusionPipeline.open(options);
}

const isFolder = (files: ModelFiles): files is FolderFiles => 'size' in files;
