import { expect, it } from 'vitest';
import type { BoardRow, ClipCell, SceneCell } from '#lib/state/project/board.svelte.ts';
import { boardLines, boardShape, cellsOf, lineOf } from './board-lines.ts';

const row = (key: string, clips: string[], open = true): BoardRow => {
  const head = { kind: 'scene', key } as SceneCell;
  return { head, open, clips: clips.map((clip) => ({ kind: 'clip', key: clip, row: head }) as ClipCell) };
};

it('lays heads and clips in lines, of which each has a key of its own', () => {
  const lines = boardLines([row('1', ['a', 'b', 'c']), row('2', ['d'], false), row('3', [])], 2);
  expect(lines.map((line) => [line.kind, cellsOf(line).map(({ key }) => key).join(), line.last])).toEqual([
    ['head', '1', false],
    ['clips', 'a,b', false],
    ['clips', 'c', true],
    ['head', '2', true],
    ['head', '3', false],
    ['none', '', true],
  ]);
  expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
  expect([lineOf(lines, 'c'), lineOf(lines, '3'), lineOf(lines, 'd')]).toEqual([2, 4, -1]);
});

it('puts as many cards side by side as are at least 13.5 rem wide, and two on a telephone', () => {
  expect([boardShape(215, false, 1), boardShape(216, false, 1), boardShape(447, false, 1), boardShape(448, false, 1)].map(({ columns }) => columns)).toEqual([1, 1, 1, 2]);
  expect(boardShape(448, false, 2).columns, 'with letters twice as large').toBe(1);
  expect(boardShape(288, true, 1).columns).toBe(2);
});
