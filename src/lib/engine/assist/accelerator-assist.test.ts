import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ModelId } from '#core/schema/catalogue.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Fault } from '#core/schema/fault.ts';
import { ShelfAssist } from '../../../../accelerator/assist/shelf-assist.ts';
import { FolderShelf } from '../../../../accelerator/models/folder-shelf.ts';
import captions from '../../../../tests/fixtures/tiny-florence2/expected.json' with { type: 'json' };
import cutOuts from '../../../../tests/fixtures/tiny-modnet/expected.json' with { type: 'json' };
import search from '../../../../tests/fixtures/tiny-siglip/expected.json' with { type: 'json' };
import speech from '../../../../tests/fixtures/tiny-whisper/expected.json' with { type: 'json' };
import { diskPicture } from '../../../../tests/fixtures/disk-picture.ts';
import { Door } from '../../../../tests/fixtures/http-door.ts';
import { SILENT } from '../../../../tests/fixtures/some-desk.ts';
import { keepTiny } from '../../../../tests/fixtures/tiny-folder.ts';
import { wav } from '../../../../tests/fixtures/wav.ts';
import { AcceleratorAssist } from './accelerator-assist.ts';
import type { BrowserCaptions } from './browser-captions.ts';
import type { BrowserSpeech } from './browser-speech.ts';
import { EitherCaptions, EitherSpeech } from './either-assist.ts';
import { type AnyModel, isSamePlace, isThere, nameOf } from './model-there.ts';

let folder: string;
let assist: ShelfAssist;
let door: Door;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-assist-studio-'));
  const shelf = new FolderShelf(path.join(folder, 'models'));
  for (const purpose of ['captions', 'search', 'speech', 'voice', 'cut-outs'] as const) await keepTiny(shelf, purpose);
  assist = new ShelfAssist({ shelf, scratch: path.join(folder, 'scratch'), provider: async () => 'cpu', log: SILENT });
  door = await Door.open({ assist });
});
afterAll(async () => {
  await door.close();
  await assist.close();
  await rm(folder, { recursive: true, force: true });
});

let standing: 'connected' | 'away';
const asked: string[] = [];
beforeEach(() => {
  standing = 'connected';
  asked.length = 0;
});
const state = () => (standing === 'connected' ? ({ kind: 'connected', address: door.origin, name: 'Studio PC', version: '1' } as const) : ({ kind: 'unpaired' } as const));
const lineOf = (ask: (path: string, init?: RequestInit) => Promise<Result<Response, Fault>>) => ({ get state() { return state(); }, ask });
const line = lineOf(async (to, init = {}) => {
  asked.push(to.split('?')[0]!);
  try {
    return ok(await fetch(`${door.origin}/api/v1${to}`, { ...init, headers: { ...(init.headers as Record<string, string>), Authorization: `Bearer ${door.token}` } }));
  } catch {
    return fail({ reason: 'accelerator-away', facts: {} });
  }
});

const plain = async ([r, g, b]: readonly number[]) => new Blob([new Uint8Array(await sharp({ create: { width: 96, height: 64, channels: 3, background: { r: r!, g: g!, b: b! } } }).png().toBuffer())]);
const RATE = 16_000;
const tone = (seconds: number) => new Blob([wav([Float32Array.from({ length: seconds * RATE }, (_, at) => 0.3 * Math.sin((2 * Math.PI * 220 * at) / RATE))], RATE)]);
const never = () => new AbortController().signal;

