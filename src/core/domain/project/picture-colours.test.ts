import { expect, it } from 'vitest';
import { colourName, coloursOf } from './picture-colours.ts';

it.each([
  ['#ff0000', 'red'], ['#b3261e', 'red'], ['#f28c28', 'orange'], ['#ffd60a', 'yellow'], ['#2e8b57', 'green'], ['#40e0d0', 'turquoise'], ['#1e3a8a', 'blue'],
  ['#6a0dad', 'purple'], ['#ff69b4', 'pink'], ['#ffc0cb', 'pink'], ['#6b4423', 'brown'], ['#e8d8b0', 'beige'], ['#ffffff', 'white'], ['#f5f5f2', 'white'], ['#808080', 'grey'], ['#0b0b0c', 'black'], ['#101828', 'black'],
])('calls %s %s', (hex, name) => {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  expect(colourName(red!, green!, blue!)).toBe(name);
});

const pixels = (...runs: [rgba: readonly number[], count: number][]) => new Uint8ClampedArray(runs.flatMap(([rgba, count]) => Array.from({ length: count }, () => rgba).flat()));

it('names what a picture is remembered by: not its background first, nothing that is hardly seen, nothing transparent', () => {
  const [red, blue, green, white, hidden] = [[220, 20, 20, 255], [20, 60, 200, 255], [20, 160, 60, 255], [255, 255, 255, 255], [255, 200, 0, 0]] as const;
  expect(coloursOf(pixels([red, 30], [white, 70]))).toEqual(['red', 'white']);
  expect(coloursOf(pixels([red, 40], [blue, 55], [green, 5], [hidden, 500]))).toEqual(['blue', 'red']);
  expect(coloursOf(pixels([hidden, 9]))).toEqual([]);
  expect(coloursOf(new Uint8ClampedArray())).toEqual([]);
});
