import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT, type Transition } from '../../schema/transition.ts';
import { FRAME_RATES } from './frame-rate.ts';
import { filmFrames, shownAt, takeFrame } from './shown-at.ts';
import { layOut, placeAt } from './timeline.ts';

const transition: fc.Arbitrary<Transition> = fc.oneof(
  fc.constant(CUT),
  fc.record({ kind: fc.constant('dissolve' as const), frames: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant('fade' as const), frames: fc.integer({ min: 1, max: 30 }), direction: fc.constantFrom('out', 'in', 'through') }),
);
const clip = (length: number, gap = 0, transition: Transition = CUT) => ({ length, gap, transition, sourceStart: 0 });
const place = (clips: readonly ReturnType<typeof clip>[]) => layOut(clips).map((place, i) => ({ clip: clips[i]!, place }));
const cut = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 20 }), transition), { maxLength: 20 }).map((list) => place(list.map((one) => clip(...one))));

describe('what a frame of the film shows', () => {
  it('is a clip with a frame of its own, or black', () => {
    fc.assert(
      fc.property(cut, fc.integer({ min: 0, max: 2000 }), (cut, frame) => {
        const { layers, light, into } = shownAt(cut, frame);
        const index = placeAt(cut.map(({ place }) => place), frame);
        expect(layers.at(-1)?.one).toBe(cut[index]);
        expect(layers.length === 2).toBe(into !== undefined);
        for (const layer of layers) {
          expect(layer.frame).toBeGreaterThanOrEqual(0);
          expect(layer.frame).toBeLessThan(layer.one.clip.length);
        }
        expect(light).toBeGreaterThanOrEqual(0);
        expect(light).toBeLessThanOrEqual(1);
        if (into) expect(into.share > 0 && into.share < 1).toBe(true);
      }),
    );
  });

  it('lets one clip into the next evenly', () => {
    const film = place([clip(10, 0, { kind: 'dissolve', frames: 3 }), clip(10)]);
    expect([6, 7, 8, 9, 10].map((frame) => shownAt(film, frame).into?.share)).toEqual([undefined, 0.25, 0.5, 0.75, undefined]);
  });

  it('fades out, in and through black', () => {
    const light = (film: ReturnType<typeof place>, frames: readonly number[]) => frames.map((frame) => shownAt(film, frame).light);
    expect(light(place([clip(4, 0, { kind: 'fade', frames: 3, direction: 'out' })]), [0, 1, 2, 3])).toEqual([1, 0.75, 0.5, 0.25]);
    expect(light(place([clip(4, 0, { kind: 'fade', frames: 1, direction: 'in' }), clip(4)]), [3, 4, 5])).toEqual([1, 0.5, 1]);
    expect(light(place([clip(4, 0, { kind: 'fade', frames: 2, direction: 'through' }), clip(4)]), [2, 3, 4, 5])).toEqual([1, 0.5, 0.5, 1]);
    expect(light(place([clip(2), clip(2, 3)]), [1, 2, 4, 5])).toEqual([1, 0, 0, 1]);
  });
});

describe('frames of a take', () => {
  const take = fc.record({ frames: fc.integer({ min: 1, max: 300 }), frameRate: fc.constantFrom(8, 16, 24, 30) });

  it('are its own, in order, and its last one stays', () => {
    fc.assert(
      fc.property(take, fc.constantFrom(...FRAME_RATES), fc.nat(400), fc.nat(400), (take, rate, sourceStart, frame) => {
        const now = takeFrame({ sourceStart }, frame, take, rate);
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThan(take.frames);
        expect(takeFrame({ sourceStart }, frame + 1, take, rate)).toBeGreaterThanOrEqual(now);
        expect(takeFrame({ sourceStart: sourceStart + 1 }, frame, take, rate)).toBe(takeFrame({ sourceStart }, frame + 1, take, rate));
      }),
    );
  });

  it('are each shown three times where the film is three times as fast', () => {
    const rate = { numerator: 24, denominator: 1 };
    expect(filmFrames({ frames: 17, frameRate: 8 }, rate)).toBe(51);
    expect([0, 1, 2, 3, 50, 51].map((frame) => takeFrame({ sourceStart: 0 }, frame, { frames: 17, frameRate: 8 }, rate))).toEqual([0, 0, 0, 1, 16, 16]);
  });
});
