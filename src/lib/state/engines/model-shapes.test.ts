import { expect, it } from 'vitest';
import { stillSizes } from '#core/pipelines/stills/still-sizes.ts';
import { shapesOf } from './model-shapes.ts';

it('offers each shape of a model once, however small its sides are', () => {
  const { presets, ...size } = stillSizes(32, 16);
  expect(new Set(presets.map(String)).size).toBeLessThan(presets.length);
  const labels = shapesOf({ size: { ...size, presets } } as unknown as Parameters<typeof shapesOf>[0]).map(({ width, height }) => `${width}x${height}`);
  expect(labels).toEqual([...new Set(labels)]);
  expect(labels[0]).toBe('32x32');
});
