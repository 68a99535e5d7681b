import { describe, expect, it } from 'vitest';
import { CatalogueModel, ModelId } from '../../schema/catalogue.ts';
import { KeptModel } from '../../schema/kept-model.ts';
import { fitsHere } from './fits-here.ts';
import { modelGroups, statedBytes } from './model-lines.ts';
import type { ModelsThere } from './model-place.ts';
import { byUse, isUsed } from './model-uses.ts';

const licence = { name: 'CC0', spdx: 'CC0-1.0', commercial: 'yes', restricted: false } as const;
const source = { repository: 'kinora/none', revision: 'a'.repeat(40) };
const entry = (id: string, changes: object = {}) =>
  CatalogueModel.parse({
    schema: 1, id, name: id.toUpperCase(), about: 'It does.', purpose: 'language', modes: [], runs: ['browser'], engines: [], source, files: [], also: [],
    variants: [{ id: 'q4', files: [{ path: 'm.onnx', bytes: 5 }] }, { id: 'fp16', files: [{ path: 'm.onnx' }] }], licence, unchecked: ['bytes', 'hashes', 'memory', 'training data'], sources: ['here'], ...changes,
  });
const standing = (id: string, status: 'ready' | 'paused' | 'failed', changes: object = {}) => ({
  model: KeptModel.parse({ schema: 1, id, name: `My ${id}`, licence, paused: false, files: [{ path: 'm.onnx' }], addedAt: 0, ...changes }),
  status, done: 1, total: 2,
});
const there = (changes: Partial<ModelsThere> = {}): ModelsThere => ({ standings: [], work: [], faults: [], room: undefined, ...changes });
const id = (name: string) => ModelId.parse(name);
const told = (groups: ReturnType<typeof modelGroups>) => groups.map(({ purpose, lines }) => [purpose, lines.map(({ name, state }) => `${name} ${state}`)]);

describe('the models of a place', () => {
  it('are those that can run there, by purpose, what is there first, and a person’s own without a purpose last', () => {
    const catalogue = [entry('b'), entry('a'), entry('card', { runs: ['accelerator'] }), entry('still', { purpose: 'stills', modes: ['t2i'] })];
    const groups = modelGroups(catalogue, 'browser', there({ standings: [standing('b', 'ready'), standing('own', 'paused')] }));
    expect(told(groups)).toEqual([
      ['stills', ['STILL absent']],
      ['language', ['B ready', 'A absent']],
      [undefined, ['My own paused']],
    ]);
    expect(told(modelGroups(catalogue, 'accelerator', there()))).toEqual([['language', ['CARD absent']]]);
  });

  it('say what is being done before how they stand, and what went wrong only when nothing is done', () => {
    const fault = { reason: 'model-hub-away', facts: { file: 'm' } } as const;
    const work = { id: id('a'), kind: 'fetch', done: 1, total: 2 } as const;
    const [busy] = modelGroups([entry('a')], 'browser', there({ work: [work], faults: [{ id: id('a'), fault }] }))[0]!.lines;
    expect(busy).toMatchObject({ state: 'fetching', work });
    expect(busy?.fault).toBeUndefined();
    const [idle] = modelGroups([entry('a')], 'browser', there({ faults: [{ id: id('a'), fault }] }))[0]!.lines;
    expect(idle).toMatchObject({ state: 'absent', fault });
  });

  it('show what went wrong with a repository that could not even be listed', () => {
    const fault = { reason: 'model-not-allowed', facts: { file: 'o/n' } } as const;
    const groups = modelGroups([entry('a')], 'browser', there({ faults: [{ id: id('o-n'), fault }] }));
    expect(told(groups)).toEqual([['language', ['A absent']], [undefined, ['o-n absent']]]);
    expect(groups[1]!.lines[0]).toMatchObject({ fault });
    expect(byUse(groups, 'browser').later).toEqual([]);
  });

  it('are as large as the catalogue states, in the variant that is meant', () => {
    expect([statedBytes(entry('a')), statedBytes(entry('a'), 'q4'), statedBytes(entry('a'), 'fp16')]).toEqual([5, 5, undefined]);
  });
});

