import { expect, it } from 'vitest';
import type { BoardRow, ClipCell, SceneCell } from '#lib/state/project/board.svelte.ts';
import { cellAfter } from './board-keys.ts';

const row = (key: string, clips: string[], open = true): BoardRow => {
  const head = { kind: 'scene', key } as SceneCell;
  return { head, open, clips: clips.map((clip) => ({ kind: 'clip', key: clip, row: head }) as ClipCell) };
};
const rows = [row('1', ['a', 'b', 'c']), row('2', ['d'], false), row('3', ['e', 'f'])];
const cells = rows.flatMap(({ head, clips }) => [head, ...clips]);
const go = (key: string, from: string, far = false) => cellAfter(key, rows, cells.find((cell) => cell.key === from)!, 2, far)?.key;

it('walks over heads and clips as the eye sees them, two in a line', () => {
  expect([go('ArrowRight', '1'), go('ArrowRight', 'c'), go('ArrowLeft', 'a'), go('ArrowLeft', '1')]).toEqual(['a', '2', '1', undefined]);
  expect([go('ArrowDown', '1'), go('ArrowDown', 'b'), go('ArrowDown', 'c'), go('ArrowDown', '2'), go('ArrowDown', 'f')]).toEqual(['a', 'c', '2', '3', undefined]);
  expect([go('ArrowUp', 'c'), go('ArrowUp', '2'), go('ArrowUp', 'f')]).toEqual(['a', 'c', '3']);
});

it('goes to the ends of a scene and of the board, and from scene to scene', () => {
  expect([go('Home', 'b'), go('End', '1'), go('End', '2'), go('Home', 'f', true), go('End', 'a', true)]).toEqual(['1', 'c', '2', '1', 'f']);
  expect([go('PageDown', 'b'), go('PageDown', 'e'), go('PageUp', 'f'), go('PageUp', '1')]).toEqual(['2', '3', '2', '1']);
  expect(go('x', 'a')).toBeUndefined();
});
