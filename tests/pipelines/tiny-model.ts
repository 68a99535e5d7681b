import path from 'node:path';
import { nodeDigest } from '../../accelerator/engines/onnx/digest.ts';
import { folderFiles } from '../../accelerator/engines/onnx/folder-files.ts';
import { createOnnxRuntime } from '../../accelerator/engines/onnx/runtime.ts';
import type { RunContext } from '#core/domain/generate/engine.ts';
import { DiffusionPipeline } from '#core/pipelines/diffusion-pipeline.ts';
import type { PipelineOptions } from '#core/pipelines/pipeline-options.ts';
import type { InferenceRuntime, ModelFiles, TensorValue } from '#core/pipelines/runtime.ts';
import type { Progress } from '#core/schema/progress.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { GenerationRequest, type Picture } from '#core/schema/request.ts';

export const TINY_MODEL = path.resolve(import.meta.dirname, '../fixtures/tiny-model');
export const ENGINE = { id: 'onnx', version: '0.0.0', provider: 'cpu' };

type Feeds = Readonly<Record<string, TensorValue>>;

/** ONNX Runtime on the processor, counting sessions and calls; `before` may throw in a call's place. */
export class CountingRuntime implements InferenceRuntime {
  readonly provider = 'cpu';
  opened = 0;
  released = 0;
  /** The feeds' batch sizes of each call, by the name of the first input. */
  readonly calls: { input: string; rows: number }[] = [];
  before: (feeds: Feeds, call: number) => void = () => {};
  readonly #runtime = createOnnxRuntime('cpu', { threads: 1 });

  async createSession(bytes: Uint8Array) {
    const session = await this.#runtime.createSession(bytes);
    this.opened += 1;
    return {
      inputNames: session.inputNames,
      outputNames: session.outputNames,
      inputs: session.inputs,
      run: (feeds: Feeds) => {
        const input = session.inputNames[0] ?? '';
        this.calls.push({ input, rows: feeds[input]?.dims[0] ?? 0 });
        this.before(feeds, this.calls.length);
        return session.run(feeds);
      },
      release: () => {
        this.released += 1;
        return session.release();
      },
    };
  }

  /** Batch sizes of the transformer's calls so far. */
  get transformerRows(): number[] {
    return this.calls.filter(({ input }) => input === 'hidden_states').map(({ rows }) => rows);
  }
}

/** The tiny model's files; single files can be replaced by others. */
export function tinyFiles(replaced: Record<string, Uint8Array | undefined> = {}): ModelFiles {
  const files = folderFiles(TINY_MODEL);
  return { read: async (file) => replaced[file] ?? files.read(file) };
}

export async function openTiny(options: Partial<PipelineOptions> = {}): Promise<DiffusionPipeline> {
  const opened = await DiffusionPipeline.open({
    files: tinyFiles(),
    runtime: createOnnxRuntime('cpu', { threads: 1 }),
    digest: nodeDigest,
    now: () => performance.now(),
    ...options,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.fault));
  return opened.value;
}

/** A smooth picture of 160 × 96 pixels: colours that change over the width and height. */
export function picture(width = 160, height = 96, tint = 0): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rgb.set([(x * 255) / width, (y * 255) / height, tint], (y * width + x) * 3);
    }
  }
  return { width, height, rgb, sha256: Sha256.parse(tint.toString(16).padStart(64, '0')) };
}

export const request = (changes: Partial<GenerationRequest> = {}): GenerationRequest =>
  GenerationRequest.parse({
    mode: 't2v',
    prompt: 'a red ball moving left over the sea at night',
    seed: 7,
    width: 160,
    height: 96,
    frames: 17,
    frameRate: 8,
    steps: 3,
    guidance: 3,
    ...changes,
  });

/** A context that keeps what it is told; `cancelAt` cancels at a fraction. */
export function context(cancelAt = Infinity): RunContext & { seen: Progress[]; previews: number } {
  const signal = { aborted: false };
  const seen: Progress[] = [];
  return {
    signal,
    seen,
    previews: 0,
    onProgress(progress) {
      seen.push(progress);
      if (progress.fraction >= cancelAt) signal.aborted = true;
    },
    onPreview() {
      this.previews += 1;
    },
  };
}
