import { expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { poolItemOfTake } from './pool-item-of-take.ts';

it('names the take, its bytes, its still and how long it plays', () => {
  const take = someTake();
  const item = poolItemOfTake({ ...take, name: 'Harbour', tags: ['sea'] });
  expect(item).toMatchObject({ kind: 'video', asset: take.media.sha256, take: take.id, name: 'Harbour', tags: ['sea'], poster: { asset: take.poster.sha256 } });
  expect(item.length).toBe(Math.round((take.recipe.frames / take.recipe.frameRate) * 1e6));
  expect(poolItemOfTake({ ...take, media: { ...take.media, type: 'image/png' } })).toMatchObject({ kind: 'image', length: null });
});

it('cuts a long prompt where a word ends', () => {
  const take = someTake();
  const { name } = poolItemOfTake({ ...take, name: undefined, recipe: { ...take.recipe, prompt: 'a red  balloon '.repeat(20) } });
  expect(name).toBe('a red balloon a red balloon a red balloon a red balloon a red balloon a red…');
  expect(poolItemOfTake({ ...take, name: undefined, recipe: { ...take.recipe, prompt: '🎬'.repeat(200) } }).name).toBe(`${'🎬'.repeat(79)}…`);
});
