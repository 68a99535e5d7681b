import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../domain/bytes/text-bytes.ts';
import { Sha256 } from '../schema/ids.ts';
import type { ModelManifest } from '../schema/manifest.ts';
import { GenerationRequest, type Picture } from '../schema/request.ts';
import { DiffusionPipeline } from './diffusion-pipeline.ts';
import { GRAPH_NAMES } from './model-sessions.ts';
import type { InferenceRuntime, TensorValue } from './runtime.ts';

/*
 * A model whose every answer can be worked out by hand. One latent channel, one pixel a cell.
 *   text: the sum of the ids; 0 for the empty prompt.
 *   transformer: always sees one x0: a given group's latent, else the text's number.
 *   encoder: group k is the picture's red, from −1 to 1, plus k.
 *   decoder: every frame of a group is its latent.
 */
const HASH = '0'.repeat(64);
const tokenizerBytes = toUtf8(
  JSON.stringify({
    added_tokens: [{ id: 0, content: '[PAD]', special: true }],
    normalizer: null,
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: null,
    model: { type: 'WordLevel', vocab: { '[PAD]': 0, '[UNK]': 9, half: 1, dark: 2 }, unk_token: '[UNK]' },
  }),
);
const file = (name: string, bytes = 1) => ({ file: name, bytes, sha256: HASH });
const manifest: Omit<ModelManifest, 'components'> & { components: object } = {
  schema: 1,
  id: 'by-hand',
  name: 'By hand',
  version: '1',
  family: 'test',
  license: { spdx: 'CC0-1.0' },
  modes: ['t2i', 't2v', 'i2v', 'flf2v'],
  components: {
    tokenizer: file('tokenizer', tokenizerBytes.length),
    scheduler: file('scheduler'),
    ...Object.fromEntries(GRAPH_NAMES.map((name) => [name, file(name)])),
  },
  latent: { channels: 1, spatial: 1, temporal: 4 },
  adapters: { loras: false, references: false },
  conditioning: { kind: 'mask-and-latent', keepFirst: false, last: 'still-group' },
  size: { multiple: 1, min: 1, max: 4, default: [2, 1], presets: [[2, 1]] },
  frames: { multiple: 4, offset: 1, default: 9, max: 9 },
  frameRate: 8,
  defaults: { steps: 4, guidance: 1, shift: 3, scheduler: 'euler' },
  text: { maxTokens: 4, dropUnknown: true },
  trainingData: 'none',
};

const numbers = (value: TensorValue | undefined) => Array.from(value?.data ?? [], Number);
const tensor = (dims: number[], values: number[]): TensorValue => ({
  type: 'float32',
  dims,
  data: Float32Array.from(values),
});

const GRAPHS: ((feeds: Readonly<Record<string, TensorValue>>) => TensorValue)[] = [
  ({ input_ids, attention_mask }) => {
    const [rows = 0, length = 0] = input_ids?.dims ?? [];
    const seen = numbers(attention_mask);
    const ids = numbers(input_ids).map((id, i) => id * (seen[i] ?? 0));
    return tensor(
      [rows, 1, 1],
      Array.from({ length: rows }, (_, row) => ids.slice(row * length, (row + 1) * length).reduce((a, b) => a + b, 0)),
    );
  },
  ({ hidden_states, timestep, encoder_hidden_states }) => {
    const [rows = 0, , groups = 0, height = 0, width = 0] = hidden_states?.dims ?? [];
    const size = groups * height * width;
    const text = numbers(encoder_hidden_states);
    const sigmas = numbers(timestep).map((time) => time / 1000);
    const all = numbers(hidden_states);
    const velocity = Array.from({ length: rows }, (_, row) => {
      const [noisy, mask, given] = [0, 1, 2].map((channel) => all.slice((row * 3 + channel) * size).slice(0, size));
      return (noisy ?? []).map((x, i) => {
        const x0 = mask?.[i] === 1 ? (given?.[i] ?? NaN) : (text[row] ?? NaN);
        return (x - x0) / (sigmas[row] ?? NaN);
      });
    });
    return tensor([rows, 1, groups, height, width], velocity.flat());
  },
  ({ sample }) => {
    const [, , frames = 0, height = 0, width = 0] = sample?.dims ?? [];
    const red = numbers(sample).slice(0, height * width);
    const groups = (frames - 1) / 4 + 1;
    return tensor(
      [1, 1, groups, height, width],
      Array.from({ length: groups }, (_, k) => red.map((value) => value + k)).flat(),
    );
  },
  ({ latent_sample }) => {
    const [, , groups = 0, height = 0, width = 0] = latent_sample?.dims ?? [];
    const cells = numbers(latent_sample);
    const frames = Array.from({ length: 4 * groups - 3 }, (_, frame) => {
      const group = Math.ceil(frame / 4);
      return cells.slice(group * height * width, (group + 1) * height * width);
    }).flat();
    return tensor([1, 3, 4 * groups - 3, height, width], [...frames, ...frames, ...frames]);
  },
];
const INPUTS = [
  ['input_ids', 'attention_mask'],
  ['hidden_states', 'timestep', 'encoder_hidden_states'],
  ['sample'],
  ['latent_sample'],
];
const OUTPUTS = ['last_hidden_state', 'out_sample', 'latent_sample', 'sample'];

