import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../tests/stand-ins/sd-cli/options.mjs';
import type { MemoryPreset, Precision } from '#core/domain/memory/memory-plan-types.ts';
import { MODELS, type Role, rolesOf, type SdModel } from './catalogue.ts';
import { type ChosenFiles, missingFiles, waysToLoad } from './choose-files.ts';
import { request } from './engine.test-support.ts';
import { chooseMemory, memoryFlags } from './memory-flags.ts';
import type { ModelFile } from './model-file.ts';

const T2V = MODELS[0] as SdModel;
const GB = 1e9;

const file = (role: Role, precision: Precision, bytes: number, loadsCoarser = false): ModelFile => ({ path: `/m/${role}-${precision}`, bytes, role, precision, loadsCoarser });
const rest = [file('vae-2.1', 'own', GB / 4), file('text', 'q8', 6 * GB)];
const ways = (...files: ModelFile[]) => waysToLoad(T2V, [...files, ...rest]) as [ChosenFiles, ...ChosenFiles[]];
const pair = (precision: Precision, bytes: number, loadsCoarser = false) => [file('t2v-high', precision, bytes, loadsCoarser), file('t2v-low', precision, bytes, loadsCoarser)];
const asked = (tiling = false) => ({ request: request({ steps: 20 }), shape: { width: 832, height: 480, frames: 81 }, tiling });
const room = (card: number, memory = 128) => ({ card: { name: 'a card', total: card * GB, free: card * GB }, memory: { total: memory * GB, free: memory * GB } });

describe('ways to load a model', () => {
  it('pairs experts of one precision, the largest first', () => {
    const found = ways(...pair('q4', 8 * GB), ...pair('q8', 15 * GB));
    expect(found.map(({ low, high }) => [low.path, high?.path])).toEqual([
      ['/m/t2v-low-q8', '/m/t2v-high-q8'],
      ['/m/t2v-low-q4', '/m/t2v-high-q4'],
    ]);
  });

  it('pairs by precision before size', () => {
    const highs = [file('t2v-high', 'q5', 8 * GB), file('t2v-high', 'q4', 9 * GB)];
    expect(ways(file('t2v-low', 'q4', 8 * GB), ...highs)[0].high?.precision).toBe('q4');
  });

  it('pairs what there is where nothing is alike', () => {
    const [only] = ways(file('t2v-low', 'q4', 8 * GB), file('t2v-high', 'q8', 15 * GB));
    expect([only?.low.precision, only?.high?.precision]).toEqual(['q4', 'q8']);
  });

  it('can make coarser on loading what lies there in full', () => {
    expect(ways(...pair('bf16', 28 * GB, true)).map(({ precision, quantise }) => [precision, quantise])).toEqual([
      ...[['bf16', false], ['q8', true], ['q6', true], ['q5', true], ['q4', true]],
    ]);
  });

  it('knows none where a file is missing, and names it with its place and source', () => {
    const files = [...pair('q4', 8 * GB), rest[0] as ModelFile];
    expect(waysToLoad(T2V, files)).toEqual([]);
    expect(missingFiles(T2V, files, '/models')).toEqual([
      { file: 'umt5-xxl-encoder-Q8_0.gguf', folder: '/models', source: 'https://huggingface.co/city96/umt5-xxl-encoder-gguf' },
    ]);
    expect(rolesOf(T2V)).toHaveLength(4);
  });
});

describe('memory in the words of sd-cli', () => {
  const found = ways(...pair('bf16', 28 * GB, true));

  it('takes full precision and everything on the card where there is room', () => {
    expect(chooseMemory(T2V, found, asked(), room(160))).toMatchObject({ files: { precision: 'bf16', quantise: false }, flags: [] });
  });

  it('makes the weights coarser, and moves them where there is little', () => {
    const { files, flags } = chooseMemory(T2V, found, asked(), room(12, 64));
    expect(files.quantise).toBe(true);
    expect(flags).toEqual(expect.arrayContaining(['--offload-to-cpu', '--type']));
  });

  it('moves the weights and decodes in tiles where nothing is known', () => {
    expect(chooseMemory(T2V, found, asked(), undefined).flags).toEqual(['--offload-to-cpu', '--vae-tiling', '--vae-tile-size', '32x32', '--vae-tile-overlap', '0.5']);
  });

  it('takes the smallest tiles after the memory ran out, whatever fits', () => {
    expect(chooseMemory(T2V, found, asked(true), room(160)).flags.join(' ')).toContain('--vae-tile-size 16x16');
    expect(chooseMemory(T2V, found, asked(true), undefined).flags.join(' ')).toContain('--vae-tile-size 16x16');
  });

  it('says every preset in options that sd-cli knows', () => {
    const offloads: MemoryPreset['offload'][] = ['none', 'stages', 'text', 'blocks'];
    for (const offload of offloads) {
      for (const precision of ['q8', 'q6', 'q5', 'q4'] as const) {
        const flags = memoryFlags({ offload, tiling: true }, { quantise: true, precision }, false);
        expect(readOptions(flags)).toHaveProperty('options');
        expect(flags).toContain('--type');
      }
    }
    expect(memoryFlags({ offload: 'blocks', tiling: false }, { quantise: false, precision: 'q4' }, false)).toEqual([
      ...['--offload-to-cpu', '--backend', 'te=cpu', '--max-vram', '-1', '--stream-layers'],
    ]);
  });
});
