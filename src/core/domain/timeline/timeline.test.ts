import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT, type Transition } from '../../schema/transition.ts';
import { layOut, longestOverlap, nearestFreePlace, type Piece, placeAt, snapPoints, snapTo, totalLength } from './timeline.ts';

const dissolve = (frames: number): Transition => ({ kind: 'dissolve', frames });
const frames = fc.integer({ min: 1, max: 60 });
const transition: fc.Arbitrary<Transition> = fc.oneof(
  fc.constant(CUT),
  frames.map(dissolve),
  frames.map((length) => ({ kind: 'wipe' as const, frames: length, direction: 'up' as const })),
  frames.map((length) => ({ kind: 'fade' as const, frames: length, direction: 'through' as const })),
);
const piece: fc.Arbitrary<Piece> = fc.record({
  length: fc.integer({ min: 1, max: 50 }),
  gap: fc.oneof(fc.constant(0), fc.nat(20)),
  transition,
});
const pieces = fc.array(piece, { maxLength: 30 });

describe('layOut', () => {
  it('puts clips end to end, overlapped by their transitions', () => {
    const film: Piece[] = [
      { length: 48, gap: 0, transition: dissolve(12) },
      { length: 48, gap: 0, transition: CUT },
      { length: 24, gap: 10, transition: CUT },
    ];
    expect(layOut(film)).toEqual([
      { start: 0, end: 48, overlap: 0 },
      { start: 36, end: 84, overlap: 12 },
      { start: 94, end: 118, overlap: 0 },
    ]);
    expect(totalLength(film)).toBe(118);
  });

  it('starts at 0 or after its gap, moves only forward, and never shows more than two clips at once', () => {
    fc.assert(
      fc.property(pieces, (film) => {
        const places = layOut(film);
        places.forEach(({ start, end, overlap }, i) => {
          expect(end - start).toBe((film[i] as Piece).length);
          expect(start).toBeGreaterThanOrEqual(0);
          const before = places[i - 1];
          if (!before) return;
          expect(start).toBeGreaterThan(before.start);
          expect(end).toBeGreaterThan(before.end);
          expect(Math.max(0, before.end - start)).toBe(overlap);
          const twoBefore = places[i - 2];
          if (twoBefore) expect(start).toBeGreaterThan(twoBefore.end - 1);
        });
      }),
    );
  });
});

describe('longestOverlap', () => {
  it('is as long as the layout lets a transition be, and leaves the others as they are', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 2, maxLength: 8 }), fc.nat(6), (film, at) => {
        const index = at % (film.length - 1);
        const longest = longestOverlap(film, index);
        const withOverlap = (length: number) =>
          layOut(film.map((one, i) => (i === index ? { ...one, transition: length > 0 ? dissolve(length) : CUT } : one)));
        const without = withOverlap(0);
        const placed = withOverlap(longest);
        expect(placed[index + 1]?.overlap).toBe(longest);
        expect(placed[index + 2]?.overlap).toBe(without[index + 2]?.overlap);
        const longer = withOverlap(longest + 1);
        const grew = longer[index + 1]?.overlap === longest + 1 && longer[index + 2]?.overlap === without[index + 2]?.overlap;
        expect(grew).toBe(false);
      }),
    );
  });
});

describe('nearestFreePlace', () => {
  it('offers the place that a search of every frame finds', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 40 }), fc.integer({ min: -50, max: 900 }), (film, length, at) => {
        const taken = layOut(film);
        const isFree = (start: number): boolean => taken.every((span) => start + length <= span.start || start >= span.end);
        const last = Math.max(at, taken.at(-1)?.end ?? 0, 0);
        let best = last;
        for (let start = last; start >= 0; start--) {
          if (isFree(start) && Math.abs(start - at) <= Math.abs(best - at)) best = start;
        }
        expect(nearestFreePlace(taken, length, at)).toBe(best);
      }),
    );
  });
});

describe('snapTo', () => {
  it('goes to the nearest point within reach, else stays', () => {
    expect(snapTo(10, [0, 8, 13], 3)).toBe(8);
    expect(snapTo(10, [0, 7, 13], 3)).toBe(7);
    expect(snapTo(10, [0, 13, 7], 3)).toBe(7);
    expect(snapTo(10, [0, 20], 3)).toBe(10);
  });

  it('knows the ends of all clips once', () => {
    expect(snapPoints([{ start: 0, end: 5 }, { start: 5, end: 9 }], [7, 5])).toEqual([0, 5, 7, 9]);
  });
});

describe('placeAt', () => {
  it('finds what is on top, and nothing in black', () => {
    const spans = layOut([
      { length: 10, gap: 0, transition: dissolve(2) },
      { length: 10, gap: 0, transition: CUT },
      { length: 10, gap: 5, transition: CUT },
    ]);
    expect([0, 7, 8, 17, 18, 23, 33].map((frame) => placeAt(spans, frame))).toEqual([0, 0, 1, 1, -1, 2, -1]);
  });
});
