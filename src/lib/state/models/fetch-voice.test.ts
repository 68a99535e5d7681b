import { expect, it } from 'vitest';
import type { ModelWork } from '#core/domain/models/model-place.ts';
import { ModelId } from '#core/schema/catalogue.ts';
import { FetchVoice } from './fetch-voice.ts';

const work = (id: string, done: number, kind: ModelWork['kind'] = 'fetch'): ModelWork => ({ id: ModelId.parse(id), kind, done, total: 100 });

it('says each quarter with the time left, not what was here before, and nothing twice within five seconds', () => {
  const said: string[] = [];
  const voice = new FetchVoice((text) => said.push(text));
  const hear = (at: number, ...works: ModelWork[]) => voice.hear(works, at, ({ id }) => id.toUpperCase(), ({ id }) => ({ samples: [], perSecond: 1, leftMs: id === 'c' ? undefined : id === 'a' ? 180_000 : 7_200_000 }));
  hear(0, { ...work('a', 0), total: 0 });
  hear(1000, work('a', 30));
  expect(said).toEqual([]);
  hear(2000, work('a', 51), work('b', 10));
  expect(said).toEqual(['Half of A is here, about 3 min left.']);
  hear(3000, work('a', 51), work('b', 26));
  hear(4000, work('a', 60), work('b', 40), work('c', 99, 'verify'));
  expect(said.length).toBe(1);
  hear(30_000, work('c', 1));
  hear(40_000, work('c', 30));
  hear(50_000, work('a', 60), work('b', 40));
  hear(60_000, work('a', 80), work('b', 55));
  expect(said[1]).toBe('Three quarters of A is here, about 3 min left. Half of B is here, about 2 h left.');
  // One that is begun anew is told anew.
  hear(120_000, work('a', 10));
  hear(180_000, work('a', 50));
  expect(said[2]).toBe('Half of A is here, about 3 min left.');
});
