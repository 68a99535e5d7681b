import { afterEach, describe, expect, it } from 'vitest';
import { linesOfSpeech } from '#core/domain/speech/heard-lines.ts';
import expected from '../../../../tests/fixtures/tiny-whisper/expected.json';
import { shelfOf, type TinyModel, tinySpeech } from '../../../../tests/fixtures/tiny-shelf.ts';
import { wav } from '../../../../tests/fixtures/wav.ts';
import { BrowserSpeech } from './browser-speech.ts';

const open: BrowserSpeech[] = [];
afterEach(() => open.splice(0).forEach((speech) => speech.dispose()));

async function modelOf(change: (model: TinyModel) => void = () => {}) {
  const tiny = await tinySpeech();
  change(tiny);
  const speech = new BrowserSpeech(shelfOf([tiny]), () => 'wasm');
  open.push(speech);
  const [model] = await speech.models();
  return { speech, tiny, model: model! };
}

const RATE = 44_100;
/** Seconds of tones at 44,100 samples a second, in both channels. */
function song(...tones: readonly { readonly at: number; readonly seconds: number; readonly hertz: number }[]): Blob {
  const plane = new Float32Array(RATE * Math.max(...tones.map(({ at, seconds }) => at + seconds)));
  for (const { at, seconds, hertz } of tones) for (let i = 0; i < seconds * RATE; i++) plane[at * RATE + i] = 0.3 * Math.sin((2 * Math.PI * hertz * i) / RATE);
  return new Blob([wav([plane, plane], RATE)], { type: 'audio/wav' });
}
const [low, high] = [song({ at: 0, seconds: 8, hertz: 220 }), song({ at: 0, seconds: 4, hertz: 880 })];
const quiet = () => ({ language: undefined, signal: new AbortController().signal, onProgress: () => {} });
const round = (seconds: number) => Math.round(seconds * 100) / 100;

describe('a model that hears, in the browser', () => {
  it('writes down what PyTorch hears in a file, in the language of it, and asks nobody for anything', async () => {
    const { speech, model } = await modelOf();
    performance.clearResourceTimings();
    for (const [at, file, language] of [[0, low, 'en'], [1, high, 'de']] as const) {
      const told: number[] = [];
      const heard = await speech.hear(model, file, 'song.wav', { ...quiet(), onProgress: (done) => told.push(done) });
      if (!heard.ok) throw new Error(heard.fault.reason);
      expect(heard.value.language).toBe(language);
      expect(linesOfSpeech(heard.value.segments).map(({ start, text, end }) => [round(start), text, round(end)])).toEqual(expected.lines[at]!.map(([start, text, end]) => [start, (text as string).trim(), end]));
      await expect.poll(() => told.at(-1)).toBe(1);
    }
    const foreign = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).origin !== location.origin && !name.startsWith('blob:'));
    expect(foreign.map(({ name }) => name)).toEqual([]);
  });

  it('stops within half a second when it is cancelled, and hears again', async () => {
    const { speech, model } = await modelOf();
    const long = song({ at: 0, seconds: 8, hertz: 220 }, { at: 119, seconds: 1, hertz: 220 });
    const stop = new AbortController();
    let begun = 0;
    const work = speech.hear(model, long, 'song.wav', { language: 'en', signal: stop.signal, onProgress: () => {
      begun ||= performance.now();
      stop.abort();
    } });
    expect(await work).toMatchObject({ fault: { reason: 'cancelled' } });
    expect(performance.now() - begun).toBeLessThan(500);
    expect(await speech.hear(model, high, 'song.wav', quiet())).toMatchObject({ ok: true });
  });

  it('says why a file cannot be heard, and what is wrong with a model; it is tried afresh', async () => {
    const { speech, model, tiny } = await modelOf();
    expect(await speech.hear(model, new Blob(['no sound']), 'notes.txt', quiet())).toMatchObject({ fault: { reason: 'song-unreadable', facts: { file: 'notes.txt' } } });
    const whole = tiny.files.get('onnx/encoder_model.onnx')!;
    const fresh = await modelOf();
    fresh.tiny.files.set('onnx/encoder_model.onnx', new Blob(['no graph']));
    expect(await fresh.speech.hear(fresh.model, low, 'song.wav', quiet())).toMatchObject({ fault: { reason: 'model-graph-invalid' } });
    fresh.tiny.files.set('onnx/encoder_model.onnx', whole);
    expect(await fresh.speech.hear(fresh.model, high, 'song.wav', quiet())).toMatchObject({ ok: true });
  });

  it('is not offered before every file is verified and its licence accepted', async () => {
    for (const change of [
      ({ kept }: TinyModel) => delete (kept.files[0] as { sha256?: string }).sha256,
      ({ kept }: TinyModel) => ((kept.licence as { restricted: boolean }).restricted = true),
      ({ kept }: TinyModel) => ((kept as { purpose: string }).purpose = 'voice'),
    ]) expect((await modelOf(change)).model).toBeUndefined();
  });
});
