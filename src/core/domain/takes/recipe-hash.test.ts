import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../schema/ids.ts';
import { Recipe } from '../../schema/recipe.ts';
import { canonicalJson, recipeHash } from './recipe-hash.ts';

const digest = async (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const recipe: Recipe = {
  schema: 1,
  mode: 't2v',
  model: { id: 'kinora-mini', version: '1.0.0', license: 'Apache-2.0' },
  prompt: 'a red ball',
  negativePrompt: '',
  seed: 7,
  width: 160,
  height: 96,
  frames: 17,
  frameRate: 8,
  steps: 24,
  guidance: 3,
  scheduler: 'euler',
  shift: 3,
  inputs: {},
  engine: { id: 'onnx', version: '0.1.0', provider: 'cpu' },
};

describe('recipeHash', () => {
  it('is the same for the same recipe, however written', async () => {
    const turned = Object.fromEntries(Object.entries(recipe).reverse()) as Recipe;
    const spelled = { ...turned, inputs: { first: undefined, last: undefined } } as unknown as Recipe;
    expect(await recipeHash(spelled, digest)).toBe(await recipeHash(recipe, digest));
  });

  it('is another with LoRAs and reference pictures, and the old one where a list is left out', async () => {
    const asset = Sha256.parse('a'.repeat(64));
    const before = await recipeHash(recipe, digest);
    expect(await recipeHash({ ...recipe, loras: undefined, inputs: { references: undefined } }, digest)).toBe(before);
    expect(await recipeHash({ ...recipe, loras: [{ asset, name: 'oil', weight: 1 }] }, digest)).toMatchInlineSnapshot(`"ae49ab04d41592ef82116307eacd804aa20f54c808c3effb79e08fbeb743d7dc"`);
    expect(await recipeHash({ ...recipe, inputs: { references: [asset] } }, digest)).toMatchInlineSnapshot(`"337ecfc1e90437365009767e37b4420698a081723c15014f4e4347473710b83c"`);
    expect(Recipe.parse(recipe)).toEqual(recipe);
    expect(Recipe.safeParse({ ...recipe, loras: [] }).success).toBe(false);
  });

  it('differs as soon as anything differs', async () => {
    const other = { ...recipe, engine: { ...recipe.engine, version: '0.1.1' } };
    expect(await recipeHash(other, digest)).not.toBe(await recipeHash(recipe, digest));
  });

  it('does not change from one release to the next', async () => {
    expect(await recipeHash(recipe, digest)).toMatchInlineSnapshot(
      `"58ee2f3fd2f6a5fdd0f511a36bcb55e2687e07418b552f1c5fe97b9eecd81c1c"`,
    );
  });
});

describe('canonicalJson', () => {
  it('sorts keys and reads back as the same value', () => {
    expect(canonicalJson({ b: [1, { d: 'é', c: null }], a: 0.1 })).toBe('{"a":0.1,"b":[1,{"c":null,"d":"é"}]}');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
