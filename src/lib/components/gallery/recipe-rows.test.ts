import { describe, expect, it } from 'vitest';
import type { Take } from '#core/schema/take.ts';
import { someHash, someTake } from '../../../../tests/contract/samples.ts';
import { recipeDifferences, recipeRows } from './recipe-rows.ts';

const made = (changes: Partial<Take['recipe']>) => someTake({ recipe: { ...someTake().recipe, ...changes } });

describe('what a take was made with', () => {
  it('is said without what was not given', () => {
    const rows = new Map(recipeRows(made({ frames: 17, frameRate: 8 })));
    expect(rows.get('Length')).toBe('2.1 s, 17 frames at 8 a second');
    expect(rows.has('Negative prompt')).toBe(false);
  });

  it('is compared, and only what differs is listed', () => {
    expect(recipeDifferences([made({}), made({})])).toEqual([]);
    expect(recipeDifferences([made({ seed: 1 }), made({ seed: 2, negativePrompt: 'blur' }), made({ seed: 1, inputs: { first: someHash('9') } })])).toEqual([
      { name: 'Seed', values: ['1', '2', '1'] },
      { name: 'Negative prompt', values: ['none', 'blur', 'none'] },
      { name: 'First picture', values: ['none', 'none', someHash('9')] },
    ]);
  });
});
