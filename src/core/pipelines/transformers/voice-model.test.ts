import { readFile } from 'node:fs/promises';
import * as library from '@huggingface/transformers';
import { dictionary } from 'cmu-pronouncing-dictionary';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultError } from '../../schema/fault.ts';
import expected from '../../../../tests/fixtures/tiny-kokoro/expected.json' with { type: 'json' };
import { serveFiles } from './library-files.ts';
import { readAloud, type ReadAloudOptions } from './read-aloud.ts';
import { type VoiceLibrary, VoiceModel } from './voice-model.ts';

const folder = new URL('../../../../tests/fixtures/tiny-kokoro/', import.meta.url);
const PATHS = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx', 'voices/af_low.bin', 'voices/bm_high.bin'];
const changed = new Map<string, Uint8Array>();
const read = async (path: string): Promise<Uint8Array> => {
  if (!PATHS.includes(path)) throw new FaultError('model-file-missing', { file: path });
  return changed.get(path) ?? new Uint8Array(await readFile(new URL(path, folder)));
};
serveFiles(library.env, {
  find: async (_model, path) => (PATHS.includes(path) ? new Response((await read(path)) as Uint8Array<ArrayBuffer>) : undefined),
  absent: () => new Response(null, { status: 404 }),
});
const open = (paths = PATHS) => VoiceModel.open({ library: library as unknown as VoiceLibrary, id: 'tiny', paths, read, provider: 'cpu' });
const faultOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FaultError ? error.fault : error));
const look = (word: string) => (Object.hasOwn(dictionary, word) ? dictionary[word] : undefined);
const options = (more: Partial<ReadAloudOptions> = {}): ReadAloudOptions => ({ voice: 'af_low', accent: 'american', speed: 1, look, signal: { aborted: false }, breathe: async () => {}, ...more });

let model: VoiceModel;
beforeAll(async () => {
  model = await open();
});
afterAll(() => model.dispose());

describe('a model of Kokoro’s layout', () => {
  it.each(expected.said)('says $signs with $voice at $speed as PyTorch says it', async ({ voice, speed, signs, length, every, samples }) => {
    const said = await model.speak(signs, voice, speed);
    expect(said).toHaveLength(length);
    for (const [at, sample] of samples.entries()) expect(said[at * every]).toBeCloseTo(sample, 4);
  });

  it('reads a text aloud sentence by sentence, with the pauses of its signs and lines, and says how far it is', async () => {
    const told: number[] = [];
    const whole = await readAloud(model, 'The harbour, at night.\n\nNobody rows.', options({ onProgress: (done) => told.push(done) }));
    const [first, second] = [await model.speak('ðə hˈɑɹbəɹ, æt nˈIt.', 'af_low', 1), await model.speak('nˈObˌɑdˌi ɹˈOz.', 'af_low', 1)];
    const pause = 0.7 * VoiceModel.RATE;
    expect(whole).toHaveLength(first.length + pause + second.length);
    expect(whole.subarray(0, first.length)).toEqual(first);
    expect(Math.max(...whole.subarray(first.length, first.length + pause))).toBe(0);
    expect(whole.subarray(first.length + pause)).toEqual(second);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it('divides what is longer than its voices can say at once, and leaves no word out', async () => {
    const asked: string[] = [];
    const speaker = { most: (voice: string) => model.most(voice), speak: async (signs: string) => (asked.push(signs), new Float32Array(10)) };
    await readAloud(speaker, 'Lamps over the sea and boats under them and a wind that nobody hears because the night is loud. '.repeat(3), options());
    // Letters by their names are more signs than letters.
    await readAloud(speaker, 'WWW WWW WWW WWW WWW', options());
    expect(Math.max(...asked.map(({ length }) => length))).toBeLessThanOrEqual(expected.rows - 1);
    expect(asked.join(' ').match(/sˈi/g)).toHaveLength(3);
    expect(asked.join(' ').match(/lˈWd/g)).toHaveLength(3);
  });

  it('stops between two sentences when it is told to, and says where there is nothing to say', async () => {
    const signal = { aborted: false };
    expect(await faultOf(readAloud(model, 'One. Two. Three.', options({ signal, onProgress: () => (signal.aborted = true) })))).toMatchObject({ reason: 'cancelled' });
    expect(await faultOf(readAloud(model, ' … — ', options()))).toMatchObject({ reason: 'language-unspoken' });
  });

  it('refuses a voice that is none and a graph that is none, and says which file is missing', async () => {
    expect(await faultOf(model.speak('ə', 'af_nobody', 1))).toMatchObject({ reason: 'model-file-missing', facts: { file: 'voices/af_nobody.bin' } });
    changed.set('voices/bm_high.bin', new Uint8Array(1_500));
    changed.set('onnx/model.onnx', new TextEncoder().encode('no graph'));
    expect(await faultOf(open())).toMatchObject({ reason: 'model-graph-invalid' });
    changed.delete('onnx/model.onnx');
    const fresh = await open();
    expect(await faultOf(fresh.speak('ə', 'bm_high', 1))).toMatchObject({ reason: 'model-manifest-invalid', facts: { file: 'voices/bm_high.bin' } });
    await fresh.dispose();
    changed.clear();
    expect(await faultOf(open(PATHS.filter((path) => !path.startsWith('onnx'))))).toEqual({ reason: 'model-file-missing', facts: { file: 'onnx/model.onnx' } });
  });
});
