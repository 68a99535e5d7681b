import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Recipe } from '#core/schema/recipe.ts';
import { bytesOf, expectedOf, furthest, requestOf, stillFolder } from '../../../tests/pipelines/still-models.ts';
import { OnnxEngine } from './onnx-engine.ts';
import { modelProcesses } from '../../processes/processes.test-support.ts';

vi.setConfig({ testTimeout: 60_000 });

const COMMAND = path.resolve('accelerator/cli/generate.ts');

let data: string;
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'kinora-stills-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

it('the engine draws stills from a folder without a manifest, in a process of its own, again and again', async () => {
  const expected = expectedOf('tiny-sdxl-turbo');
  const [one] = expected.cases;
  await cp(stillFolder('tiny-sdxl-turbo'), path.join(data, 'tiny-sdxl-turbo'), { recursive: true });
  const engine = new OnnxEngine({ models: [data], provider: 'cpu', log: pino({ enabled: false }) });
  try {
    const offer = (await engine.offer()).models.find(({ id }) => id === 'tiny-sdxl-turbo');
    expect(offer).toMatchObject({ family: 'Stable Diffusion XL', modes: ['t2i'], missing: [], loaded: false });
    const previews: unknown[] = [];
    for (let time = 0; time < 2; time += 1) {
      const made = await engine.run(requestOf(expected, one!, { model: 'tiny-sdxl-turbo' }), { signal: { aborted: false }, onProgress() {}, onPreview: (preview) => previews.push(preview) });
      if (!made.ok) throw new Error(JSON.stringify(made.fault));
      expect(furthest(made.value.video.rgb, bytesOf(one!.rgb))).toBeLessThanOrEqual(1);
    }
    // One step shows nothing but the still itself.
    expect(previews).toEqual([]);
  } finally {
    await engine.dispose();
  }
  expect(modelProcesses()).toEqual([]);
});

const generate = (...words: string[]) =>
  spawnSync(process.execPath, [COMMAND, ...words, '--provider', 'cpu', '--model', stillFolder('tiny-z-image')], { encoding: 'utf8', cwd: data });

it('the command line draws one to a PNG that carries its recipe', async () => {
  const { status, stdout, stderr } = generate('a red café', '-o', 'still.png', '--seed', '7', '--size', '96x64', '--json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { recipe, file } = JSON.parse(stdout) as { recipe: unknown; file: string };
  expect(Recipe.parse(recipe)).toMatchObject({ mode: 't2i', model: { id: 'tiny-z-image' }, width: 96, height: 64, steps: 25, guidance: 4, shift: 3 });
  expect(await sharp(file).metadata()).toMatchObject({ format: 'png', width: 96, height: 64 });
});

it('the command line says that such a model makes no clips', () => {
  const { status, stderr } = generate('a red café', '-o', 'clip.mp4');
  expect(stderr).toContain('makes no clips from words');
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(status).toBe(2);
});
