import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorkflowSlot } from '#core/schema/accelerator/workflow.ts';
import { ModelOffer } from '#core/schema/accelerator/offer.ts';
import { fillWorkflow } from './fill-workflow.ts';
import { inferMapping } from './infer-mapping.ts';
import { readOwnWorkflows } from './own-workflows.ts';
import { FIRST_LAST, PRIMITIVES, TEXT_TO_FILM } from './own-workflows.test-support.ts';

describe('inferMapping', () => {
  it('finds the words by what they are linked to, not by where they stand', () => {
    const { mapping, notFound } = inferMapping(TEXT_TO_FILM, WorkflowSlot.options);
    expect(mapping).toEqual({
      schema: 1,
      slots: {
        prompt: [{ node: '2', input: 'text' }],
        negativePrompt: [{ node: '1', input: 'text' }],
        seed: [{ node: '30', input: 'noise_seed' }, { node: '31', input: 'noise_seed' }],
        steps: [{ node: '30', input: 'steps' }, { node: '31', input: 'steps' }],
        guidance: [{ node: '30', input: 'cfg' }, { node: '31', input: 'cfg' }],
        width: [{ node: '20', input: 'width' }],
        height: [{ node: '20', input: 'height' }],
        frames: [{ node: '20', input: 'length' }],
        frameRate: [{ node: '50', input: 'fps' }],
      },
      output: '51',
    });
    expect(notFound).toEqual(['first', 'last']);
  });

  it('finds pictures, also behind nodes that scale them, and words that pass through a node for both', () => {
    const { mapping, notFound } = inferMapping(FIRST_LAST, WorkflowSlot.options);
    expect(mapping?.slots).toMatchObject({
      prompt: [{ node: '2', input: 'text' }],
      negativePrompt: [{ node: '1', input: 'text' }],
      first: [{ node: '10', input: 'image' }],
      last: [{ node: '12', input: 'image' }],
      seed: [{ node: '30', input: 'seed' }],
    });
    expect(notFound).toEqual(['frameRate']);
  });

  it('follows a value to the node that holds nothing else', () => {
    const { mapping } = inferMapping(PRIMITIVES, WorkflowSlot.options);
    expect(mapping?.slots).toMatchObject({
      prompt: [{ node: '60', input: 'value' }],
      seed: [{ node: '62', input: 'noise_seed' }],
      steps: [{ node: '63', input: 'steps' }],
      guidance: [{ node: '64', input: 'cfg' }],
      width: [{ node: '61', input: 'value' }],
      height: [{ node: '20', input: 'height' }],
    });
  });

  it('ends on links that run in a circle', () => {
    const circle = { '1': { class_type: 'KSampler', inputs: { positive: ['2', 0], latent_image: ['1', 0] } }, '2': { class_type: 'ConditioningCombine', inputs: { conditioning_1: ['2', 0] } } };
    expect(inferMapping(circle, ['prompt'])).toEqual({ notFound: ['prompt'] });
  });
});

describe('fillWorkflow', () => {
  it('puts a request in, moves the hand-over between experts with the steps, and leaves all else as it is', () => {
    const { mapping } = inferMapping(TEXT_TO_FILM, WorkflowSlot.options);
    if (!mapping) throw new Error('no mapping');
    const before = structuredClone(TEXT_TO_FILM);
    const filled = fillWorkflow(TEXT_TO_FILM, mapping, { prompt: 'a boat', seed: 9, steps: 8, width: 640, frameRate: 12 });
    expect(TEXT_TO_FILM).toEqual(before);
    expect(filled['2']?.inputs).toEqual({ ...before['2']?.inputs, text: 'a boat' });
    expect(filled['1']).toEqual(before['1']);
    expect(filled['20']?.inputs).toMatchObject({ width: 640, height: 480 });
    expect(filled['30']?.inputs).toMatchObject({ steps: 8, start_at_step: 0, end_at_step: 4, noise_seed: 9 });
    expect(filled['31']?.inputs).toMatchObject({ steps: 8, start_at_step: 4, end_at_step: 10_000 });
    const untouched = Object.keys(before).filter((id) => !['2', '20', '30', '31', '50'].includes(id));
    for (const id of untouched) expect(filled[id]).toEqual(before[id]);
  });
});

