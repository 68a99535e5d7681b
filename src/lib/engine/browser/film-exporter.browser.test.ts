import { BlobReader, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { ALL_FORMATS, BlobSource, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFilm } from '../../../../tests/fixtures/decode-film.ts';
import { DRAWN_RECIPE } from '../../../../tests/fixtures/drawn-clip.ts';
import { soundingVideo } from '../../../../tests/fixtures/sounding-video.ts';
import { tone } from '../../../../tests/fixtures/tone.ts';
import { someCut, someHash } from '#core/film/compose/film-cut.test-support.ts';
import type { FilmCut } from '#core/film/compose/film-cut.ts';
import { encodeFilm } from '#core/film/encode.ts';
import type { FilmFormat, FilmOrder } from '#core/film/export/film-order.ts';
import { openSound } from '#core/film/sound/open-sound.ts';
import type { SoundPlan } from '#core/film/sound/sound-plan.ts';
import { FilmExports } from '#lib/state/gallery/film-exports.svelte.ts';
import { FilmSpeeds } from '#lib/state/gallery/film-speeds.ts';
import { PassingMarks } from '#lib/state/gallery/passing-marks.ts';
import { FilmShelf } from '#lib/storage/film-shelf.ts';
import { ProjectId } from '#core/schema/project-ids.ts';
import { FilmExporter } from './film-exporter.ts';

type Colour = readonly [number, number, number];
const RED: Colour = [200, 40, 40];
const BLUE: Colour = [40, 60, 200];
const FOLDER = `films-${crypto.randomUUID()}`;
const PROJECT = ProjectId.parse('00000000-0000-4000-8000-00000000000a');
const blobs = new Map<string, Blob>();
const shelf = new FilmShelf(FOLDER);
const silent: SoundPlan = { rate: { numerator: 8, denominator: 1 }, length: 21, pieces: [], duckBy: 0 };

beforeAll(async () => {
  for (const [digit, colour] of [['a', RED], ['b', BLUE]] as const) {
    const rgb = Uint8Array.from({ length: 160 * 90 * 17 * 3 }, (_, i) => colour[i % 3]!);
    blobs.set(someHash(digit), new Blob([new Uint8Array((await encodeFilm({ width: 160, height: 90, frames: 17, frameRate: 8, rgb }, 'mp4', DRAWN_RECIPE)).bytes)]));
  }
  blobs.set(someHash('c'), new Blob([tone(6)], { type: 'audio/wav' }));
});
afterAll(async () => (await navigator.storage.getDirectory()).removeEntry(FOLDER, { recursive: true }));

const exporter = () => new FilmExporter(async (asset) => blobs.get(asset), () => ({ provider: 'wasm', threads: 1 }));
const exports = () => new FilmExports({ exporter: exporter(), shelf, shell: { announce: () => undefined, toast: () => 0 }, speeds: new FilmSpeeds(new PassingMarks()) });

const take = (digit: string) => ({ kind: 'video', asset: someHash(digit), type: 'video/mp4', frames: 17, frameRate: 8 }) as const;
const film = (changes: Partial<FilmCut> = {}): FilmCut =>
  someCut([{ length: 12, source: take('a'), transition: { kind: 'dissolve', frames: 3 } }, { length: 12, source: take('b') }], changes);
const ordered = (format: FilmFormat, cut = film()): FilmOrder => ({ cut, format, lines: 180, rate: cut.rate, quality: 'very-high', captions: 'none' });

const middle = (rgb: Uint8Array): number[] => [...rgb.subarray((90 * 320 + 160) * 3, (90 * 320 + 160) * 3 + 3)];
function near(seen: readonly number[], colour: readonly number[], bound = 5) {
  seen.forEach((value, i) => expect(Math.abs(value - colour[i]!), `${seen} is not ${colour}`).toBeLessThanOrEqual(bound));
}
const names = async () => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  return Array.fromAsync(folder.keys());
};

