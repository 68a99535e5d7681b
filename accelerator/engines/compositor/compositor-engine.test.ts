import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFilm } from '../../../tests/fixtures/decode-film.ts';
import { DRAWN_RECIPE } from '../../../tests/fixtures/drawn-clip.ts';
import { tone } from '../../../tests/fixtures/tone.ts';
import { someCut } from '#core/film/compose/film-cut.test-support.ts';
import { encodeFilm } from '#core/film/encode.ts';
import { trialSheet } from '#core/film/export/trial-sheet.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { FilmSheet } from '#core/schema/film-sheet.ts';
import { DiskShelf } from '../../media/disk-shelf.ts';
import { registerCodecs } from '../../media/register.ts';
import { CompositorEngine } from './compositor-engine.ts';

let folder: string;
let shelf: DiskShelf;
let engine: CompositorEngine;
let take: Sha256;
let song: Sha256;

beforeAll(async () => {
  registerCodecs();
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-compositor-'));
  shelf = await DiskShelf.open(path.join(folder, 'media'));
  const rgb = Uint8Array.from({ length: 160 * 90 * 17 * 3 }, (_, i) => [200, 40, 40][i % 3]!);
  take = (await shelf.keep((await encodeFilm({ width: 160, height: 90, frames: 17, frameRate: 8, rgb }, 'mp4', DRAWN_RECIPE)).bytes)).sha256;
  song = (await shelf.keep(tone(3))).sha256;
  engine = new CompositorEngine({ media: shelf, scratch: path.join(folder, 'films'), log: pino({ level: 'silent' }), version: 'test', tryAfter: 1e9 });
});
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

const hashOf = (text: string) => Sha256.parse(createHash('sha256').update(text).digest('hex'));
const kept = async (sheet: unknown) => (await shelf.keep(new TextEncoder().encode(JSON.stringify(sheet)))).sha256;
const quiet = () => ({ signal: { aborted: false }, onProgress: () => undefined });
const left = () => readdir(path.join(folder, 'films')).catch(() => []);

function sheet(): FilmSheet {
  const cut = someCut([{ length: 12, source: { kind: 'video', asset: take, type: 'video/mp4', frames: 17, frameRate: 8 } }, { length: 4, source: { kind: 'still', asset: hashOf('nowhere'), type: 'image/png' } }]);
  const piece = { kind: 'song', asset: song, type: 'audio/wav', name: 'song.wav', at: 0, from: 0, length: 16, gain: 1, fadeIn: 0, fadeOut: 0 } as const;
  return { schema: 1, order: { cut, format: 'mp4', lines: 180, rate: cut.rate, quality: 'high', captions: 'track' }, sound: { rate: cut.rate, length: 16, pieces: [piece], duckBy: 0 } };
}

describe('the compositor', () => {
  it('makes a film of its sheet with its sound, says which file was not sent, and leaves nothing once it is disposed of', async () => {
    const seen: number[] = [];
    const made = await engine.compose({ mode: 'compose', sheet: await kept(sheet()), media: [take, song, hashOf('nowhere')] }, { ...quiet(), onProgress: ({ fraction }) => seen.push(fraction) });
    if (!made.ok) throw new Error(JSON.stringify(made.fault));
    const { film, file, timings, dispose } = made.value;
    expect(film).toEqual({ width: 320, height: 180, frames: 16, rate: { numerator: 8, denominator: 1 }, codecs: { container: 'mp4', video: 'avc', audio: 'aac' }, missing: ['1B'] });
    const { frames, width } = await decodeFilm(await readFile(file));
    const middle = (90 * width + 160) * 3;
    for (const [i, value] of [200, 40, 40].entries()) expect(Math.abs(frames[3]![middle + i]! - value)).toBeLessThan(6);
    expect(timings['encode-media']).toBeGreaterThan(0);
    expect(seen.at(-1)).toBe(1);
    expect(await left()).toHaveLength(1);
    await dispose();
    expect(await left()).toEqual([]);
  });

  it('ends at once when it is cancelled, and leaves nothing', async () => {
    const { order, sound } = trialSheet();
    const long = { schema: 1, sound, order: { ...order, lines: 1080, cut: someCut([{ length: 8 * 3600 }, { length: 8 * 3600, transition: { kind: 'dissolve', frames: 8 * 3000 } }]) } };
    const signal = { aborted: false };
    const made = engine.compose({ mode: 'compose', sheet: await kept(long), media: [] }, { signal, onProgress: () => (signal.aborted = true) });
    expect(await made).toEqual({ ok: false, fault: { reason: 'cancelled', facts: {} } });
    expect(await left()).toEqual([]);
  });

  it('makes every frame of a film as a picture in a zip, and keeps it as such', async () => {
    const { order, sound } = sheet();
    const made = await engine.compose({ mode: 'compose', sheet: await kept({ schema: 1, sound, order: { ...order, format: 'png', lines: 90 } }), media: [take] }, quiet());
    if (!made.ok) throw new Error(JSON.stringify(made.fault));
    const { sha256 } = await shelf.keep(await readFile(made.value.file));
    expect([made.value.film.frames, made.value.film.codecs, (await shelf.get(sha256))!.type]).toEqual([16, undefined, 'application/zip']);
    await made.value.dispose();
  });

  it('refuses by name what is no sheet and a sheet that is gone', async () => {
    const reasonOf = async (name: Sha256) => {
      const made = await engine.compose({ mode: 'compose', sheet: name, media: [] }, quiet());
      return made.ok ? 'made' : made.fault.reason;
    };
    expect(await reasonOf(await kept({ schema: 1, order: 'all of it' }))).toBe('file-unreadable');
    expect(await reasonOf(hashOf('gone'))).toBe('media-damaged');
    expect(await left()).toEqual([]);
  });

  it('finds out what it encodes and how fast, and sweeps away what one before it has left', async () => {
    const scratch = path.join(folder, 'others');
    const other = new CompositorEngine({ media: shelf, scratch, log: pino({ level: 'silent' }), version: 'test', tryAfter: 0 });
    await new Promise<void>((resolve) => other.subscribe(() => resolve()));
    const { films, fault } = await other.offer();
    expect(fault).toBeUndefined();
    expect(films?.formats).toEqual(expect.arrayContaining(['mp4', 'webm', 'gif', 'png']));
    expect(films?.video).toEqual(expect.arrayContaining(['avc', 'vp9']));
    expect(films?.enhances).toEqual(['upscale', 'interpolate']);
    expect(films?.speed).toBeGreaterThan(10_000);
    await other.dispose();
    await writeFile(path.join(scratch, 'left'), 'half a film');
    const next = new CompositorEngine({ media: shelf, scratch, log: pino({ level: 'silent' }), version: 'test', tryAfter: 1e9 });
    await next.compose({ mode: 'compose', sheet: hashOf('gone'), media: [] }, quiet());
    expect(await readdir(scratch)).toEqual([]);
    await next.dispose();
  });
});
