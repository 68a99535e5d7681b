import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFilm } from '../../tests/fixtures/decode-film.ts';
import { DRAWN_RECIPE } from '../../tests/fixtures/drawn-clip.ts';
import { someCut, someHash } from '#core/film/compose/film-cut.test-support.ts';
import { encodeFilm } from '#core/film/encode.ts';
import type { FilmOrder } from '#core/film/export/film-order.ts';
import { registerCodecs } from '../media/register.ts';
import { renderFilm } from './render-film.ts';

const [WIDTH, HEIGHT, FRAMES] = [160, 90, 5];
let folder = '';
let clip: Uint8Array;

beforeAll(async () => {
  registerCodecs();
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-enhanced-'));
  // A bright bar that moves eight pixels a frame over a grey.
  const rgb = Uint8Array.from({ length: WIDTH * HEIGHT * FRAMES * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % WIDTH;
    const left = 30 + 8 * Math.floor(i / 3 / (WIDTH * HEIGHT));
    return x >= left && x < left + 40 ? 220 : 60;
  });
  clip = (await encodeFilm({ width: WIDTH, height: HEIGHT, frames: FRAMES, frameRate: 8, rgb }, 'mp4', DRAWN_RECIPE)).bytes;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A take of eight frames a second in a film of twenty-four. */
const cut = (length = 3 * FRAMES) => someCut([{ length, source: { kind: 'video', asset: someHash('a'), type: 'video/mp4', frames: FRAMES, frameRate: 8 } }], { rate: { numerator: 24, denominator: 1 } });
const made = async (enhance: FilmOrder['enhance'], lines = 180, signal = { aborted: false }) => {
  const output = path.join(folder, `${enhance?.join('-') ?? 'plain'}-${lines}.mp4`);
  await renderFilm({ cut: cut(), sources: () => clip, output, lines, quality: 'very-high', captions: 'none', enhance, signal });
  return decodeFilm(await readFile(output));
};
/** How bright the middle row is, at each pixel. */
const row = ({ width, height, frames }: Awaited<ReturnType<typeof made>>, frame: number): number[] =>
  Array.from({ length: width }, (_, x) => frames[frame]![(Math.floor(height / 2) * width + x) * 3]!);
/** Where the bar begins, in pixels of the film. */
const edge = (film: Awaited<ReturnType<typeof made>>, frame: number): number => row(film, frame).findIndex((value) => value > 140);
/** The width of the bar's left edge: how many pixels lie between dark and bright. */
const softness = (film: Awaited<ReturnType<typeof made>>): number => row(film, 0).slice(0, film.width / 2).filter((value) => value > 75 && value < 205).length;

describe('a film whose takes are worked on', { timeout: 120_000 }, () => {
  it('has frames between those of slower takes, half way, and is as long as without', async () => {
    const [plain, smooth] = [await made(undefined), await made(['interpolate'])];
    expect(smooth.frames).toHaveLength(plain.frames.length);
    const edges = (film: typeof plain) => film.frames.map((_, i) => edge(film, i));
    // Three frames of the film show one of the take; with twice as many, the third shows the one between.
    const [before, after] = [edges(plain), edges(smooth)];
    expect([before[0], before[1], before[2], before[3]]).toEqual([before[0], before[0], before[0], before[3]]);
    expect(after[0]).toBe(before[0]);
    const between = after[2]! - before[0]!;
    expect(between).toBeGreaterThan(4);
    expect(between).toBeLessThan(12);
    // Behind the last there is none: it stays.
    expect(after.at(-1)).toBe(before.at(-1));
  });

  it('has sharper edges of smaller takes, and leaves those that are large enough alone', async () => {
    const [plain, larger] = [await made(undefined), await made(['upscale'])];
    expect([larger.width, larger.height]).toEqual([320, 180]);
    expect(softness(larger)).toBeLessThan(softness(plain));
    const [small, same] = [await made(undefined, 90), await made(['upscale'], 90)];
    for (const [i, frame] of same.frames.entries()) expect(Buffer.compare(Buffer.from(frame), Buffer.from(small.frames[i]!))).toBe(0);
  });

  it('ends when it is cancelled in the middle, and leaves no file', async () => {
    const signal = { aborted: false };
    const output = path.join(folder, 'never.mp4');
    const making = renderFilm({ cut: cut(), sources: () => clip, output, lines: 180, enhance: ['upscale', 'interpolate'], signal, onProgress: () => (signal.aborted = true) });
    await expect(making).rejects.toMatchObject({ fault: { reason: 'cancelled' } });
    expect((await readdir(folder)).filter((name) => name.includes('never'))).toEqual([]);
  });
});
