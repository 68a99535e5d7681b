import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AssistMade } from '#core/schema/accelerator/assist.ts';
import { ModelId } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import captions from '../../tests/fixtures/tiny-florence2/expected.json' with { type: 'json' };
import voice from '../../tests/fixtures/tiny-kokoro/expected.json' with { type: 'json' };
import depth from '../../tests/fixtures/tiny-depth-anything/expected.json' with { type: 'json' };
import smol from '../../tests/fixtures/tiny-smolvlm/expected.json' with { type: 'json' };
import search from '../../tests/fixtures/tiny-siglip/expected.json' with { type: 'json' };
import cutOuts from '../../tests/fixtures/tiny-modnet/expected.json' with { type: 'json' };
import { diskPicture } from '../../tests/fixtures/disk-picture.ts';
import speech from '../../tests/fixtures/tiny-whisper/expected.json' with { type: 'json' };
import { SILENT } from '../../tests/fixtures/some-desk.ts';
import { keepTiny, type TinyPurpose } from '../../tests/fixtures/tiny-folder.ts';
import { wav } from '../../tests/fixtures/wav.ts';
import { FolderShelf } from '../models/folder-shelf.ts';
import type { Question } from './ports.ts';
import { ShelfAssist } from './shelf-assist.ts';

let root: string;
let shelf: FolderShelf;
/** The one that most tests ask, so that not each waits for processes of its own. */
let shared: ShelfAssist;
const open: ShelfAssist[] = [];
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'kinora-assist-'));
  shelf = new FolderShelf(path.join(root, 'models'));
  for (const purpose of ['captions', 'search', 'speech', 'voice'] as const) await keepTiny(shelf, purpose);
  shared = new ShelfAssist({ shelf, scratch: path.join(root, 'scratch'), provider: async () => 'cpu', log: SILENT });
});
afterEach(() => Promise.all(open.splice(0).map((desk) => desk.close())));
afterAll(async () => {
  await shared.close();
  await rm(root, { recursive: true, force: true });
});

const never = new AbortController().signal;
const nothing = () => undefined;
const faultOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FaultError ? error.fault : error));

function fresh(idleMs = 60_000): ShelfAssist {
  const made = new ShelfAssist({ shelf, scratch: path.join(root, 'scratch'), idleMs, provider: async () => 'cpu', log: SILENT });
  open.push(made);
  return made;
}

async function ask(at: ShelfAssist, question: Question, { signal = never, onProgress = nothing as (done: number) => void } = {}): Promise<AssistMade> {
  return at.answer(await at.find(question.ask), question, { signal, onProgress });
}

const id = (purpose: TinyPurpose) => ModelId.parse(purpose);
const about = async (at: ShelfAssist, what: 'describe' | 'place' | 'hear', bytes: Uint8Array, more: object = {}): Promise<Question> => ({
  ask: { ask: what, model: id(what === 'describe' ? 'captions' : what === 'place' ? 'search' : 'speech'), ...more },
  file: await at.receive(Readable.from([bytes])),
});
const plain = ([r, g, b]: readonly number[]) => sharp({ create: { width: 96, height: 64, channels: 3, background: { r: r!, g: g!, b: b! } } }).png().toBuffer();
const RATE = 16_000;
const tone = ({ seconds, hertz }: { readonly seconds: number; readonly hertz: number }) => wav([Float32Array.from({ length: seconds * RATE }, (_, at) => 0.3 * Math.sin((2 * Math.PI * hertz * at) / RATE))], RATE);
const READ = { ask: 'read', model: id('voice'), text: 'The harbour, at night.', voice: 'af_low', accent: 'american', speed: 1 } as const;

