import { describe, expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { asMade } from './as-made.ts';

describe('a take as it was made', () => {
  const take = someTake();

  it('knows nothing of what the studio found out later', () => {
    const looked = { ...take, sound: false, description: { text: 'a ball', model: 'Florence-2' } };
    expect(asMade(looked)).toEqual(asMade(take));
  });

  it('keeps what a person wrote', () => {
    expect(asMade({ ...take, description: { text: 'my ball' } })).toMatchObject({ description: { text: 'my ball' } });
    expect(asMade({ ...take, rating: 4 })).not.toEqual(asMade(take));
  });
});
