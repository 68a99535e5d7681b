import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DiffusionPipeline } from '#core/pipelines/diffusion-pipeline.ts';
import type { InferenceRuntime, Session } from '#core/pipelines/runtime.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { LoraUse } from '#core/schema/lora-use.ts';
import { modeFor } from '#core/domain/generate/mode-for.ts';
import { nodeDigest } from '../../../accelerator/engines/onnx/digest.ts';
import { folderFiles } from '../../../accelerator/engines/onnx/folder-files.ts';
import type { Clip } from './clip.ts';
import type { Maker } from './measure.ts';

/** RGB bytes as floats in -1..1, `[1, 3, frames, height, width]`. */
function toSample({ rgb, width, height, frames }: Clip): Float32Array {
  const area = width * height;
  const sample = new Float32Array(3 * frames * area);
  for (let f = 0; f < frames; f++) {
    for (let i = 0; i < area; i++) {
      for (let c = 0; c < 3; c++) sample[(c * frames + f) * area + i] = rgb[(f * area + i) * 3 + c]! / 127.5 - 1;
    }
  }
  return sample;
}

function fromSample(sample: Float32Array, { width, height, frames }: Clip): Uint8Array {
  const area = width * height;
  const rgb = new Uint8ClampedArray(frames * area * 3);
  for (let f = 0; f < frames; f++) {
    for (let i = 0; i < area; i++) {
      for (let c = 0; c < 3; c++) rgb[(f * area + i) * 3 + c] = (sample[(c * frames + f) * area + i]! + 1) * 127.5;
    }
  }
  return new Uint8Array(rgb.buffer);
}

/** A model that was opened: its own steps and guidance, the few of its LoRA for them where it has one, and both done. */
export interface Makers {
  readonly full: Maker;
  readonly quick: Maker | undefined;
  dispose(): Promise<void>;
}

/** The model in a folder, as the app runs it. */
export async function openMakers(folder: string, runtime: InferenceRuntime): Promise<Makers> {
  const opened = await DiffusionPipeline.open({ files: folderFiles(folder), runtime, digest: nodeDigest });
  if (!opened.ok) throw new Error(`${folder} did not open: ${JSON.stringify(opened.fault)}`);
  const pipeline = opened.value;
  const { manifest } = pipeline;
  const [encoder, decoder] = await Promise.all(
    (['vae_encoder', 'vae_decoder'] as const).map(
      async (name): Promise<Session> => runtime.createSession(await readFile(join(folder, manifest.components[name].file))),
    ),
  ) as [Session, Session];
  const picture = (rgb: Uint8Array, width: number, height: number) => ({
    width,
    height,
    rgb: Uint8Array.from(rgb),
    sha256: Sha256.parse(createHash('sha256').update(rgb).digest('hex')),
  });

  const lora = manifest.loras?.find(({ sampling }) => sampling);
  const maker = (sampling: { steps: number; guidance: number }, loras: LoraUse[]): Maker => ({
    async make({ prompt, width, height, seed, frames = manifest.frames.default, first, last }) {
      const given = {
        ...(first && { first: picture(first, width, height) }),
        ...(last && { last: picture(last, width, height) }),
      };
      const made = await pipeline.generate(
        {
          mode: modeFor({ prompt, first: Boolean(first), last: Boolean(last) }),
          prompt,
          negativePrompt: '',
          seed,
          width,
          height,
          frames,
          frameRate: manifest.frameRate,
          ...sampling,
          scheduler: manifest.defaults.scheduler,
          ...(loras.length > 0 && { loras }),
          ...given,
        },
        { signal: { aborted: false }, onProgress: () => undefined },
        { id: 'onnx', version: manifest.version, provider: runtime.provider },
      );
      if (!made.ok) throw new Error(`"${prompt}" failed: ${JSON.stringify(made.fault)}`);
      return made.value.video;
    },
    async through(clip) {
      const { width, height, frames } = clip;
      const encoded = await encoder.run({ sample: { type: 'float32', dims: [1, 3, frames, height, width], data: toSample(clip) } });
      const decoded = await decoder.run({ latent_sample: Object.values(encoded)[0]! });
      return { width, height, frames, rgb: fromSample(Object.values(decoded)[0]!.data as Float32Array, clip) };
    },
  });
  return {
    full: maker(manifest.defaults, []),
    quick: lora?.sampling && maker(lora.sampling, [{ asset: lora.sha256, name: lora.name, weight: lora.weight, base: manifest.id }]),
    async dispose() {
      await Promise.all([encoder.release(), decoder.release(), pipeline.dispose()]);
    },
  };
}