describe('the models of the accelerator’s shelf', () => {
  it('are told of with what a studio needs to choose, once they are whole and their licence is accepted', async () => {
    const at = shared;
    expect((await at.list()).map(({ name, purpose, licence }) => `${name} ${purpose} ${licence}`)).toEqual(['Tiny captions captions MIT', 'Tiny search search MIT', 'Tiny speech speech MIT', 'Tiny voice voice MIT']);
    const kept = (await shelf.get(id('voice')))!;
    await shelf.put({ ...kept, licence: { ...kept.licence, restricted: true } });
    expect((await at.list()).map(({ purpose }) => purpose)).toEqual(['captions', 'search', 'speech']);
    expect(await faultOf(at.find(READ))).toEqual({ reason: 'model-not-found', facts: { model: 'voice' } });
    await shelf.put(kept);
  });

  it('describe and place pictures, and place words, as PyTorch does, each purpose in a process of its own', async () => {
    const at = shared;
    for (const { colour, caption } of captions.pictures) expect(await ask(at, await about(at, 'describe', await plain(colour)))).toEqual({ kind: 'described', text: caption });
    const near = (made: AssistMade, embedding: readonly number[]) => {
      const length = Math.hypot(...embedding);
      const { direction } = made as Extract<AssistMade, { kind: 'placed' }>;
      expect(Math.max(...embedding.map((value, i) => Math.abs(value / length - direction[i]!)))).toBeLessThan(2e-4);
    };
    for (const { colour, embedding } of search.pictures) near(await ask(at, await about(at, 'place', await plain(colour))), embedding);
    for (const { text, embedding } of search.texts) near(await ask(at, { ask: { ask: 'place', model: id('search'), text } }), embedding);
    expect(at.pids).toHaveLength(2);
  });

  it('describe in SmolVLM’s layout, too', async () => {
    const folder = new FolderShelf(path.join(root, 'smol-models'));
    await keepTiny(folder, 'captions', fileURLToPath(new URL('../../tests/fixtures/tiny-smolvlm', import.meta.url)));
    const at = new ShelfAssist({ shelf: folder, scratch: path.join(root, 'smol-scratch'), provider: async () => 'cpu', log: SILENT });
    open.push(at);
    for (const { colour, caption } of smol.pictures.slice(0, 2)) expect(await ask(at, await about(at, 'describe', await plain(colour)))).toEqual({ kind: 'described', text: caption });
  });

  it('tell the depth of a picture in its shape, turned as it is looked at, as PyTorch does', async () => {
    const folder = new FolderShelf(path.join(root, 'depth-models'));
    await keepTiny(folder, 'depth');
    const at = new ShelfAssist({ shelf: folder, scratch: path.join(root, 'depth-scratch'), provider: async () => 'cpu', log: SILENT });
    open.push(at);
    const [r, g, b] = depth.left as [number, number, number];
    const [red, green, blue] = depth.right as [number, number, number];
    const right = await sharp({ create: { width: 98, height: 112, channels: 3, background: { r: red, g: green, b: blue } } }).png().toBuffer();
    // Lying on its side, as phones keep them: blue at the left and red at the right once it is upright.
    const picture = await sharp({ create: { width: 196, height: 112, channels: 3, background: { r, g, b } } }).composite([{ input: right, left: 98, top: 0 }]).png().toBuffer();
    const turned = await sharp(picture).rotate(-90).withMetadata({ orientation: 6 }).png().toBuffer();
    for (const bytes of [picture, turned]) {
      const question: Question = { ask: { ask: 'gauge', model: id('depth') }, file: await at.receive(Readable.from([bytes])) };
      const made = (await ask(at, question)) as Extract<AssistMade, { kind: 'gauged' }>;
      const map = sharp(Buffer.from(made.file, 'base64'));
      expect(await map.metadata()).toMatchObject({ format: 'png', width: 98, height: 56, channels: 1 });
      const data = await map.extractChannel(0).raw().toBuffer();
      const { row, least, most } = depth.halves[1]!;
      for (const x of [8, 90]) expect(Math.abs(data[28 * 98 + x]! - (255 * (row[x]! - least)) / (most - least)), `at ${x}`).toBeLessThan(6);
    }
    const nothing: Question = { ask: { ask: 'gauge', model: id('depth'), name: 'x.png' }, file: await at.receive(Readable.from([Buffer.from('no picture')])) };
    expect(await faultOf(ask(at, nothing))).toEqual({ reason: 'picture-unreadable', facts: { file: 'x.png' } });
  });

  it('hear what PyTorch hears, and say how far they are', async () => {
    const at = shared;
    const told: number[] = [];
    const heard = (await ask(at, await about(at, 'hear', tone(speech.heard[0]!)), { onProgress: (done) => told.push(done) })) as Extract<AssistMade, { kind: 'heard' }>;
    expect(heard.language).toBe('en');
    expect(heard.segments.map(({ text }) => text)).toEqual(speech.lines[0]!.map(([, text]) => (text as string).trim()));
    expect(told.at(-1)).toBe(1);
    const german = (await ask(at, await about(at, 'hear', tone(speech.heard[1]!), { language: 'de' }))) as typeof heard;
    expect(german.language).toBe('de');
  });

  it('read aloud into a WAV file', async () => {
    const at = shared;
    const spoken = (await ask(at, { ask: READ })) as Extract<AssistMade, { kind: 'spoken' }>;
    const file = Buffer.from(spoken.file, 'base64');
    expect(file.toString('latin1', 0, 4)).toBe('RIFF');
    expect(spoken.seconds).toBeGreaterThan(0.1);
    expect(file.length).toBeGreaterThan(spoken.seconds * 48_000 - 1);
    expect(await faultOf(ask(at, { ask: { ...READ, text: ' … — ' } }))).toMatchObject({ reason: 'language-unspoken' });
    expect(await faultOf(ask(at, { ask: { ...READ, voice: 'af_nobody' } }))).toMatchObject({ reason: 'model-file-missing', facts: { file: 'voices/af_nobody.bin' } });
    expect(voice.rows).toBeGreaterThan(1);
  });

  it('cut out as PyTorch does, whatever way up the picture lies', async () => {
    await keepTiny(shelf, 'cut-outs');
    const [wide, tall] = cutOuts.pictures;
    const matteOf = async (bytes: Uint8Array) => {
      const question: Question = { ask: { ask: 'cut-out', model: id('cut-outs') }, file: await shared.receive(Readable.from([bytes])) };
      return (await ask(shared, question)) as Extract<AssistMade, { kind: 'cut-out' }>;
    };
    const raw = ({ width, height, rgba }: ReturnType<typeof diskPicture>) => sharp(rgba, { raw: { width, height, channels: 4 } });
    for (const shown of [wide!, tall!]) {
      const { width, height, matte } = await matteOf(await raw(diskPicture(shown)).png().toBuffer());
      expect([width, height]).toEqual([shown.width, shown.height]);
      const values = Buffer.from(matte, 'base64');
      for (const [x, y, share] of shown.points) expect(Math.abs(values[y! * width + x!]! - 255 * share!)).toBeLessThan(1);
    }
    // EXIF says that it is to be turned by a quarter.
    const turned = await matteOf(await raw(diskPicture(wide!)).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer());
    expect([turned.width, turned.height]).toEqual([wide!.height, wide!.width]);
    await shelf.remove(id('cut-outs'));
  });

  it('are started again after their process died, in its sleep or at work', async () => {
    const at = fresh();
    const { colour, caption } = captions.pictures[0]!;
    const question = () => plain(colour).then((bytes) => about(at, 'describe', bytes));
    await ask(at, await question());
    const [asleep] = at.pids;
    process.kill(asleep!, 'SIGKILL');
    expect(await ask(at, await question())).toEqual({ kind: 'described', text: caption });
    const [working] = at.pids;
    expect(working).not.toBe(asleep);
    const long = about(at, 'hear', tone({ seconds: 120, hertz: 220 }));
    const died = ask(at, await long, { onProgress: () => process.kill(at.pids.at(-1)!, 'SIGKILL') });
    expect(await faultOf(died)).toMatchObject({ reason: 'engine-died', facts: { engine: 'Tiny speech' } });
    expect(await ask(at, await about(at, 'hear', tone(speech.heard[0]!)))).toMatchObject({ kind: 'heard' });
  });

  it('stop where they are told to, also while they wait, and the next is answered', async () => {
    const at = shared;
    const stop = new AbortController();
    const first = faultOf(ask(at, await about(at, 'hear', tone({ seconds: 300, hertz: 220 })), { signal: stop.signal, onProgress: () => stop.abort() }));
    const leave = new AbortController();
    const second = faultOf(ask(at, await about(at, 'hear', tone(speech.heard[0]!)), { signal: leave.signal }));
    const third = ask(at, await about(at, 'hear', tone(speech.heard[0]!)));
    leave.abort();
    expect(await second).toMatchObject({ reason: 'cancelled' });
    expect(await first).toMatchObject({ reason: 'cancelled' });
    expect(await third).toMatchObject({ kind: 'heard' });
  });

  it('take four questions at a time for each purpose', async () => {
    const at = shared;
    const files = await Promise.all([1, 2, 3, 4].map(() => about(at, 'hear', tone(speech.heard[0]!))));
    const model = await at.find({ ask: 'hear', model: id('speech') });
    const work = files.map((question) => at.answer(model, question, { signal: never, onProgress: nothing }));
    expect([at.isBusy('hear'), at.isBusy('describe')]).toEqual([true, false]);
    await Promise.all(work);
    expect(at.isBusy('hear')).toBe(false);
  });

  it('are let go of when nobody asks', async () => {
    const at = fresh(50);
    await ask(at, { ask: { ask: 'place', model: id('search'), text: 'sea' } });
    await expect.poll(() => at.pids).toEqual([]);
    expect(await ask(at, { ask: { ask: 'place', model: id('search'), text: 'sea' } })).toMatchObject({ kind: 'placed' });
  });

  it.each([
    ['describe', 'picture-unreadable'],
    ['place', 'picture-unreadable'],
    ['hear', 'song-unreadable'],
  ] as const)('asked to %s what is no such file say %s, and go on', async (what, reason) => {
    const at = shared;
    expect(await faultOf(ask(at, await about(at, what, Buffer.from('<svg onload="alert(1)"'), { name: 'lies.png' })))).toEqual({ reason, facts: { file: 'lies.png' } });
    expect(await faultOf(ask(at, await about(at, what, new Uint8Array(), { name: 'empty' })))).toMatchObject({ reason });
    if (what !== 'hear') expect(await ask(at, await about(at, what, await plain([1, 2, 3])))).toMatchObject({ kind: what === 'describe' ? 'described' : 'placed' });
  });

  it('refuse a picture that unfolds beyond all measure', async () => {
    const at = shared;
    const bomb = await sharp({ create: { width: 10_001, height: 10_000, channels: 3, background: 'black' }, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer();
    expect(await faultOf(ask(at, await about(at, 'describe', bomb)))).toMatchObject({ reason: 'picture-too-large' });
  });

  it('with spoilt weights say why, and are read anew once they are whole', async () => {
    const at = fresh();
    const file = path.join(shelf.folderOf(id('captions')), 'onnx/decoder_model_merged.onnx');
    const { bytes } = (await shelf.get(id('captions')))!.files.find(({ path: of }) => of === 'onnx/decoder_model_merged.onnx')!;
    await writeFile(file, Buffer.alloc(bytes!));
    const { colour, caption } = captions.pictures[0]!;
    expect(await faultOf(ask(at, await about(at, 'describe', await plain(colour))))).toMatchObject({ reason: 'model-graph-invalid' });
    await truncate(file, 1);
    expect(await faultOf(at.find({ ask: 'describe', model: id('captions') }))).toMatchObject({ reason: 'model-not-found' });
    await keepTiny(shelf, 'captions');
    expect(await ask(at, await about(at, 'describe', await plain(colour)))).toEqual({ kind: 'described', text: caption });
  });

  it('leave no file behind that they were asked about', async () => {
    const at = fresh();
    await rm(path.join(root, 'scratch'), { recursive: true, force: true });
    const question = await about(at, 'describe', await plain([1, 2, 3]));
    await question.file!.remove();
    const broken = Readable.from((async function* () {
      yield Buffer.from('some');
      throw new FaultError('file-too-large', { size: 5, limit: 4 });
    })());
    expect(await faultOf(at.receive(broken))).toMatchObject({ reason: 'file-too-large' });
    expect(await readdir(path.join(root, 'scratch'))).toEqual([]);
    await writeFile(path.join(root, 'scratch', 'left behind'), 'x');
    await (await fresh().receive(Readable.from([Buffer.from('x')]))).remove();
    expect(await readdir(path.join(root, 'scratch'))).toEqual([]);
  });

  it('are answered by the processor where this machine has not the card that it was thought to have', async () => {
    const lines: { readonly msg: string }[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line) as { msg: string }) });
    // No system has both.
    const elsewhere = process.platform === 'darwin' ? 'dml' : 'coreml';
    const at = new ShelfAssist({ shelf, scratch: path.join(root, 'scratch'), provider: async () => elsewhere, log });
    open.push(at);
    const { colour, caption } = captions.pictures[0]!;
    const questions = await Promise.all([0, 1].map(async () => about(at, 'describe', await plain(colour))));
    expect(await Promise.all(questions.map((question) => ask(at, question)))).toEqual([{ kind: 'described', text: caption }, { kind: 'described', text: caption }]);
    expect(lines.map(({ msg }) => msg)).toEqual(['a model failed on the card and works on the processor now']);
  });

  it('end with the accelerator', async () => {
    const at = fresh();
    const work = faultOf(ask(at, await about(at, 'hear', tone({ seconds: 300, hertz: 220 })), { onProgress: () => void at.close() }));
    expect(await work).toMatchObject({ reason: 'cancelled' });
    await at.close();
    expect(at.pids).toEqual([]);
  });
});