describe('what a model is used for', () => {
  it('is what steps of the studio do with it there, or an engine', () => {
    for (const purpose of ['language', 'search', 'speech', 'voice', 'cut-outs'] as const) expect([isUsed(entry('a', { purpose }), 'browser'), isUsed(entry('a', { purpose }), 'accelerator')], purpose).toEqual([true, true]);
    const lora = entry('lora', { purpose: 'lora', runs: ['browser', 'accelerator'] });
    expect([isUsed(lora, 'browser'), isUsed(lora, 'accelerator'), isUsed({ ...lora, engines: ['onnx'] }, 'accelerator')]).toEqual([false, false, true]);
  });

  it('is nothing for a model that describes pictures in a layout that is not known', () => {
    const eye = (...names: string[]) => entry('eye', { purpose: 'captions', variants: [{ id: 'q4', files: names.map((name) => ({ path: `onnx/${name}_q4.onnx` })) }] });
    const known = eye('vision_encoder', 'embed_tokens', 'encoder_model', 'decoder_model_merged');
    const alsoKnown = eye('vision_encoder', 'embed_tokens', 'decoder_model_merged');
    expect([isUsed(known, 'browser'), isUsed(known, 'accelerator'), isUsed(alsoKnown, 'browser'), isUsed(eye('encoder_model', 'decoder_model_merged'), 'browser')]).toEqual([true, true, true, false]);
  });

  it('parts those that are there or of use from the others', () => {
    const loras = [entry('one', { purpose: 'lora' }), entry('two', { purpose: 'lora' })];
    const { useful, later } = byUse(modelGroups([entry('a'), ...loras], 'browser', there({ standings: [standing('two', 'ready')] })), 'browser');
    expect([told(useful), told(later)]).toEqual([[['language', ['A absent']], ['lora', ['TWO ready']]], [['lora', ['ONE absent']]]]);
  });
});

describe('whether one fits', () => {
  const wan = entry('wan', { purpose: 'video', modes: ['t2v'], runs: ['accelerator'], engines: ['sdcpp'], figures: 'wan2.2-ti2v-5b', unchecked: ['bytes', 'hashes', 'training data'] });
  const still = entry('still', { purpose: 'stills' });
  const gigabytes = (value: number) => ({ total: value * 1e9, free: value * 1e9 });
  const machine = (memory: number, card?: number) => ({ machine: { memory: gigabytes(memory), ...(card !== undefined && { card: { name: 'a card', ...gigabytes(card) } }) } });

  it('is the planner’s word', () => {
    expect(fitsHere(wan, machine(64, 24), undefined)).toMatchObject({ fits: true });
    expect(fitsHere(wan, machine(4, 2), undefined)).toMatchObject({ fits: false });
  });

  it('is told by its files where it has no figures, of the card for stills and of memory for the others', () => {
    expect(fitsHere(entry('a'), machine(8), 1e9)).toEqual({ fits: true, why: 'Fits: takes about 1.3 GB of the 8.0 GB of memory that are free.' });
    expect(fitsHere(still, machine(64, 4), 6e9)).toEqual({ fits: false, why: 'Takes about 7.8 GB, more than the 4.0 GB of the card that are free.' });
    expect(fitsHere(still, machine(64), 6e9)?.fits).toBe(true);
  });

  it('is told in a browser by the memory that it tells of, as far as browsers tell', () => {
    expect(fitsHere(still, { told: 4 * 2 ** 30 }, 6e9)).toEqual({ fits: false, why: 'Takes about 7.8 GB, more than the 4.3 GB of memory that this browser tells of.' });
    expect(fitsHere(still, { told: 8 * 2 ** 30 }, 5e7)).toEqual({ fits: true, why: 'Fits: takes less than 0.1 GB of the 8.6 GB of memory that this browser tells of.' });
    expect(fitsHere(still, { told: 8 * 2 ** 30 }, 9e9)).toBeUndefined();
    expect(fitsHere(wan, { told: 8 * 2 ** 30 }, 1e9)).toBeUndefined();
  });

  it('is not said of what nobody knows the size of, nor of what only adds to a model', () => {
    expect(fitsHere(entry('a'), machine(64), undefined)).toBeUndefined();
    expect(fitsHere(entry('l', { purpose: 'lora' }), machine(64), 1e9)).toBeUndefined();
  });
});
