import { expect, it } from 'vitest';
import { colourName, coloursOf } from './picture-colours.ts';

it.each([
  ['#ff0000', 'red'], ['#b3261e', 'red'], ['#f28c28', 'orange'], ['#ffd60a', 'yellow'], ['#2e8b57', 'green'], ['#40e0d0', 'turquoise'], ['#1e3a8a', 'blue'],
  ['#6a0dad', 'purple'], ['#ff69b4', 'pink'], ['#ffc0cb', 'pink'], ['#6b4423', 'brown'], ['#e8d8b0', 'beige'], ['#ffffff', 'white'], ['#f5f5f2', 'white'], ['#808080', 'grey'], ['#0b0b0c', 'black'], ['#101828', 'black'],
])('calls %s %s', (hex, name) => {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  expect(colourName(red!, green!, blue!)).toBe(name);
});

const [red, blue, green, white, hidden] = [[220, 20, 20, 255], [20, 60, 200, 255], [20, 160, 60, 255], [255, 255, 255, 255], [255, 200, 0, 0]] as const;
/** A picture of 20 by 20 pixels, painted by place: 0 to 1 from the left and from above. */
const painted = (paint: (x: number, y: number) => readonly number[]) => new Uint8ClampedArray(Array.from({ length: 400 }, (_, at) => paint(((at % 20) + 0.5) / 20, (Math.floor(at / 20) + 0.5) / 20)).flat());

it('names what a picture is remembered by: nothing that is hardly seen, nothing transparent', () => {
  expect(coloursOf(painted((x) => (Math.abs(x - 0.5) < 0.3 ? red : white)), 20)).toEqual(['red', 'white']);
  expect(coloursOf(painted((x, y) => (y < 0.5 ? hidden : x < 0.4 ? red : x < 0.95 ? blue : green)), 20)).toEqual(['blue', 'red']);
  expect(coloursOf(painted(() => hidden), 20)).toEqual([]);
  expect(coloursOf(painted(() => green), 20)).toEqual(['green']);
  expect(coloursOf(new Uint8ClampedArray(), 20)).toEqual([]);
});

it('names what stands in the middle before what is behind it, however much more that is', () => {
  const before = (x: number, y: number) => Math.abs(x - 0.5) < 0.15 && Math.abs(y - 0.5) < 0.2;
  expect(coloursOf(painted((x, y) => (before(x, y) ? blue : y < 0.7 ? red : green)), 20)[0]).toBe('blue');
});