describe('the models of a paired accelerator', () => {
  it('are asked for what this browser has not got, and give what PyTorch gives', async () => {
    const there = new AcceleratorAssist(line, () => 0);
    const one = async (purpose: Parameters<typeof there.models>[0]) => (await there.models(purpose))[0]!;
    expect(nameOf(await one('captions'))).toBe('Tiny captions on Studio PC');
    const { colour, caption } = captions.pictures[0]!;
    expect(await there.describe(await one('captions'), await plain(colour))).toEqual({ ok: true, value: caption });
    const placed = await there.ofPicture(await one('search'), await plain(search.pictures[0]!.colour));
    const words = await there.ofText(await one('search'), search.texts[0]!.text);
    for (const [is, { embedding }] of [[placed, search.pictures[0]!], [words, search.texts[0]!]] as const) {
      const length = Math.hypot(...embedding);
      expect(is.ok && Math.max(...embedding.map((value, at) => Math.abs(value / length - is.value[at]!)))).toBeLessThan(2e-4);
    }
    const told: number[] = [];
    const heard = await there.hear(await one('speech'), tone(speech.heard[0]!.seconds), 'song.wav', { language: undefined, signal: never(), onProgress: (done) => told.push(done) });
    expect(heard).toMatchObject({ ok: true, value: { language: 'en' } });
    expect(told.at(-1)).toBe(1);
    const read = await there.read(await one('voice'), 'Nobody rows.', { voice: 'af_low', accent: 'american', speed: 1, signal: never(), onProgress: () => {} });
    expect(read.ok && [new TextDecoder().decode(read.value.file.slice(0, 4)), read.value.file.byteLength > read.value.seconds * 48_000]).toEqual(['RIFF', true]);
    const [disk] = cutOuts.pictures;
    const drawn = await sharp(diskPicture(disk!).rgba, { raw: { width: disk!.width, height: disk!.height, channels: 4 } }).png().toBuffer();
    const matte = await there.matteOf(await one('cut-outs'), new Blob([new Uint8Array(drawn)]));
    expect(matte.ok && disk!.points.every(([x, y, share]) => Math.abs(matte.value.values[y! * disk!.width + x!]! - 255 * share!) < 1)).toBe(true);
    // What it has is asked for once in a while, not each time.
    expect(asked.filter((to) => to === '/assist/models')).toHaveLength(1);
  });

  it('say why they cannot, and stop when they are told to', async () => {
    const there = new AcceleratorAssist(line);
    const [eye] = await there.models('captions');
    expect(await there.describe(eye!, new Blob(['no picture']))).toMatchObject({ fault: { reason: 'picture-unreadable' } });
    expect(await there.describe({ there: ModelId.parse('gone') }, new Blob(['x']))).toEqual({ ok: false, fault: { reason: 'model-not-found', facts: { model: 'gone' } } });
    const [ear] = await there.models('speech');
    const stop = new AbortController();
    expect(await there.hear(ear!, tone(300), 'long.wav', { language: 'en', signal: stop.signal, onProgress: () => stop.abort() })).toEqual({ ok: false, fault: { reason: 'cancelled', facts: {} } });
  });

  it('are none without it, and where it is too old, answers nonsense or breaks off', async () => {
    standing = 'away';
    expect(await new AcceleratorAssist(line).models('captions')).toEqual([]);
    expect(asked).toEqual([]);
    standing = 'connected';
    for (const answer of [new Response('{}', { status: 404 }), Response.json({ models: 'many' }), new Response('no JSON')]) expect(await new AcceleratorAssist(lineOf(async () => ok(answer))).models('speech')).toEqual([]);
    const eye = { there: ModelId.parse('eye') };
    const said = async (body: string) => (await new AcceleratorAssist(lineOf(async () => ok(new Response(body)))).describe(eye, new Blob(['x']))) as { fault?: Fault };
    for (const body of ['', 'nonsense\n', '{"kind":"progress","done":0.5}\n', '{"kind":"described","text":""}\n']) expect((await said(body)).fault?.reason, body).toBe('accelerator-away');
    expect((await said('{"kind":"placed","direction":[1,0]}')).fault?.reason).toBe('accelerator-too-new');
    expect(await said('{"kind":"progress","done":0.5}\n{"kind":"described",\n"text":1}')).toMatchObject({ fault: { reason: 'accelerator-away' } });
    expect(await said('{"kind":"progress","done":0.5}\n{"kind":"described","text":"A lamp."}')).toEqual({ ok: true, value: 'A lamp.' });
  });

  it('are those it knows, also of a newer accelerator that has others beside them', async () => {
    const eye = { id: 'eye', version: '1', name: 'Eye', purpose: 'captions', paths: [], licence: 'MIT' };
    const there = new AcceleratorAssist(lineOf(async () => ok(Response.json({ models: [{ ...eye, id: 'nose', purpose: 'smell' }, eye] }))));
    expect((await there.models('captions')).map(nameOf)).toEqual(['Eye on Studio PC']);
  });

  it('are found soon after they have come, and known for a while once they are there', async () => {
    let now = 0;
    let has: readonly object[] = [];
    let looked = 0;
    const eye = { id: 'eye', version: '1', name: 'Eye', purpose: 'captions', paths: [], licence: 'MIT' };
    const there = new AcceleratorAssist(lineOf(async () => (looked++, ok(Response.json({ models: has })))), () => now);
    const seen = async () => (await there.models('captions')).length;
    expect([await seen(), await seen(), looked]).toEqual([0, 0, 1]);
    has = [eye];
    now = 600;
    expect([await seen(), looked]).toEqual([1, 2]);
    now = 9_000;
    expect([await seen(), looked]).toEqual([1, 2]);
    now = 11_000;
    expect([await seen(), looked]).toEqual([1, 3]);
  });

  it('that have their hands full are asked again after as long as they say', async () => {
    let left = 2;
    const there = new AcceleratorAssist(lineOf(async () => ok(left-- > 0 ? new Response('{}', { status: 503, headers: { 'Retry-After': '0.01' } }) : new Response('{"kind":"described","text":"A lamp."}'))));
    expect(await there.describe({ there: ModelId.parse('eye') }, new Blob(['x']))).toEqual({ ok: true, value: 'A lamp.' });
    const full = new AcceleratorAssist(lineOf(async () => ok(new Response('{}', { status: 503, headers: { 'Retry-After': '0.01' } }))));
    expect(await full.describe({ there: ModelId.parse('eye') }, new Blob(['x']))).toMatchObject({ fault: { reason: 'accelerator-away' } });
  });
});

