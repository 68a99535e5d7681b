import { expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import type { Take } from '../../schema/take.ts';
import { madeBy, seenSpeeds } from './seen-speed.ts';

const take = (engine: string, model: string, denoise: number, recipe: Partial<Take['recipe']> = {}): Take => {
  const some = someTake();
  return { ...some, timings: { load: 90_000, denoise, decode: 100 }, recipe: { ...some.recipe, ...recipe, engine: { ...some.recipe.engine, id: engine }, model: { ...some.recipe.model, id: model } } };
};
const of = (id: string) => (recipe: Take['recipe']) => madeBy(recipe, id);

it('is the median of the newest takes like the last one, on each side, without loading', () => {
  const takes = [take('browser', 'mini', 400), take('browser', 'mini', 900), take('onnx', 'mini', 50), take('browser', 'mini', 500), take('browser', 'other', 1), take('browser', 'mini', 9_000, { frames: 1 })];
  const { width, height, frames } = takes[0]!.recipe;
  expect(seenSpeeds(takes, of('mini'))).toEqual([
    { where: 'browser', ms: 600, takes: 3, width, height, frames },
    { where: 'accelerator', ms: 150, takes: 1, width, height, frames },
  ]);
  expect(seenSpeeds(takes, of('none'))).toEqual([]);
});

it('is told of the files by which an engine made it, also in four steps', () => {
  const gguf = { figures: 'wan2.2-t2v-a14b', engines: ['sdcpp'] as const };
  const comfy = { ...gguf, engines: ['comfyui'] as const };
  const { recipe } = take('sdcpp', 'wan2.2-t2v-a14b-lightning', 1);
  expect([madeBy(recipe, 'x', { ...gguf, engines: [...gguf.engines] }), madeBy(recipe, 'x', { ...comfy, engines: [...comfy.engines] })]).toEqual([true, false]);
});
