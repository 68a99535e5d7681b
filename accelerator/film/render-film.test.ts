import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { ALL_FORMATS, AudioSampleSink, BufferSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFilm } from '../../tests/fixtures/decode-film.ts';
import { DRAWN_RECIPE } from '../../tests/fixtures/drawn-clip.ts';
import { pathOfMove } from '#core/film/compose/camera.ts';
import type { FilmCut } from '#core/film/compose/film-cut.ts';
import { someCut, someHash } from '#core/film/compose/film-cut.test-support.ts';
import { encodeFilm } from '#core/film/encode.ts';
import type { FilmMix } from '#core/film/export/film-mix.ts';
import { FaultError } from '#core/schema/fault.ts';
import { TitleId } from '#core/schema/project-ids.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { registerCodecs } from '../media/register.ts';
import { renderFilm } from './render-film.ts';

type Colour = readonly [number, number, number];
const RED: Colour = [200, 40, 40];
const BLUE: Colour = [40, 60, 200];
const GREEN: Colour = [40, 160, 80];

const files = new Map<Sha256, Uint8Array>();
const sources = (asset: Sha256) => files.get(asset);
let folder = '';

beforeAll(async () => {
  registerCodecs();
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-film-'));
  for (const [digit, colour] of [['a', RED], ['b', BLUE]] as const) {
    const rgb = Uint8Array.from({ length: 160 * 90 * 17 * 3 }, (_, i) => colour[i % 3]!);
    files.set(someHash(digit), (await encodeFilm({ width: 160, height: 90, frames: 17, frameRate: 8, rgb }, 'mp4', DRAWN_RECIPE)).bytes);
  }
  const still = sharp({ create: { width: 320, height: 180, channels: 3, background: { r: GREEN[0], g: GREEN[1], b: GREEN[2] } } });
  files.set(someHash('c'), await still.png().toBuffer());
  files.set(someHash('d'), new Uint8Array(100));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const take = (digit: string) => ({ kind: 'video', asset: someHash(digit), type: 'video/mp4', frames: 17, frameRate: 8 }) as const;
const still = (digit: string) => ({ kind: 'still', asset: someHash(digit), type: 'image/png' }) as const;

/** Red, dissolved within 3 frames into blue, then a moving green still; a title on black over the first four frames. */
const film = (changes: Partial<FilmCut> = {}): FilmCut =>
  someCut(
    [
      { length: 12, source: take('a'), transition: { kind: 'dissolve', frames: 3 } },
      { length: 12, source: take('b') },
      { length: 8, gap: 2, source: still('c'), camera: pathOfMove('pan-left') },
    ],
    {
      titles: [{ id: TitleId.parse('00000000-0000-4000-8000-000000000001'), text: 'Harbour', subtitle: '', at: 0, length: 4, place: 'lower-third', backdrop: 'none' }],
      ...changes,
    },
  );

const never = { aborted: false };
const middle = (rgb: Uint8Array, width: number, height: number): number[] => {
  const at = ((height >> 1) * width + (width >> 1)) * 3;
  return [...rgb.subarray(at, at + 3)];
};
function near(seen: readonly number[], colour: readonly number[], bound = 4) {
  seen.forEach((value, i) => expect(Math.abs(value - colour[i]!), `${seen} is not ${colour}`).toBeLessThanOrEqual(bound));
}

/** How white the whitest pixel is. */
const brightest = (rgb: Uint8Array) => rgb.reduce((most, _, i) => (i % 3 === 0 ? Math.max(most, Math.min(rgb[i]!, rgb[i + 1]!, rgb[i + 2]!)) : most), 0);

describe('renderFilm', () => {
  it.each(['mp4', 'webm'])('makes a %s with every frame in its place and colour', async (ending) => {
    const output = path.join(folder, `film.${ending}`);
    const made = await renderFilm({ cut: film(), sources, output, lines: 180, signal: never });
    expect([made.frames, made.width, made.height, made.missing]).toEqual([31, 320, 180, []]);
    const decoded = await decodeFilm(await readFile(output));
    expect([decoded.times.length, decoded.width, decoded.height]).toEqual([31, 320, 180]);
    decoded.times.forEach((time, i) => expect(time).toBeCloseTo(i / 8, 2));
    const seen = decoded.frames.map((rgb) => middle(rgb, 320, 180));
    near(seen[5]!, RED);
    // The middle of a dissolve of three frames is half of each.
    near(seen[10]!, RED.map((value, i) => (value + BLUE[i]!) / 2));
    near(seen[15]!, BLUE);
    near(seen[21]!, [0, 0, 0]);
    near(seen[22]!, [0, 0, 0]);
    near(seen[23]!, GREEN);
    near(seen[30]!, GREEN);
    // The title's letters are white, and gone when it is over.
    expect(brightest(decoded.frames[2]!)).toBeGreaterThan(180);
    expect(brightest(decoded.frames[5]!)).toBeLessThan(80);
    expect(await readdir(folder)).toContain(`film.${ending}`);
  });

  it('makes numbered pictures of every frame in a zip, without loss', async () => {
    const output = path.join(folder, 'frames.zip');
    const made = await renderFilm({ cut: film(), sources, output, lines: 90, signal: never });
    expect([made.frames, made.width, made.height, made.codecs]).toEqual([31, 160, 90, undefined]);
    const zip = new ZipReader(new Uint8ArrayReader(new Uint8Array(await readFile(output))), { useWebWorkers: false });
    const entries = await zip.getEntries();
    expect(entries.map(({ filename }) => filename)).toEqual(Array.from({ length: 31 }, (_, i) => `${String(i + 1).padStart(4, '0')}.png`));
    const seen = async (index: number) => {
      const entry = entries[index]!;
      if (entry.directory) throw new Error('a folder');
      const { data, info } = await sharp(await entry.getData(new Uint8ArrayWriter(), { checkCrc32: true })).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([160, 90]);
      return middle(data, 160, 90);
    };
    near(await seen(5), RED);
    near(await seen(15), BLUE);
    near(await seen(23), GREEN);
  });

  it('takes the sound along, as long as the picture', async () => {
    async function* tone() {
      for (let block = 0; block < 20; block += 1) yield { frames: 24_000, planes: [0, 1].map(() => Float32Array.from({ length: 24_000 }, (_, i) => 0.4 * Math.sin((i * 2 * Math.PI * 440) / 48_000))) };
    }
    const mix: FilmMix = { sampleRate: 48_000, channels: 2, blocks: tone() };
    const output = path.join(folder, 'sound.mp4');
    const { codecs } = await renderFilm({ cut: film(), sources, mix, output, lines: 90, signal: never });
    expect(codecs).toEqual({ container: 'mp4', video: 'avc', audio: 'aac' });
    using input = new Input({ source: new BufferSource(await readFile(output)), formats: ALL_FORMATS });
    const track = (await input.getPrimaryAudioTrack())!;
    let [heard, energy] = [0, 0];
    for await (const sample of new AudioSampleSink(track).samples()) {
      const plane = new Float32Array(sample.numberOfFrames);
      sample.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
      heard += plane.length;
      energy += plane.reduce((sum, value) => sum + value * value, 0);
      sample.close();
    }
    expect(heard / 48_000).toBeGreaterThan(31 / 8 - 0.05);
    expect(heard / 48_000).toBeLessThan(31 / 8 + 0.1);
    expect(Math.sqrt(energy / heard)).toBeCloseTo(0.4 / Math.SQRT2, 1);
  });

  it('writes sound that comes in blocks of any length, each sample in its place', async () => {
    async function* steps() {
      let at = 0;
      for (const frames of [480, 24_000, 11_760, 12_000, 100_000, 30_000, 20_000]) {
        // Half a second loud, half a second silent.
        yield { frames, planes: [0, 1].map(() => Float32Array.from({ length: frames }, (_, i) => ((at + i) % 48_000 < 24_000 ? 0.4 * Math.sin(((at + i) * 2 * Math.PI * 440) / 48_000) : 0))) };
        at += frames;
      }
    }
    const output = path.join(folder, 'steps.mp4');
    await renderFilm({ cut: film(), sources, mix: { sampleRate: 48_000, channels: 2, blocks: steps() }, output, lines: 90, signal: never });
    using input = new Input({ source: new BufferSource(await readFile(output)), formats: ALL_FORMATS });
    const heard = new Float32Array(200_000);
    for await (const sample of new AudioSampleSink((await input.getPrimaryAudioTrack())!).samples()) {
      const plane = new Float32Array(sample.numberOfFrames);
      sample.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
      const at = Math.round(sample.timestamp * 48_000);
      plane.forEach((value, i) => (at + i >= 0 && at + i < heard.length ? (heard[at + i] = value) : undefined));
      sample.close();
    }
    const loudness = (from: number) => Math.sqrt(heard.subarray(from, from + 12_000).reduce((sum, value) => sum + value * value, 0) / 12_000);
    for (const second of [0, 1, 2]) {
      expect(loudness(second * 48_000 + 6_000)).toBeCloseTo(0.4 / Math.SQRT2, 1);
      expect(loudness(second * 48_000 + 30_000)).toBeLessThan(0.02);
    }
    // To the millisecond: an encoder of AAC begins with a frame of its own.
    expect(Math.abs(heard.findIndex((value, i) => i > 36_000 && Math.abs(value) > 0.1) - 48_000)).toBeLessThan(48);
  });

  it('makes a GIF that repeats, in the film’s time and colours', async () => {
    const output = path.join(folder, 'film.gif');
    const made = await renderFilm({ cut: film(), sources, output, lines: 90, signal: never });
    const gif = sharp(await readFile(output), { animated: true });
    const { pages, pageHeight, width, delay, loop } = await gif.metadata();
    expect([width, pageHeight, loop, made.frames]).toEqual([160, 90, 0, 31]);
    expect(pages).toBeLessThan(31);
    expect(delay!.reduce((sum, one) => sum + one, 0)).toBe(Math.round((31 / 8) * 100) * 10);
    const last = await sharp(await readFile(output), { page: pages! - 1 }).removeAlpha().raw().toBuffer();
    near(middle(last, 160, 90), GREEN, 8);
  });

  it('draws the slate of a clip whose file is gone or damaged, says which, and goes on', async () => {
    const output = path.join(folder, 'gone.mp4');
    const cut = someCut([{ length: 4, source: take('e') }, { length: 4, source: take('d') }, { length: 4, source: still('d') }, { length: 4, source: take('b') }]);
    const { missing } = await renderFilm({ cut, sources, output, lines: 180, signal: never });
    expect(missing).toEqual(['1A', '1B', '1C']);
    const { frames } = await decodeFilm(await readFile(output));
    near(middle(frames[14]!, 320, 180), BLUE);
    // White letters on black.
    expect(brightest(frames[2]!)).toBeGreaterThan(200);
  });

  it('leaves nothing when it is cancelled, fails, or has nothing to draw', async () => {
    const own = await mkdtemp(path.join(folder, 'cancel-'));
    const signal = { aborted: false };
    const cancelled = renderFilm({ cut: film(), sources, output: path.join(own, 'film.mp4'), signal, onProgress: (done) => (signal.aborted = done === 5) });
    await expect(cancelled).rejects.toMatchObject({ fault: { reason: 'cancelled' } });
    await expect(renderFilm({ cut: someCut([]), sources, output: path.join(own, 'film.mp4'), signal: never })).rejects.toMatchObject({ fault: { reason: 'film-empty' } });
    await expect(renderFilm({ cut: film(), sources, output: path.join(own, 'film.avi'), signal: never })).rejects.toBeInstanceOf(FaultError);
    await expect(renderFilm({ cut: film(), sources, output: path.join(own, 'no', 'film.webm'), signal: never })).rejects.toMatchObject({ fault: { reason: 'output-not-writable' } });
    const broken = () => {
      throw new Error('a reader with a bug');
    };
    await expect(renderFilm({ cut: film(), sources: broken, output: path.join(own, 'film.mp4'), signal: never })).rejects.toThrow('a bug');
    expect(await readdir(own)).toEqual([]);
  });
});
