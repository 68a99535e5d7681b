import { expect, it } from 'vitest';
import { stepNow, type StepModels } from './step-now.ts';

const [MINE, CATALOGUE, OTHER] = [{ id: 'mine', name: 'my-own' }, { id: 'siglip', name: 'SigLIP base' }, { id: 'other', name: 'Other' }];
const models = (parts: Partial<StepModels>): StepModels => ({ where: 'browser', here: [], elsewhere: [], writer: undefined, ...parts });

it('names the model that a step uses, one’s own like any other, and where it lies', () => {
  expect(stepNow('search', models({ here: [MINE] }))).toBe('Now: my-own.');
  expect(stepNow('search', models({ here: [MINE, CATALOGUE] }))).toBe('Now: my-own. Also here: SigLIP base.');
  expect(stepNow('search', models({ elsewhere: [MINE] }))).toBe('Now: my-own on the accelerator.');
  expect(stepNow('search', models({ where: 'accelerator', here: [CATALOGUE, OTHER], elsewhere: [MINE] }))).toBe('Now: my-own in this browser. Also here: SigLIP base and Other.');
  expect(stepNow('search', models({ where: 'accelerator', here: [CATALOGUE, OTHER] }))).toBe('Now: SigLIP base. Also here: Other.');
  expect(stepNow('search', models({}))).toBeUndefined();
});

it('says who writes, as that is a person’s choice, and what may be chosen to draw', () => {
  expect(stepNow('language', models({ here: [MINE], writer: { name: 'my-own', server: 'this browser' } }))).toBe('Now: my-own.');
  expect(stepNow('language', models({ where: 'accelerator', here: [OTHER], writer: { name: 'my-own', server: 'this browser' } }))).toBe('Now: my-own in this browser. Also here: Other.');
  expect(stepNow('language', models({ writer: { name: 'my-own', server: 'the accelerator itself' } }))).toBe('Now: my-own on the accelerator.');
  expect(stepNow('language', models({ here: [MINE], writer: { name: 'qwen3', server: 'Ollama' } }))).toBe('Now: qwen3, on Ollama. Also here: my-own.');
  expect(stepNow('language', models({ here: [MINE] }))).toBe('Now: Kinora’s own rules write. Also here: my-own.');
  expect(stepNow('language', models({}))).toBeUndefined();
  expect(stepNow('stills', models({ here: [MINE] }))).toBe('Ready: my-own. Choose it in Create.');
  expect(stepNow(undefined, models({ here: [MINE] }))).toBeUndefined();
});
