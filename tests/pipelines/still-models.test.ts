import { describe, expect, it, vi } from 'vitest';
import { readTokenizer } from '#core/pipelines/stills/words/read-tokenizer.ts';
import { chatRow, filledRow } from '#core/pipelines/stills/words/token-row.ts';
import { context, ENGINE } from './tiny-model.ts';
import { bytesOf, expectedOf, furthest, openStill, requestOf, stillFiles } from './still-models.ts';

// Real sessions on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SD = expectedOf('tiny-sd-turbo');
const SCHEDULER = 'scheduler/scheduler_config.json';

/** Pixels of a still and how far they are from PyTorch's. */
async function drawn(files: ReturnType<typeof stillFiles>, expected: typeof SD, one: (typeof SD)['cases'][number]) {
  const pipeline = await openStill(files);
  try {
    const made = await pipeline.generate(requestOf(expected, one), context(), ENGINE);
    if (!made.ok) throw new Error(JSON.stringify(made.fault));
    return { ...made.value, off: furthest(made.value.video.rgb, bytesOf(one.rgb)) };
  } finally {
    await pipeline.dispose();
  }
}

describe('words for CLIP', () => {
  it('are numbered as by hand, cut off and filled up with what the model says', async () => {
    const found = await readTokenizer(stillFiles('tiny-sd-turbo'), 'tokenizer');
    const row = filledRow(found, SD.prompt);
    expect(row.ids).toEqual(SD.ids);
    expect(row.left).toBeGreaterThan(0);
    const first = await readTokenizer(stillFiles('tiny-sd-turbo', { 'tokenizer/tokenizer_config.json': { model_max_length: 16 } }), 'tokenizer');
    expect(filledRow(first, SD.prompt).ids).toEqual(SD.padEnd);
  });

  it('end where a prompt is empty or far too long', async () => {
    const found = await readTokenizer(stillFiles('tiny-sd-turbo', { 'tokenizer/tokenizer_config.json': { model_max_length: 1e30 } }), 'tokenizer');
    expect(filledRow(found, '').ids).toHaveLength(77);
    expect(filledRow(found, '').used).toBe(2);
    expect(filledRow(found, 'red '.repeat(100))).toMatchObject({ used: 77, left: 25 });
  });
});

describe('a folder in the layout of SD-Turbo', () => {
  it.each(SD.cases)('draws what PyTorch draws: $name', async (one) => {
    const name = one.guidance === 1 ? 'tiny-sd-turbo' : 'tiny-sd';
    const { off, adjustments, recipe, video } = await drawn(stillFiles('tiny-sd-turbo', { [SCHEDULER]: one.scheduler }, { name }), SD, one);
    expect(off).toBeLessThanOrEqual(1);
    expect(adjustments.map(({ what }) => what)).toEqual(['tokens']);
    expect(video).toMatchObject({ width: one.width, height: one.height, frames: 1 });
    expect(recipe).toMatchObject({ mode: 't2i', model: { id: name, license: 'cc0-1.0' }, steps: one.steps, guidance: one.guidance });
  });

  it('draws nearly the same in half precision, whatever kinds of numbers the graph takes', async () => {
    const one = SD.cases[1]!;
    const { off } = await drawn(stillFiles('tiny-sd-turbo', { 'unet/model.onnx': null }), SD, one);
    expect(off).toBeGreaterThan(0);
    expect(off).toBeLessThanOrEqual(6);
  });
});

describe('a folder in the layout of SDXL-Turbo', () => {
  const SDXL = expectedOf('tiny-sdxl-turbo');

  it('fills the rows of its two encoders up each in its way', async () => {
    const files = stillFiles('tiny-sdxl-turbo');
    const rows = await Promise.all(['tokenizer', 'tokenizer_2'].map(async (folder) => filledRow(await readTokenizer(files, folder), SDXL.prompt).ids));
    expect(rows).toEqual([SDXL.ids, SDXL.padEnd]);
  });

  it.each(SDXL.cases.flatMap((one) => [true, false].map((byPath) => ({ ...one, byPath }))))(
    'draws what PyTorch draws: $name, numbers beside the graph read by path: $byPath',
    async ({ byPath, ...one }) => {
      const name = one.guidance === 1 ? 'tiny-sdxl-turbo' : 'tiny-sdxl';
      const { off, recipe } = await drawn(stillFiles('tiny-sdxl-turbo', { [SCHEDULER]: one.scheduler }, { name, byPath }), SDXL, one);
      expect(off).toBeLessThanOrEqual(1);
      expect(recipe.model.license).toBe('cc0-of-a-test');
    },
  );
});

describe('a folder in the layout of Z-Image-Turbo', () => {
  const Z = expectedOf('tiny-z-image');

  it('is asked as Qwen3 is, without filling', async () => {
    const found = await readTokenizer(stillFiles('tiny-z-image'), 'tokenizer');
    expect(chatRow(found, Z.prompt)).toEqual({ ids: Z.ids, used: Z.ids.length, left: 0 });
    expect(chatRow(found, 'x'.repeat(600)).ids).toHaveLength(512);
  });

  it.each(Z.cases)('draws what PyTorch draws: $name', async (one) => {
    const { off, adjustments } = await drawn(stillFiles('tiny-z-image'), Z, one);
    expect(off).toBeLessThanOrEqual(1);
    expect(adjustments).toEqual([]);
  });
});
