import { expect, it } from 'vitest';
import { Sha256 } from '../../schema/ids.ts';
import type { Recipe } from '../../schema/recipe.ts';
import { answersRequest, type AskedFor } from './answers-request.ts';

const [a, b] = [Sha256.parse('a'.repeat(64)), Sha256.parse('b'.repeat(64))];
const model = { id: 'tiny', version: '1' };
const request: AskedFor = {
  mode: 'ti2v', prompt: 'a ball', negativePrompt: '', seed: 7, width: 160, height: 96,
  frames: 17, frameRate: 8, steps: 4, guidance: 3, scheduler: 'euler', first: a,
};
const { first: _first, ...words } = request;
const recipe: Recipe = {
  ...words, schema: 1, model: { ...model, license: 'Apache-2.0' }, shift: 3, inputs: { first: a },
  engine: { id: 'onnx', version: '9', provider: 'cpu' },
};
const lora = { asset: b, name: 'ada', weight: 1 };

it('is answered by the same things asked of the same model, on whichever engine', () => {
  expect(answersRequest(recipe, request, model)).toBe(true);
  expect(answersRequest(recipe, { ...request, last: undefined, loras: [lora], references: [b] }, model)).toBe(true);
});

it('is not answered where anything that changes the picture is different', () => {
  for (const change of [{ seed: 8 }, { prompt: 'a box' }, { steps: 5 }, { first: b }, { first: undefined }, { last: a }, { frames: 21 }]) {
    expect(answersRequest(recipe, { ...request, ...change }, model)).toBe(false);
  }
  expect(answersRequest(recipe, request, { ...model, version: '2' })).toBe(false);
  expect(answersRequest(recipe, request, { ...model, id: 'other' })).toBe(false);
  expect(answersRequest({ ...recipe, loras: [lora] }, request, model)).toBe(false);
  expect(answersRequest({ ...recipe, loras: [lora] }, { ...request, loras: [lora] }, model)).toBe(true);
});
