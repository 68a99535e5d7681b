import type { StillGraphs } from './still-graphs.ts';
import type { StillKind } from './still-model.ts';
import type { EncodedWords } from './words/encode-words.ts';

interface Denoising {
  readonly kind: StillKind;
  readonly graphs: StillGraphs;
  /** The prompt, and for guidance what it is held against. */
  readonly words: readonly EncodedWords[];
  readonly guidance: number;
  /** Latent channels, height and width. */
  readonly shape: readonly [channels: number, height: number, width: number];
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * One step's output of the denoiser, with guidance where there are two prompts (Ho and Salimans, 2022):
 * o = o∅ + g · (o − o∅). One row a call: exports with a batch of one take no more, and memory is what such models lack.
 */
export async function denoiserOutput(denoising: Denoising, sample: Float32Array, time: number): Promise<Float32Array> {
  const [words, against] = denoising.words;
  if (!words) throw new Error('a still has a prompt');
  const output = await run(denoising, words, sample, time);
  if (!against) return output;
  const base = await run(denoising, against, sample, time);
  return output.map((value, i) => (base[i] as number) + denoising.guidance * (value - (base[i] as number)));
}

async function run(denoising: Denoising, { states, pooled }: EncodedWords, sample: Float32Array, time: number): Promise<Float32Array> {
  const { kind, graphs, shape, width, height } = denoising;
  const part = kind === 'z-image' ? 'transformer' : 'unet';
  const [channels, rows, columns] = shape;
  const encoder_hidden_states = { values: states.data, dims: states.dims };
  const timestep = { values: [time], dims: [1] };
  // Z-Image's transformer was made for films, too, and its exports keep the axis of frames.
  const hasFrames = kind === 'z-image' && graphs.dimsOf(part, 'hidden_states').length === 5;
  const latent = { values: sample, dims: [1, channels, ...(hasFrames ? [1] : []), rows, columns] };
  const given =
    kind === 'z-image'
      ? { hidden_states: latent, timestep, encoder_hidden_states }
      : {
          ...{ sample: latent, timestep, encoder_hidden_states },
          ...(pooled && {
            text_embeds: { values: pooled.data, dims: pooled.dims },
            // The size it is drawn for, where that was cut from, and the size wanted: micro-conditioning of SDXL, section 2.2.
            time_ids: { values: [height, width, 0, 0, height, width], dims: [1, 6] },
          }),
        };
  const outputs = graphs.outputsOf(part);
  const wanted = outputs.includes('out_sample') ? 'out_sample' : (outputs[0] ?? 'out_sample');
  const [output] = await graphs.run(part, given, [wanted]);
  if (output?.data.length !== sample.length) throw graphs.fault(part, `${wanted} has ${output?.data.length ?? 0} numbers instead of ${sample.length}`);
  return output.data;
}
