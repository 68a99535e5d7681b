import { describe, expect, it } from 'vitest';
import { explainAdjustment } from '../words/explain-adjustment.ts';
import { nextStepDown, onLowerSteps, smallerSize } from './memory-ladder.ts';

const sides = { multiple: 16, min: 64, max: 512, default: [160, 96] as [number, number], presets: [] };

describe('the steps down in memory', () => {
  it('are tiles, then a smaller size, then none', () => {
    const size = { width: 320, height: 192 };
    expect(nextStepDown([], size, sides)).toBe('tiling');
    expect(nextStepDown(['tiling'], size, sides)).toBe('size');
    expect(nextStepDown(['tiling', 'size'], size, sides)).toBeUndefined();
    expect(nextStepDown(['tiling'], { width: 64, height: 64 }, sides)).toBeUndefined();
    expect(nextStepDown(['tiling'], size, undefined)).toBeUndefined();
  });

  it('halve the picture with legal sides, and stop at the smallest', () => {
    expect(smallerSize({ width: 512, height: 320 }, sides)).toEqual({ width: 352, height: 224 });
    expect(smallerSize({ width: 80, height: 64 }, sides)).toEqual({ width: 64, height: 64 });
    expect(smallerSize({ width: 64, height: 64 }, sides)).toBeUndefined();
  });

  it('are told in the take', () => {
    expect(onLowerSteps([], { width: 320, height: 192 }, sides)).toEqual({ tiling: false, size: { width: 320, height: 192 }, adjustments: [] });
    const { tiling, size, adjustments } = onLowerSteps(['tiling', 'size'], { width: 320, height: 192 }, sides);
    expect(tiling).toBe(true);
    expect(size).toEqual({ width: 224, height: 128 });
    expect(adjustments.map(explainAdjustment)).toEqual([
      'The memory ran out, so the clip was decoded in small parts.',
      'The memory ran out, so it was made with a width of 224 pixels instead of 320.',
      'The memory ran out, so it was made with a height of 128 pixels instead of 192.',
    ]);
  });
});
