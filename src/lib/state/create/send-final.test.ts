import { expect, it } from 'vitest';
import { ModelOffer } from '#core/schema/accelerator/offer.ts';
import { someTake } from '../../../../tests/contract/samples.ts';
import { finalLoras, finalShape } from './send-final.ts';

const wan = ModelOffer.parse({
  ...{ id: 'wan', name: 'Wan', version: '1', family: 'wan', license: { spdx: 'Apache-2.0' }, modes: ['t2v'], frameRate: 16 },
  size: { multiple: 32, min: 256, max: 1280, default: [832, 480], presets: [[480, 832], [1280, 704]] },
  frames: { multiple: 4, offset: 1, default: 81, max: 121 },
  defaults: { steps: 20, guidance: 5, shift: 5 },
});

it('takes the size of the nearest shape, and as many frames as play as long', () => {
  const { recipe } = someTake();
  // 160 × 96, 17 frames at 8 a second.
  expect(finalShape({ recipe }, wan)).toEqual({ width: 832, height: 480, frames: 33 });
  expect(finalShape({ recipe: { ...recipe, width: 96, height: 160 } }, wan)).toMatchObject({ width: 480, height: 832 });
  expect(finalShape({ recipe: { ...recipe, mode: 't2i', frames: 1 } }, wan).frames).toBe(1);
});

it('leaves all as it was for the same model', () => {
  const { recipe } = someTake();
  expect(finalShape({ recipe }, { ...wan, id: recipe.model.id })).toEqual({ width: 160, height: 96, frames: 17 });
});

it('leaves out LoRAs that were merged into another model, as those for the few steps of a draft', () => {
  const { recipe } = someTake();
  const loras = [{ asset: recipe.inputs.first ?? ('a'.repeat(64) as never), name: 'Kinora Quick', weight: 1 }];
  const draft = { ...recipe, loras, engine: { ...recipe.engine, id: 'browser' } };
  expect(finalLoras({ recipe: draft }, wan)).toBeUndefined();
  expect(finalLoras({ recipe: draft }, { id: recipe.model.id })).toEqual(loras.map((lora) => ({ base: recipe.model.id, ...lora })));
  expect(finalLoras({ recipe: { ...draft, engine: { ...recipe.engine, id: 'comfyui' } } }, wan)).toEqual(loras.map((lora) => ({ base: recipe.model.id, ...lora })));
});
