import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { decodeFilm } from '../../tests/fixtures/decode-film.ts';
import { DRAWN_RECIPE } from '../../tests/fixtures/drawn-clip.ts';
import { CLIENT, jobId, SILENT, SomeDesk } from '../../tests/fixtures/some-desk.ts';
import { encodeFilm } from '#core/film/encode.ts';
import { readRecipe } from '#core/film/read-recipe.ts';
import { JobOrder, RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { OnnxEngine } from '../engines/onnx/onnx-engine.ts';
import { registerCodecs } from '../media/register.ts';

const [WIDTH, HEIGHT, FRAMES] = [64, 48, 3];
let clip: Uint8Array;
let some: SomeDesk;
let onnx: OnnxEngine;

beforeAll(async () => {
  registerCodecs();
  // A bright square that moves over a grey.
  const rgb = Uint8Array.from({ length: WIDTH * HEIGHT * FRAMES * 3 }, (_, i) => {
    const at = Math.floor(i / 3) % (WIDTH * HEIGHT);
    const left = 8 + 4 * Math.floor(i / 3 / (WIDTH * HEIGHT));
    return at % WIDTH >= left && at % WIDTH < left + 24 && at / WIDTH > 12 && at / WIDTH < 36 ? 220 : 60;
  });
  clip = (await encodeFilm({ width: WIDTH, height: HEIGHT, frames: FRAMES, frameRate: 8, rgb }, 'mp4', DRAWN_RECIPE)).bytes;
});
beforeEach(async () => {
  some = await SomeDesk.make();
  onnx = new OnnxEngine({ models: [], provider: 'cpu', media: some.shelf, scratch: path.join(some.folder, 'frames'), log: SILENT });
});
afterEach(async () => {
  await some.remove();
  await onnx.dispose();
});

const hashOf = (bytes: Uint8Array): Sha256 => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
const orderFor = (n: number, mode: 'upscale' | 'interpolate', source: Uint8Array): JobOrder =>
  JobOrder.parse({
    id: jobId(n),
    request: { mode, source: hashOf(source), prompt: 'a square', negativePrompt: '', seed: 0, width: 2, height: 2, frames: 1, frameRate: 8, steps: 1, guidance: 0, scheduler: 'euler' },
  });
const open = () => some.open({ engines: { onnx } });
const kept = async (n: number) => {
  const { job, result } = RemoteJob.parse(await some.settled(n));
  if (!result || !('recipe' in result)) throw new Error(`nothing was made: ${JSON.stringify(job)}`);
  return { ...result, file: Buffer.concat(await (await some.shelf.get(result.media))!.read().toArray()) };
};

it('asks for the file first, makes it larger or smoother beside a model that is chosen by mode, and keeps what is made under its hash', { timeout: 60_000 }, async () => {
  const desk = open();
  const order = orderFor(1, 'upscale', clip);
  expect(await desk.submit(CLIENT, order)).toEqual({ ok: false, fault: { reason: 'media-missing', media: [hashOf(clip)] } });
  await some.shelf.put(hashOf(clip), clip);
  const stages = new Set<string>();
  desk.subscribe((event) => event.kind === 'progress' && stages.add(event.progress.stage));
  expect(await desk.submit(CLIENT, order)).toMatchObject({ ok: true, value: { engine: 'onnx' } });
  await desk.submit(CLIENT, orderFor(2, 'interpolate', clip));
  const larger = await kept(1);
  expect([larger.type, hashOf(larger.file)]).toEqual(['video/mp4', larger.media]);
  expect(larger.recipe).toMatchObject({ mode: 'upscale', model: { id: 'kinora-mini-upscale' }, prompt: 'a square', width: WIDTH * 2, height: HEIGHT * 2, frames: FRAMES, inputs: { source: hashOf(clip) }, engine: { id: 'onnx', provider: 'cpu' } });
  expect(await readRecipe(larger.file)).toEqual(larger.recipe);
  const { width, height, frames } = await decodeFilm(larger.file);
  expect([width, height, frames.length]).toEqual([WIDTH * 2, HEIGHT * 2, FRAMES]);
  const smoother = await kept(2);
  expect([smoother.recipe.frameRate, (await decodeFilm(smoother.file)).frames.length]).toEqual([16, FRAMES * 2]);
  expect([...stages]).toContain('enhance');
  expect(await readdir(path.join(some.folder, 'frames'))).toEqual([]);
});

it('makes a picture of a picture, whatever it is called, and says of a file that is neither that it cannot be read', { timeout: 60_000 }, async () => {
  const desk = open();
  const picture = await sharp({ create: { width: 20, height: 12, channels: 3, background: 'olive' } }).webp().toBuffer();
  const noise = new Uint8Array(500).fill(7);
  await some.shelf.put(hashOf(picture), picture);
  await some.shelf.put(hashOf(noise), noise);
  await desk.submit(CLIENT, orderFor(1, 'upscale', picture));
  await desk.submit(CLIENT, orderFor(2, 'upscale', noise));
  const larger = await kept(1);
  const { width, height } = await sharp(larger.file).metadata();
  expect([larger.type, width, height]).toEqual(['image/png', 40, 24]);
  expect((await some.settled(2)).job).toMatchObject({ state: 'failed', fault: { reason: 'media-damaged' } });
});

it('ends at once when it is cancelled, and leaves nothing', { timeout: 60_000 }, async () => {
  const desk = open();
  const large = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: 'olive' } }).png().toBuffer();
  await some.shelf.put(hashOf(large), large);
  const begun = new Promise<void>((resolve) => desk.subscribe((event) => event.kind === 'progress' && event.progress.stage === 'enhance' && resolve()));
  await desk.submit(CLIENT, orderFor(1, 'upscale', large));
  await begun;
  await desk.cancel(CLIENT, jobId(1));
  expect((await some.settled(1)).job.state).toBe('cancelled');
  await expect.poll(() => readdir(path.join(some.folder, 'frames'))).toEqual([]);
});
