import { afterEach, describe, expect, it } from 'vitest';
import expected from '../../../../tests/fixtures/tiny-kokoro/expected.json';
import { shelfOf, type TinyModel, tinyVoice } from '../../../../tests/fixtures/tiny-shelf.ts';
import { openSong } from '../browser/song-file.ts';
import { BrowserVoice } from './browser-voice.ts';

const open: BrowserVoice[] = [];
afterEach(() => open.splice(0).forEach((voice) => voice.dispose()));

async function setting(choice: 'wasm' | 'webgpu' = 'wasm', change: (model: TinyModel) => void = () => {}) {
  const tiny = await tinyVoice();
  change(tiny);
  const voice = new BrowserVoice(shelfOf([tiny]), () => choice);
  open.push(voice);
  const [model] = await voice.models();
  return { voice, tiny, model: model! };
}

const how = (more: object = {}) => ({ voice: 'af_low', accent: 'american' as const, speed: 1, signal: new AbortController().signal, onProgress: () => {}, ...more });
const [first] = expected.said;

/** So many samples at the end of a WAV file of 16 bits. */
const samplesOf = (file: ArrayBuffer, count: number): Int16Array => new Int16Array(file.slice(file.byteLength - 2 * count));

describe('a model that reads aloud, in the browser', () => {
  // WebGPU is imitated here, and slow.
  it.each(['wasm', 'webgpu'] as const)('says on %s what PyTorch says, as a file that can be played, and asks nobody for anything', async (choice) => {
    const { voice, model } = await setting(choice);
    performance.clearResourceTimings();
    const read = await voice.read(model, 'Harbour, at night.', how());
    if (!read.ok) throw new Error(read.fault.reason);
    const { file, seconds } = read.value;
    expect(seconds).toBe(first!.length / expected.rate);
    const samples = samplesOf(file, first!.length);
    for (const [at, sample] of first!.samples.entries()) expect(samples[at * first!.every]! / 32_768).toBeCloseTo(sample, 3);
    const song = await openSong(new Blob([file], { type: 'audio/wav' }), 'read.wav');
    expect(song.ok && song.value.seconds).toBeCloseTo(seconds, 3);
    if (song.ok) song.value.dispose();
    const foreign = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).origin !== location.origin && !name.startsWith('blob:'));
    expect(foreign.map(({ name }) => name)).toEqual([]);
  });

  it('says how far it is, stops within half a second when it is cancelled, and reads again', async () => {
    const { voice, model } = await setting();
    const told: number[] = [];
    expect(await voice.read(model, 'One. Two. Three.', how({ onProgress: (done: number) => told.push(done) }))).toMatchObject({ ok: true });
    await expect.poll(() => told.at(-1)).toBe(1);
    expect(told).toHaveLength(3);
    const stop = new AbortController();
    let begun = 0;
    const long = voice.read(model, 'The lamps go out over the harbour tonight. '.repeat(100), how({ signal: stop.signal, onProgress: () => {
      begun ||= performance.now();
      stop.abort();
    } }));
    expect(await long).toMatchObject({ fault: { reason: 'cancelled' } });
    expect(performance.now() - begun).toBeLessThan(500);
    expect(await voice.read(model, 'Again.', how())).toMatchObject({ ok: true });
  });

  it('says why it cannot, and is tried afresh', async () => {
    const { voice, model, tiny } = await setting();
    expect(await voice.read(model, '一二三', how())).toMatchObject({ fault: { reason: 'language-unspoken' } });
    voice.dispose();
    const whole = tiny.files.get('onnx/model.onnx')!;
    tiny.files.set('onnx/model.onnx', new Blob(['no graph']));
    expect(await voice.read(model, 'Night.', how())).toMatchObject({ fault: { reason: 'model-graph-invalid' } });
    tiny.files.set('onnx/model.onnx', whole);
    expect(await voice.read(model, 'Night.', how())).toMatchObject({ ok: true });
  });

  it('is not offered before every file is verified and its licence accepted', async () => {
    for (const change of [
      ({ kept }: TinyModel) => delete (kept.files[0] as { sha256?: string }).sha256,
      ({ kept }: TinyModel) => ((kept.licence as { restricted: boolean }).restricted = true),
      ({ kept }: TinyModel) => ((kept as { purpose: string }).purpose = 'speech'),
    ]) expect((await setting('wasm', change)).model).toBeUndefined();
  });
});
