/** `npm run upscale` and `npm run interpolate` as child processes: what they make, what they refuse, what they leave behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ALL_FORMATS, AudioSample, AudioSampleSource, BufferSource, BufferTarget, Input, Mp4OutputFormat, Output, Quality, VideoSample, VideoSampleSource } from 'mediabunny';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecipe } from '#core/film/read-recipe.ts';
import { Recipe } from '#core/schema/recipe.ts';
import { decodeFilm } from '../../tests/fixtures/decode-film.ts';
import { AS_ON_TERMINAL, shows } from '../../tests/fixtures/on-terminal.ts';
import { registerCodecs } from '../media/register.ts';
import { readEnhanceOptions } from './enhance/options.ts';
import { UsageError } from './usage-error.ts';

const COMMAND = path.resolve('accelerator/cli/enhance.ts');
const [WIDTH, HEIGHT, FRAMES, RATE] = [64, 48, 5, 10];

let folder: string;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-enhance-'));
  registerCodecs();
  await writeFile(at('clip.mp4'), await clipWithSound());
  await sharp({ create: { width: 21, height: 15, channels: 4, background: { r: 200, g: 40, b: 10, alpha: 0.5 } } }).png().toFile(at('half.png'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A bright square that moves two pixels a frame over a ramp, with half a second of a tone. */
async function clipWithSound(): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const picture = new VideoSampleSource({ codec: 'avc', quality: new Quality('very-high') });
  const sound = new AudioSampleSource({ codec: 'aac', quality: new Quality('high') });
  output.addVideoTrack(picture);
  output.addAudioTrack(sound);
  await output.start();
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const data = new Uint8Array(WIDTH * HEIGHT * 1.5).fill(128);
    for (let i = 0; i < WIDTH * HEIGHT; i += 1) {
      const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
      data[i] = x >= 10 + 2 * frame && x < 30 + 2 * frame && y > 12 && y < 34 ? 220 : 40 + x;
    }
    const sample = new VideoSample(data, { format: 'I420', codedWidth: WIDTH, codedHeight: HEIGHT, timestamp: frame / RATE, duration: 1 / RATE });
    await picture.add(sample);
    sample.close();
  }
  const data = Float32Array.from({ length: 24_000 }, (_, i) => 0.3 * Math.sin((i * 2 * Math.PI * 440) / 48_000));
  const tone = new AudioSample({ data, format: 'f32-planar', numberOfChannels: 1, sampleRate: 48_000, timestamp: 0 });
  await sound.add(tone);
  tone.close();
  await output.finalize();
  return new Uint8Array(target.buffer!);
}

const start = (execArgv: readonly string[], ...words: string[]) => spawn(process.execPath, [...execArgv, COMMAND, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });

async function run(...words: string[]) {
  const child = start([], ...words);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

describe('upscale', { timeout: 60_000 }, () => {
  it('makes a clip twice as large, as long as it was, with its sound and its recipe inside', async () => {
    const { code, stdout, stderr } = await run('upscale', 'clip.mp4', '-o', 'larger.mp4', '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { file, recipe, soundLeftOut } = JSON.parse(stdout) as { file: string; recipe: unknown; soundLeftOut: boolean };
    expect([file, soundLeftOut]).toEqual([at('larger.mp4'), false]);
    const bytes = await readFile(file);
    expect(await readRecipe(bytes)).toEqual(Recipe.parse(recipe));
    expect(recipe).toMatchObject({ mode: 'upscale', model: { id: 'kinora-mini-upscale' }, frames: FRAMES, frameRate: RATE });
    const made = await decodeFilm(bytes);
    expect([made.width, made.height, made.frames.length]).toEqual([WIDTH * 2, HEIGHT * 2, FRAMES]);
    using input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
    const sound = await input.getPrimaryAudioTrack();
    expect(await sound?.getCodec()).toBe('aac');
    expect(await sound?.computeDuration()).toBeGreaterThan(0.45);
    expect(await (await input.getPrimaryVideoTrack())?.computeDuration()).toBeCloseTo(FRAMES / RATE, 2);
  });

  it('makes a picture twice as large, what is transparent white', async () => {
    expect((await run('upscale', 'half.png', '-o', 'larger.webp', '--quiet')).code).toBe(0);
    const { data, info } = await sharp(at('larger.webp')).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([42, 30]);
    const middle = data.subarray((15 * 42 + 21) * info.channels, (15 * 42 + 21) * info.channels + 3);
    [227, 147, 132].forEach((value, i) => expect(Math.abs(middle[i]! - value)).toBeLessThan(8));
  });

  it('leaves nothing half made when it is interrupted, and ends with 130', async () => {
    await sharp({ create: { width: 2400, height: 1800, channels: 3, background: 'olive' } }).png().toFile(at('large.png'));
    const child = start(AS_ON_TERMINAL, 'upscale', 'large.png', '-o', 'never.png');
    const ended = once(child, 'close') as Promise<[number | null]>;
    await shows(child, /Working on the frames/);
    child.kill('SIGINT');
    const [code] = await ended;
    expect(code).toBe(130);
    expect((await readdir(folder)).filter((name) => name.includes('never'))).toEqual([]);
  });

  it('says what is wrong with a file that is none, and leaves what stood there', async () => {
    await writeFile(at('broken.mp4'), 'no film');
    await writeFile(at('kept.mp4'), 'kept');
    const { code, stderr, stdout } = await run('upscale', 'broken.mp4', '-o', 'kept.mp4', '--json');
    expect(code).toBe(2);
    expect(stderr).toContain('broken.mp4');
    expect(JSON.parse(stdout)).toMatchObject({ error: { reason: 'media-damaged' } });
    expect(await readFile(at('kept.mp4'), 'utf8')).toBe('kept');
  });
});

describe('interpolate', { timeout: 60_000 }, () => {
  it('makes twice the frames in the same time, the new ones half way', async () => {
    expect((await run('interpolate', 'clip.mp4', '-o', 'smooth.mp4', '--quiet')).code).toBe(0);
    const bytes = await readFile(at('smooth.mp4'));
    const made = await decodeFilm(bytes);
    expect([made.width, made.height, made.frames.length]).toEqual([WIDTH, HEIGHT, FRAMES * 2]);
    using input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
    expect(await (await input.getPrimaryVideoTrack())?.computeDuration()).toBeCloseTo(FRAMES / RATE, 2);
    expect(await input.getPrimaryAudioTrack()).not.toBeNull();
  });
});

describe('what cannot be meant is said in a sentence', () => {
  const refusal = (...words: Parameters<typeof readEnhanceOptions>): string => {
    try {
      readEnhanceOptions(...words);
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
    return 'taken';
  };

  it.each([
    ['upscale', ['a.png'], 'Say where the result goes'],
    ['upscale', ['-o', 'b.png'], 'Say which file'],
    ['upscale', ['a.png', 'b.png', '-o', 'c.png'], 'There are 2 files'],
    ['upscale', ['a.mp4', '-o', 'b.png'], 'a.mp4 is a clip'],
    ['upscale', ['a.png', '-o', 'b.mp4'], 'a.png is one picture'],
    ['upscale', ['a.txt', '-o', 'b.png'], 'a.txt has none of the endings'],
    ['upscale', ['a.png', '-o', './a.png'], 'Both names are of one file'],
    ['interpolate', ['a.png', '-o', 'b.png'], 'a.png has none of the endings .mp4, .webm, .gif'],
    ['interpolate', ['a.mp4', '-o', 'b.png'], 'b.png has none of the endings'],
    ['upscale', ['a.png', '-o', 'b.png', '--provider', 'magic'], '--provider cannot be magic'],
    ['upscale', ['a.png', '-o', 'b.png', '--wrong'], '--wrong'],
  ] as const)('%s %j', (mode, words, said) => {
    expect(refusal(mode, words)).toContain(said);
  });

  it('and all that can be meant is taken', () => {
    expect(readEnhanceOptions('upscale', ['A.JPG', '-o', 'b.webp', '--json'])).toMatchObject({ files: { kind: 'picture', to: 'webp' }, json: true });
    expect(readEnhanceOptions('interpolate', ['a.gif', '-o', 'b.mp4'])).toMatchObject({ files: { kind: 'clip', from: 'gif', to: 'mp4' } });
    expect(readEnhanceOptions('interpolate', ['--help'])).toBe('help');
  });
});
