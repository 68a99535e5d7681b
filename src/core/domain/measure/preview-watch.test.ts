import { describe, expect, it } from 'vitest';
import { blurred, colourNoise, flat, landscape } from '../../../../tests/fixtures/measured-pictures.ts';
import type { Frame } from './frame.ts';
import { PreviewWatch } from './preview-watch.ts';

const STEPS = 10;

/** At which of ten steps a take is stopped that shows this at each. */
function stoppedAt(show: (step: number) => Frame, first?: Frame): number | undefined {
  const watch = new PreviewWatch();
  for (let step = 0; step < STEPS; step += 1) {
    watch.progress({ stage: 'denoise', step, steps: STEPS, fraction: step / STEPS });
    if (watch.note(show(step), first)) return step;
  }
  return undefined;
}

describe('PreviewWatch', () => {
  it('stops a take that stays broken, not before half of its steps', () => {
    expect(stoppedAt(() => flat([20, 20, 20]))).toBe(6);
    expect(stoppedAt((step) => colourNoise(step + 1))).toBe(6);
    expect(stoppedAt(() => flat([0, 0, 0]), landscape())).toBe(6);
    expect(stoppedAt((step) => (step < 8 ? landscape() : flat([0, 0, 0])))).toBe(9);
  });

  it('leaves one alone that clears up, or looks broken once', () => {
    expect(stoppedAt((step) => (step < 5 ? colourNoise(step + 1) : blurred(landscape(), 3)))).toBeUndefined();
    expect(stoppedAt((step) => (step % 2 === 0 ? colourNoise(step + 1) : landscape()))).toBeUndefined();
  });

  it('does not count what is shown before denoising', () => {
    const watch = new PreviewWatch();
    watch.progress({ stage: 'load', step: 1, steps: 1, fraction: 0 });
    expect([1, 2, 3].map(() => watch.note(flat([0, 0, 0])))).toEqual([undefined, undefined, undefined]);
  });
});