describe('a folder of workflows', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'kinora-workflows-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const write = (name: string, value: unknown) => writeFile(path.join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));

  it('offers each as a model with its own values, and says what it has no place for', async () => {
    await write('my film.json', TEXT_TO_FILM);
    await write('between.json', FIRST_LAST);
    const [between, film] = await readOwnWorkflows(folder);
    expect(between?.own?.offer).toMatchObject({ id: 'comfyui/between', modes: ['flf2v'] });
    expect(film?.reading).toMatchObject({ file: 'my film.json', model: 'comfyui/my film', corrected: false, notFound: ['first', 'last'] });
    expect(film?.own?.offer).toMatchObject({ name: 'my film', modes: ['t2v'], frameRate: 24, frames: { default: 49 }, defaults: { steps: 20, guidance: 3.5, shift: 8 }, size: { default: [832, 480] } });
    expect(ModelOffer.parse(film?.own?.offer).missing).toEqual([]);
  });

  it('takes a mapping that stands beside it instead of what was inferred', async () => {
    await write('film.json', TEXT_TO_FILM);
    await write('film.mapping.json', { schema: 1, slots: { prompt: [{ node: '1', input: 'text' }] }, output: '51' });
    const [film] = await readOwnWorkflows(folder);
    expect(film?.reading).toMatchObject({ corrected: true, mapping: { slots: { prompt: [{ node: '1', input: 'text' }] } } });
    expect(film?.reading.notFound).toContain('seed');
    const before = film?.own?.offer.version;
    await rm(path.join(folder, 'film.mapping.json'));
    expect((await readOwnWorkflows(folder))[0]?.own?.offer.version).not.toBe(before);
  });

  it.each([
    ['cut.json', '{"1":', /cannot be read as JSON/],
    ['list.json', [1, 2], /not a workflow in ComfyUI’s API format/],
    ['empty.json', {}, /not a workflow/],
    ['shown.json', { nodes: [], links: [] }, /Export \(API\)/],
    ['nothing.json', { '1': { class_type: 'KSampler', inputs: {} } }, /Nothing in it saves/],
    ['silent.json', { '1': { class_type: 'SaveImage', inputs: {} } }, /No place for words/],
  ])('says what is wrong with %s', async (name, value, problem) => {
    await write(name, value);
    const [one] = await readOwnWorkflows(folder);
    expect(one?.own).toBeUndefined();
    expect(one?.reading.problem).toMatch(problem);
  });

  it('says what is wrong with a mapping', async () => {
    await write('film.json', TEXT_TO_FILM);
    const problemOf = async (mapping: unknown) => {
      await write('film.mapping.json', mapping);
      return (await readOwnWorkflows(folder))[0]?.reading.problem;
    };
    expect(await problemOf({ schema: 1, slots: { prompt: [{ node: '99', input: 'text' }] }, output: '51' })).toBe('Its mapping names the node 99, which the workflow does not have.');
    expect(await problemOf({ schema: 1, slots: { prompt: [{ node: '2', input: 'words' }] }, output: '51' })).toMatch(/the input words of node 2/);
    expect(await problemOf({ schema: 1, slots: {}, output: '99' })).toMatch(/the output 99/);
    expect(await problemOf({ schema: 1, slots: { mood: [] }, output: '51' })).toMatch(/is not one/);
    expect(await problemOf('{')).toMatch(/is not one/);
  });

  it('is empty where there is none', async () => {
    expect(await readOwnWorkflows(path.join(folder, 'none'))).toEqual([]);
  });
});
