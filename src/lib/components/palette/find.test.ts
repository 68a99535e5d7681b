import { expect, it } from 'vitest';
import { atFirst, find, type Line } from './find.ts';

const line = (id: string, kind: Line['kind'], name: string, more: Partial<Line> = {}): Line => ({ id, kind, name, about: 'Board', words: '', run: () => {}, ...more });
const LINES = [
  line('a', 'command', 'Generate…'),
  line('b', 'command', 'New clip'),
  line('c', 'command', 'Swap with the next alternate', { why: 'It has no alternates.' }),
  line('d', 'place', 'Gallery', { about: 'Studio' }),
  line('e', 'clip', 'Clip 1B', { words: 'a red kite over the sea' }),
  line('f', 'take', 'Take 3', { words: 'a red boat' }),
  line('h', 'cast', 'Mara', { about: 'Character', words: 'the keeper\nm4ra' }),
  line('i', 'pool', 'harbour.png', { about: 'Pool', words: 'grey sky' }),
  line('g', 'command', 'Next scene', { about: 'Screening' }),
];
const begins = (text: string, typed: string) => (text.toLowerCase().startsWith(typed.toLowerCase()) ? 1 : 0);
const ids = (typed: string) => find(LINES, typed, begins, []).groups.map(({ title, lines }) => [title, lines.map(({ id }) => id)]);

it('begins with what was chosen last, then with what can be done here', () => {
  expect(atFirst(LINES, ['f', 'gone', 'd']).map(({ title, lines }) => [title, lines.map(({ id }) => id)])).toEqual([
    ['Recent', ['f', 'd']],
    ['Board', ['a', 'b']],
    ['Screening', ['g']],
  ]);
});

it('finds by name, by prompt and by place, the best first', () => {
  expect(ids('red')).toEqual([['Scenes and clips', ['e']], ['Takes', ['f']]]);
  expect(ids('sea kite')).toEqual([['Scenes and clips', ['e']]]);
  expect(ids('gen')).toEqual([['Commands', ['a']]]);
  expect(ids('gal')[0]).toEqual(['Go to', ['d']]);
  expect(ids('mar')).toEqual([['Cast & styles', ['h']]]);
  expect(ids('m4ra')).toEqual([['Cast & styles', ['h']]]);
  expect(ids('grey')).toEqual([['Pool', ['i']]]);
  expect(ids('zebra')).toEqual([]);
});

it('keeps what cannot be done now, behind what can', () => {
  expect(ids('next')).toEqual([['Commands', ['g', 'c']]]);
});

it('counts what it does not show', () => {
  const many = Array.from({ length: 40 }, (_, i) => line(`t${i}`, 'take', `Take ${i}`, { words: 'kite' }));
  const { groups, count } = find(many, 'kite', begins, []);
  expect([groups[0]!.lines.length, count]).toEqual([8, 40]);
});
