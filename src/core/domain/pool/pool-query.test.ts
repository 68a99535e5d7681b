import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../schema/ids.ts';
import { NO_FACTS, type PoolItem } from '../../schema/pool-item.ts';
import { PoolItemId } from '../../schema/project-ids.ts';
import { findInPool, isNarrowedPool, poolFacets, WHOLE_POOL } from './pool-query.ts';

let count = 0;
const item = (changes: Partial<PoolItem>): PoolItem => {
  count++;
  const id = PoolItemId.parse(`00000000-0000-4000-8000-${String(count).padStart(12, '0')}`);
  return { ...NO_FACTS, id, kind: 'image', asset: Sha256.parse('a'.repeat(64)), type: '', name: '', description: '', tags: [], take: null, addedAt: count, ...changes };
};

const pool = [
  item({ name: 'Harbour 10', description: 'Möwen am Hafen', bytes: 5 }),
  item({ name: 'harbour 2', kind: 'video', tags: ['Night'], bytes: 900 }),
  item({ name: 'Song', kind: 'audio', tags: ['night', 'sea'] }),
  item({ name: 'Ink', kind: 'lora', bytes: 70 }),
];
const found = (query: Partial<typeof WHOLE_POOL>) => findInPool(pool, { ...WHOLE_POOL, ...query }).map(({ name }) => name);

describe('findInPool', () => {
  it('looks at name, description and tags, with accents or without', () => {
    expect(found({ words: 'mowen' })).toEqual(['Harbour 10']);
    expect(found({ words: 'night harb' })).toEqual(['harbour 2']);
    expect(found({ words: 'arbour' })).toEqual([]);
  });

  it('keeps to a kind and a tag', () => {
    expect(found({ kind: 'lora' })).toEqual(['Ink']);
    expect(found({ tag: 'night' })).toEqual(['Song']);
    expect(found({ tag: 'night', kind: 'video' })).toEqual([]);
  });

  it('orders by time, by name as people count, by kind and by size', () => {
    expect(found({})).toEqual(['Ink', 'Song', 'harbour 2', 'Harbour 10']);
    expect(found({ order: 'oldest' })).toEqual(['Harbour 10', 'harbour 2', 'Song', 'Ink']);
    expect(found({ order: 'name' })).toEqual(['harbour 2', 'Harbour 10', 'Ink', 'Song']);
    expect(found({ order: 'kind' })).toEqual(['Harbour 10', 'harbour 2', 'Song', 'Ink']);
    expect(found({ order: 'size' })).toEqual(['harbour 2', 'Ink', 'Harbour 10', 'Song']);
  });

  it('knows what there is to choose from, and whether something was chosen', () => {
    expect(poolFacets(pool.slice(1))).toEqual({ kinds: ['video', 'audio', 'lora'], tags: ['Night', 'night', 'sea'].sort(new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare) });
    expect([isNarrowedPool(WHOLE_POOL), isNarrowedPool({ ...WHOLE_POOL, order: 'size', words: ' ' }), isNarrowedPool({ ...WHOLE_POOL, kind: 'audio' })]).toEqual([false, false, true]);
  });
});
