import { expect, it } from 'vitest';
import { chartPath } from './chart-path.ts';

const frame = { from: 0, to: 300, top: 1 };

it('draws a line from edge to edge, nothing at the foot and the top at the head', () => {
  expect(chartPath([{ at: 0, value: 0 }, { at: 150, value: 1 }, { at: 300, value: 0.5 }], frame)).toBe('M0.0 72.0L150.0 0.0L300.0 36.0');
});

it('breaks where nothing was read, and draws a lone value as a dot', () => {
  const points = [{ at: 0, value: 0.5 }, { at: 100, value: undefined }, { at: 200, value: 0.5 }, { at: 300, value: 0.5 }];
  expect(chartPath(points, frame)).toBe('M0.0 36.0h0.1M200.0 36.0L300.0 36.0');
});

it('leaves out what is outside of its time', () => {
  expect(chartPath([{ at: -1, value: 1 }, { at: 301, value: 1 }], frame)).toBe('');
});