const byHand: InferenceRuntime = {
  provider: 'hand',
  createSession: async ([which = 0]) => ({
    inputNames: INPUTS[which] ?? [],
    outputNames: [OUTPUTS[which] ?? ''],
    inputs: [],
    run: async (feeds) => ({ [OUTPUTS[which] ?? '']: GRAPHS[which]?.(feeds) as TensorValue }),
    release: async () => {},
  }),
};

async function lastFrames(changes: Partial<GenerationRequest>, keepFirst = false): Promise<number[]> {
  const opened = await DiffusionPipeline.open({
    files: {
      read: async (path) => {
        if (path === 'tokenizer') return tokenizerBytes;
        const own = { ...manifest, conditioning: { ...manifest.conditioning, keepFirst } };
        if (path === 'manifest.json') return toUtf8(JSON.stringify(own));
        return Uint8Array.of(Math.max(0, (GRAPH_NAMES as string[]).indexOf(path)));
      },
    },
    runtime: byHand,
    digest: async () => HASH,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.fault));
  const result = await opened.value.generate(
    GenerationRequest.parse({
      mode: 't2v',
      prompt: '',
      seed: 1,
      width: 2,
      height: 1,
      frames: 9,
      frameRate: 8,
      steps: 4,
      guidance: 1,
      ...changes,
    }),
    { signal: { aborted: false }, onProgress: () => {} },
    { id: 'hand', version: '0', provider: 'hand' },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  const { rgb, width, height, frames } = result.value.video;
  // The red of the first pixel in the last frame of each group, back in −1 … 1.
  return Array.from({ length: (frames - 1) / 4 + 1 }, (_, group) => {
    const byte = rgb[group * 4 * width * height * 3] ?? NaN;
    return Math.round((byte / 127.5 - 1) * 100) / 100;
  });
}

/** A picture of one red, from 0 to 255. */
const picture = (red: number): Picture => ({
  width: 2,
  height: 1,
  rgb: Uint8Array.of(red, 0, 0, red, 0, 0),
  sha256: Sha256.parse(HASH),
});
const DARK = 51; // −0.6
const NIGHT = 0; // −1; one group on: 0

describe('a generation', () => {
  it.each(['euler', 'unipc'] as const)('ends with %s where the model points', async (scheduler) => {
    expect(await lastFrames({ prompt: 'half', scheduler })).toEqual([1, 1, 1]);
  });

  it.each([
    [0, 0],
    [0.5, 0.5],
    [1, 1],
  ])('with guidance %d goes from the empty prompt towards the words and gets to %d', async (guidance, reached) => {
    expect(await lastFrames({ prompt: 'half', guidance })).toEqual(
      [reached, reached, reached].map((v) => expect.closeTo(v, 1)),
    );
  });

  it('goes past the words, away from the negative prompt, with more guidance', async () => {
    // 2 + 1.5 · (1 − 2) = 0.5
    const [reached] = await lastFrames({ prompt: 'half', negativePrompt: 'dark', guidance: 1.5 });
    expect(reached).toBeCloseTo(0.5, 1);
  });

  it('keeps to the first picture, and lands on the last as the decoder will see it', async () => {
    const given = { mode: 'flf2v', first: picture(DARK), last: picture(NIGHT), prompt: 'half' } as const;
    expect(await lastFrames(given)).toEqual([-0.6, 1, 0].map((value) => expect.closeTo(value, 1)));
    expect(await lastFrames(given, true)).toEqual([-0.6, 1, 0].map((value) => expect.closeTo(value, 1)));
  });

  it('makes one frame of a still', async () => {
    expect(await lastFrames({ mode: 't2i', prompt: 'half' })).toEqual([1]);
  });
});
