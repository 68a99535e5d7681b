import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_RATES } from './frame-rate.ts';
import { clampScale, frameAtPixel, framesInSight, roomForFilm, rulerStep, scaleToFit, scrollAfterZoom, spansWithin } from './time-scale.ts';
import { layOut } from './timeline.ts';

const scale = fc.double({ min: 0.01, max: 80, noNaN: true });
const length = fc.integer({ min: 1, max: 500_000 });
const width = fc.integer({ min: 200, max: 4000 });
const film = fc
  .array(fc.record({ length: fc.integer({ min: 1, max: 200 }), gap: fc.integer({ min: 0, max: 50 }), frames: fc.integer({ min: 1, max: 40 }) }), { maxLength: 60 })
  .map((clips) => layOut(clips.map(({ length, gap, frames }) => ({ length, gap, transition: { kind: 'dissolve' as const, frames } }))));

describe('time and pixels', () => {
  it('finds the frame again at its own pixels', () => {
    fc.assert(
      fc.property(length, scale, (frame, scale) => {
        expect(frameAtPixel(frame * scale, scale)).toBe(frame);
      }),
    );
    expect(frameAtPixel(-5, 2)).toBe(0);
  });

  it('shows the whole film at the smallest scale, and single frames at the largest', () => {
    fc.assert(
      fc.property(length, width, (length, width) => {
        const least = clampScale(0, length, width);
        expect(least).toBe(scaleToFit(length, width));
        expect(least * length).toBeLessThanOrEqual(width + 1e-6);
      }),
    );
    expect(clampScale(Infinity, 1000, 1000)).toBe(80);
    expect(clampScale(Infinity, 1_000_000, 1000) * 1_000_000).toBeLessThanOrEqual(12_000_000);
  });

  it('leaves a little room behind the film, the same for nearly every trim', () => {
    fc.assert(
      fc.property(length, (length) => {
        const room = roomForFilm(length);
        expect(room).toBeGreaterThanOrEqual(length * 1.01 - 1e-6);
        expect(room).toBeLessThan(length * 1.031);
      }),
    );
    expect(roomForFilm(0)).toBe(0);
    const rooms = new Set(Array.from({ length: 1000 }, (_, i) => roomForFilm(40_000 + i)));
    expect(rooms.size).toBeLessThan(4);
  });

  it('keeps the frame under the pointer while zooming', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), width, scale, scale, (left, anchor, from, to) => {
        const after = scrollAfterZoom(left, anchor, from, to);
        // At the film's start there is nothing further to the left.
        if (after > 0) expect((after + anchor) / to).toBeCloseTo((left + anchor) / from, 4);
      }),
    );
  });
});

describe('what is in sight', () => {
  it('is every span that shares a frame with the range, and no other', () => {
    fc.assert(
      fc.property(film, fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 3000 }), (spans, start, size) => {
        const range = { start, end: start + size };
        const [from, to] = spansWithin(spans, range);
        expect(spans.slice(from, to)).toEqual(spans.filter((span) => span.end > range.start && span.start < range.end));
      }),
    );
  });

  it('covers the pixels of the window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), width, scale, (left, width, scale) => {
        const { start, end } = framesInSight(left, width, scale);
        expect(start * scale).toBeLessThanOrEqual(left + 1e-6);
        expect(end * scale).toBeGreaterThanOrEqual(left + width - 1e-6);
      }),
    );
  });
});

it('writes figures on the ruler far enough apart, at whole frames', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.0005, max: 80, noNaN: true }), fc.constantFrom(...FRAME_RATES), (scale, rate) => {
      const step = rulerStep(scale, rate, 90);
      expect(Number.isInteger(step)).toBe(true);
      expect(step * scale).toBeGreaterThanOrEqual(90);
    }),
  );
  expect(rulerStep(80, { numerator: 24, denominator: 1 }, 90)).toBe(2);
  expect(rulerStep(1, { numerator: 24, denominator: 1 }, 90)).toBe(120);
});
