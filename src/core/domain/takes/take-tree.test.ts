import { expect, it } from 'vitest';
import type { TakeId } from '../../schema/ids.ts';
import { takeTree } from './take-tree.ts';

const take = (id: string, createdAt: number, variedFrom?: string) => ({ id: id as TakeId, createdAt, variedFrom: variedFrom as TakeId | undefined });
const drawn = (...takes: ReturnType<typeof take>[]) => takeTree(takes).map(({ take: { id }, depth }) => `${'-'.repeat(depth)}${id}`);

it('puts each take below the one that it was varied from', () => {
  expect(drawn(take('c', 3, 'a'), take('a', 1), take('d', 4, 'c'), take('b', 2))).toEqual(['a', '-c', '--d', 'b']);
});

it('begins anew where the take before is elsewhere, and shows each once where they go in a circle', () => {
  expect(drawn(take('b', 2, 'gone'), take('a', 1))).toEqual(['a', 'b']);
  expect(drawn(take('a', 1, 'b'), take('b', 2, 'a'))).toEqual(['a', '-b']);
});
