import path from 'node:path';
import type { Logger } from 'pino';
import { roomOf } from '#core/domain/memory/memory-plan.ts';
import { ComfyEngine } from '../engines/comfyui/engine.ts';
import { CompositorEngine } from '../engines/compositor/compositor-engine.ts';
import { LearntMemory } from '../engines/learnt-memory.ts';
import { OnnxEngine } from '../engines/onnx/onnx-engine.ts';
import { SdcppEngine } from '../engines/sdcpp/sdcpp-engine.ts';
import type { MachineWatch } from '../machine/ports.ts';
import type { DiskShelf } from '../media/disk-shelf.ts';
import { modelPaths } from '../engines/comfyui/model-paths.ts';
import { readCatalogue } from '../models/read-catalogue.ts';
import { writeFileWhole } from '../pairing/write-file.ts';
import type { Settings } from '../settings/schema.ts';

export interface EngineParts {
  readonly settings: Settings;
  /** The data folder. */
  readonly data: string;
  /** A folder for what passes between engines and their programs; nothing stays in it. */
  readonly scratch: string;
  /** For films that are being made, and for frames that are being worked on; nothing stays in them either. */
  readonly films: string;
  readonly frames: string;
  readonly media: Pick<DiskShelf, 'get' | 'pathOf'>;
  readonly machine: Pick<MachineWatch, 'latest'>;
  readonly version: string;
  readonly log: Logger;
}

/** The engines of this accelerator, in the order in which they are preferred where a request names no model. */
export function openEngines({ settings, data, scratch, films, frames, media, machine, version, log }: EngineParts) {
  const { provider, comfyui, comfyuiHosts, workflows, sdCli } = settings;
  const onnx = new OnnxEngine({
    models: [...settings.models, path.join(data, 'models')],
    ...(provider !== 'auto' && { provider }),
    jobs: settings.onnxJobs,
    media,
    scratch: frames,
    log: log.child({ engine: 'onnx' }),
  });
  const learnt = new LearntMemory({ file: path.join(data, 'learnt-memory.json'), log });
  return {
    comfyui: new ComfyEngine({ addresses: comfyui, allowedHosts: comfyuiHosts, workflows, learnt, modelPaths: writtenModelPaths(data, log), logger: log.child({ engine: 'comfyui' }) }),
    sdcpp: new SdcppEngine({
      ...(sdCli !== undefined && { program: sdCli }),
      models: [...settings.sdModels, path.join(data, 'models')],
      scratch,
      environment: process.env,
      media,
      log: log.child({ engine: 'sdcpp' }),
      room: () => machine.latest && roomOf(machine.latest),
      learnt,
      atOnce: settings.sdcppJobs,
    }),
    onnx,
    compositor: new CompositorEngine({ media, scratch: films, version, provider: () => onnx.provider(), log: log.child({ engine: 'compositor' }) }),
  };
}

/** The file for ComfyUI; undefined where it could not be written, which is no reason to do without the rest. */
function writtenModelPaths(data: string, log: Logger): string | undefined {
  const file = path.resolve(data, 'comfyui-models.yaml');
  try {
    writeFileWhole(file, modelPaths(readCatalogue(), path.resolve(data, 'models')));
    return file;
  } catch (error) {
    log.warn({ err: error, file }, 'the file by which ComfyUI finds models could not be written');
    return undefined;
  }
}