describe('a step that either can do', () => {
  const here = (id: string): AnyModel => ({ id, version: '1', name: `Own ${id}`, paths: [], readFile: async () => undefined });

  it('is done by this browser where it has a model, else by the accelerator, and by nobody where neither has', async () => {
    const own: AnyModel[] = [here('captions')];
    const browser = { purpose: 'captions', models: async () => own, describe: async () => ok('said here') } as unknown as BrowserCaptions;
    const either = new EitherCaptions(browser, new AcceleratorAssist(line));
    const mine = (await either.find())!;
    expect([isThere(mine), await either.describe(mine, new Blob(['x']))]).toEqual([false, ok('said here')]);
    own.length = 0;
    const theirs = (await either.find())!;
    expect([isThere(theirs), await either.describe(theirs, await plain(captions.pictures[1]!.colour))]).toEqual([true, ok(captions.pictures[1]!.caption)]);
    standing = 'away';
    expect(await either.find()).toBeUndefined();
  });

  it('offers every model once, this browser’s own first', async () => {
    const of = (...ids: string[]) => new EitherSpeech({ purpose: 'speech', models: async () => ids.map(here) } as unknown as BrowserSpeech, new AcceleratorAssist(line));
    expect((await of('whisper').models()).map(nameOf)).toEqual(['Own whisper', 'Tiny speech on Studio PC']);
    expect((await of('speech').models()).map(nameOf)).toEqual(['Own speech']);
  });

  it('knows one model from another by its files and by where they lie', () => {
    const mine = here('eye');
    const theirs: AnyModel = { id: 'eye', version: '1', name: 'Eye', paths: [], there: ModelId.parse('eye'), on: 'Studio PC' };
    expect([isSamePlace(mine, here('eye')), isSamePlace(mine, { ...mine, version: '2' }), isSamePlace(mine, theirs), isSamePlace(mine, undefined), isSamePlace(undefined, undefined)]).toEqual([true, false, false, false, true]);
  });
});
