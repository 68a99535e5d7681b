import { readFile } from 'node:fs/promises';
import * as library from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOfSpeech } from '../../domain/speech/heard-lines.ts';
import { FaultError } from '../../schema/fault.ts';
import expected from '../../../../tests/fixtures/tiny-whisper/expected.json' with { type: 'json' };
import { serveFiles } from './library-files.ts';
import { listen } from './listen.ts';
import type { SpeechLibrary } from './speech-library.ts';
import { SpeechModel } from './speech-model.ts';

const folder = new URL('../../../../tests/fixtures/tiny-whisper/', import.meta.url);
const PATHS = ['config.json', 'generation_config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/encoder_model.onnx', 'onnx/decoder_model_merged.onnx'];
const changed = new Map<string, Uint8Array>();
const read = async (path: string): Promise<Uint8Array> => changed.get(path) ?? new Uint8Array(await readFile(new URL(path, folder)));
serveFiles(library.env, {
  find: async (_model, path) => (PATHS.includes(path) ? new Response((await read(path)) as Uint8Array<ArrayBuffer>) : undefined),
  absent: () => new Response(null, { status: 404 }),
});
const open = (paths = PATHS) =>
  SpeechModel.open({ library: library as unknown as SpeechLibrary, id: 'tiny', paths, read, provider: 'cpu', breathe: () => new Promise((resolve) => setImmediate(resolve)) });
const faultOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FaultError ? error.fault : error));
const never = { aborted: false };
const RATE = 16_000;
const tone = (seconds: number, hertz: number) => Float32Array.from({ length: seconds * RATE }, (_, at) => 0.3 * Math.sin((2 * Math.PI * hertz * at) / RATE));

let model: SpeechModel;
beforeAll(async () => {
  model = await open();
});
afterAll(() => model.dispose());

describe('a model of Whisper’s layout', () => {
  it.each([[0, 'en'], [1, 'de']] as const)('hears what PyTorch hears in song %i, and each word when PyTorch does', async (at, language) => {
    const { seconds, hertz, words: spoken } = expected.heard[at]!;
    const samples = tone(seconds, hertz);
    expect(await model.languageOf(samples)).toBe(language);
    const { segments } = await model.hear(samples, { language, signal: never });
    expect(segments.map(({ start, text, end }) => [start, text, end])).toEqual(expected.lines[at]!.map(([start, text, end]) => [start, (text as string).trim(), end]));
    const words = segments.flatMap((segment) => segment.words);
    expect(words.map(({ text }) => text)).toEqual(spoken!.map(([text]) => text));
    // A word lies within its breath; otherwise it begins where attention went to it.
    for (const [i, { start }] of words.entries()) expect(Math.abs(start - (spoken![i]![1] as number)), spoken![i]![0] as string).toBeLessThan(0.05);
  });

  it('hears nothing where nobody speaks', async () => {
    expect(await model.hear(tone(20, 0), { language: 'en', signal: never })).toEqual({ segments: [], next: 20 });
  });

  it('listens to a whole file window by window, and goes on after the last whole breath', async () => {
    const whole = new Float32Array(34 * RATE);
    whole.set(tone(8, 220));
    whole.set(tone(4, 880), 30 * RATE);
    const told: number[] = [];
    const { segments, language } = await listen(model, { seconds: 34, read: async (from, until) => whole.slice(from * RATE, until * RATE) }, { signal: never, onProgress: (done) => told.push(done) });
    expect(language).toBe('en');
    expect(linesOfSpeech(segments).map(({ start, text, end }) => [round(start), text, round(end)])).toEqual([
      [0, 'The light goes out,', 2.4], [2.4, 'and the sea comes in.', 5.2], [6, 'Nobody rows.', 7.5], [30.5, 'Zwei Lampen', 32], [32, 'über dem Meer.', 34],
    ]);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it('stops when it is told to', async () => {
    const signal = { aborted: false };
    const work = faultOf(model.hear(tone(8, 220), { language: 'en', signal, onHeard: () => (signal.aborted = true) }));
    expect(await work).toMatchObject({ reason: 'cancelled' });
    expect((await model.hear(tone(8, 220), { language: 'en', signal: never })).segments).toHaveLength(3);
  });

  it.each([
    ['preprocessor_config.json', '{"sampling_rate": 16000, "chunk_length": 1e9}', 'model-manifest-invalid'],
    ['generation_config.json', '{}', 'model-manifest-invalid'],
    ['onnx/decoder_model_merged.onnx', 'no graph', 'model-graph-invalid'],
  ])('with a %s of %s is refused with a reason', async (path, text, reason) => {
    changed.set(path, new TextEncoder().encode(text));
    expect(await faultOf(open())).toMatchObject({ reason });
    changed.clear();
  });

  it('says which graph is missing', async () => {
    expect(await faultOf(open(PATHS.slice(0, -1)))).toEqual({ reason: 'model-file-missing', facts: { file: 'onnx/decoder_model_merged.onnx' } });
  });
});

const round = (seconds: number) => Math.round(seconds * 100) / 100;