describe('a film as a file', () => {
  it('is made of takes that were made smoother and larger first, in this browser', { timeout: 60_000 }, async () => {
    // A bar that moves eight pixels a frame.
    const rgb = Uint8Array.from({ length: 64 * 48 * 3 * 3 }, (_, i) => {
      const x = Math.floor(i / 3) % 64;
      const left = 10 + 8 * Math.floor(i / 3 / (64 * 48));
      return x >= left && x < left + 16 ? 220 : 60;
    });
    blobs.set(someHash('d'), new Blob([new Uint8Array((await encodeFilm({ width: 64, height: 48, frames: 3, frameRate: 8, rgb }, 'mp4', DRAWN_RECIPE)).bytes)]));
    const source = { kind: 'video', asset: someHash('d'), type: 'video/mp4', frames: 3, frameRate: 8 } as const;
    const cut = someCut([{ length: 6, source }], { rate: { numerator: 16, denominator: 1 } });
    const films = exports();
    const made = (await films.make(PROJECT, { ...ordered('mp4', cut), enhance: ['upscale', 'interpolate'] }, silent))!;
    expect(films.fault).toBeNull();
    const file = await shelf.file(made);
    const { frames, width } = await decodeFilm(new Uint8Array(await file!.arrayBuffer()));
    const edges = frames.map((frame) => Array.from({ length: width }, (_, x) => frame[(90 * width + x) * 3]!).findIndex((value) => value > 140));
    // Each frame goes on, those between about half way, and the last stays.
    expect(edges[1]! - edges[0]!).toBeGreaterThan(5);
    expect(edges[2]! - edges[1]!).toBeGreaterThan(5);
    expect(edges[5]).toBe(edges[4]);
    await films.remove(made);
  });

  it.each(['mp4', 'webm'] as const)('as %s has every frame in its place and colour, and is kept until it is removed', async (format) => {
    const films = exports();
    const made = (await films.make(PROJECT, ordered(format), silent))!;
    expect([made.frames, made.width, made.height, made.audio]).toEqual([21, 320, 180, null]);
    const again = exports();
    await again.load();
    expect(again.of(PROJECT)).toEqual([made]);
    const file = (await shelf.file(made))!;
    expect([file.size, file.type]).toEqual([made.bytes, `video/${format}`]);
    const { frames, times } = await decodeFilm(new Uint8Array(await file.arrayBuffer()));
    expect(times).toHaveLength(21);
    near(middle(frames[3]!), RED);
    near(middle(frames[10]!), RED.map((value, i) => (value + BLUE[i]!) / 2));
    near(middle(frames[20]!), BLUE);
    await again.remove(made);
    expect(await names()).toEqual([]);
  });

  it('takes its song along as AAC, which every player hears, whether the browser writes that or not', async () => {
    const song = { kind: 'song', asset: someHash('c'), type: 'audio/wav', name: 'song.wav', at: 8, from: 0, length: 13, gain: 1, fadeIn: 0, fadeOut: 0 } as const;
    const films = exports();
    const plan = { ...silent, pieces: [song] };
    const words = await films.codecs(ordered('mp4'), plan);
    const made = (await films.make(PROJECT, ordered('mp4'), plan))!;
    expect(made.audio).toBe('aac');
    expect(words).toMatchObject({ ok: true, value: { codecs: { video: made.video, audio: 'aac' } } });
    using input = new Input({ source: new BlobSource((await shelf.file(made))!), formats: ALL_FORMATS });
    const track = (await input.getPrimaryAudioTrack())!;
    expect(await track.computeDuration()).toBeCloseTo(21 / 8, 1);
    const sounded = (await openSound(new BlobSource((await shelf.file(made))!)))!;
    let loudest = 0;
    let begins = Infinity;
    for await (const { at, planes } of sounded.pieces(0, 2)) planes[0]!.forEach((sample, i) => {
      loudest = Math.max(loudest, Math.abs(sample));
      if (Math.abs(sample) > 0.05) begins = Math.min(begins, at + i);
    });
    near([loudest], [6000 / 32_768], 0.03);
    // To the millisecond where it lies: an encoder of AAC begins with a frame of its own.
    near([begins / sounded.sampleRate], [1], 0.001);
    sounded.dispose();
    await films.remove(made);
  });

  it('has the sound of its videos where they lie, as loud as each was made', async () => {
    blobs.set(someHash('e'), await soundingVideo({ seconds: 2, level: 0.5 }));
    const source = { kind: 'video', asset: someHash('e'), type: 'video/webm', frames: 16, frameRate: 8 } as const;
    const cut = someCut([{ length: 8, source }, { length: 8, source }, { length: 8, source: take('a') }]);
    const piece = { kind: 'clip', asset: someHash('e'), type: 'video/webm', name: 'Harbour', from: 4, length: 8, fadeIn: 0, fadeOut: 0 } as const;
    // The last of them has no sound: it is silent, and the film is made.
    const mute = { ...piece, asset: someHash('a'), at: 16, gain: 1 };
    const films = exports();
    const made = (await films.make(PROJECT, ordered('webm', cut), { ...silent, length: 24, pieces: [{ ...piece, at: 0, gain: 1 }, { ...piece, at: 8, gain: 0.25 }, mute] }))!;
    expect([films.fault, made.frames]).toEqual([null, 24]);
    const sounded = (await openSound(new BlobSource((await shelf.file(made))!)))!;
    const loudest = [0, 0, 0];
    for await (const { at, planes } of sounded.pieces(0, 3)) planes[0]!.forEach((sample, i) => {
      const seconds = (at + i) / sounded.sampleRate;
      // The middle of each clip: an encoder rounds its edges.
      if (seconds % 1 > 0.25 && seconds % 1 < 0.75) loudest[Math.floor(seconds)] = Math.max(loudest[Math.floor(seconds)]!, Math.abs(sample));
    });
    sounded.dispose();
    near(loudest, [0.5, 0.125, 0], 0.04);
    await films.remove(made);
  });

  it('as GIF and as pictures', async () => {
    const films = exports();
    const gif = (await films.make(PROJECT, ordered('gif'), silent))!;
    const decoder = new ImageDecoder({ type: 'image/gif', data: await (await shelf.file(gif))!.arrayBuffer() });
    await decoder.tracks.ready;
    expect([decoder.tracks.selectedTrack!.frameCount, decoder.tracks.selectedTrack!.repetitionCount]).toEqual([21, Infinity]);
    decoder.close();
    const zip = (await films.make(PROJECT, ordered('png'), silent))!;
    const entries = await new ZipReader(new BlobReader((await shelf.file(zip))!)).getEntries();
    expect(entries.map(({ filename }) => filename)).toEqual(Array.from({ length: 21 }, (_, i) => `${String(i + 1).padStart(4, '0')}.png`));
    await films.remove(gif);
    await films.remove(zip);
  });

  it('as ProRes, which FFmpeg makes', async () => {
    const films = exports();
    const made = (await films.make(PROJECT, ordered('mov'), silent))!;
    expect([made.video, made.frames]).toEqual(['prores', 21]);
    using input = new Input({ source: new BlobSource((await shelf.file(made))!), formats: ALL_FORMATS });
    const track = (await input.getPrimaryVideoTrack())!;
    expect([await track.getCodec(), (await track.computePacketStats()).packetCount, await track.computeDuration()]).toEqual(['prores', 21, 21 / 8]);
    await films.remove(made);
  });

  it('ends at once when it is cancelled, and leaves nothing', async () => {
    const films = exports();
    const long = film({ length: 8 * 3600 });
    const making = films.make(PROJECT, { ...ordered('mp4', long), lines: 1080 }, silent);
    while ((films.work?.done ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const then = performance.now();
    films.cancel();
    expect(await making).toBeUndefined();
    expect(performance.now() - then).toBeLessThan(3_000);
    expect([films.work, films.fault, await names()]).toEqual([null, null, []]);
  });

  it('finds out once how fast this browser is, and leaves nothing', async () => {
    const films = exports();
    await films.tryHere();
    expect(films.speeds.at('here')).toBeGreaterThan(10_000);
    expect([films.work, await names()]).toEqual([null, []]);
  });

  it('says why nothing was made of an empty film', async () => {
    const films = exports();
    expect(await films.make(PROJECT, ordered('webm', someCut([])), silent)).toBeUndefined();
    expect(films.fault?.reason).toBe('film-empty');
    expect(await names()).toEqual([]);
  });
});
