import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TitleId } from '../../schema/project-ids.ts';
import type { Transition } from '../../schema/transition.ts';
import { CaptionId } from '../../schema/project-ids.ts';
import { type DrawnPiece, someCut, someHash } from './film-cut.test-support.ts';
import { planFrame } from './plan-frame.ts';

const frames = fc.integer({ min: 1, max: 30 });
const direction = fc.constantFrom('left', 'right', 'up', 'down');
const transition = fc.oneof(
  fc.constant({ kind: 'cut' }),
  fc.record({ kind: fc.constant('fade'), frames, direction: fc.constantFrom('out', 'in', 'through') }),
  fc.record({ kind: fc.constant('dissolve'), frames }),
  fc.record({ kind: fc.constant('wipe'), frames, direction }),
  fc.record({ kind: fc.constant('push'), frames, direction }),
) as fc.Arbitrary<Transition>;
const film = (frames: number, frameRate: number) => ({ kind: 'video', asset: someHash('a'), type: 'video/mp4', frames, frameRate }) as const;
const piece: fc.Arbitrary<DrawnPiece> = fc.record({
  length: fc.integer({ min: 1, max: 40 }),
  gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 })),
  sourceStart: fc.integer({ min: 0, max: 60 }),
  transition,
  source: fc.record({ frames: fc.integer({ min: 1, max: 81 }), frameRate: fc.constantFrom(8, 16, 24) }).map(({ frames: count, frameRate }) => film(count, frameRate)),
});
const rates = fc.constantFrom({ numerator: 8, denominator: 1 }, { numerator: 24, denominator: 1 }, { numerator: 30_000, denominator: 1001 });

describe('planFrame', () => {
  it('covers every frame of the film, black gaps alone excepted, and asks no source for a frame that it has not', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), rates, (pieces, rate) => {
        const cut = someCut(pieces, { rate });
        for (let frame = 0; frame < cut.length; frame += 1) {
          const { layers, light } = planFrame(cut, frame);
          const there = cut.clips.filter(({ place }) => place.start <= frame && frame < place.end);
          expect(layers.map(({ clip }) => clip.id)).toEqual(there.map(({ id }) => id));
          expect(light).toBeGreaterThanOrEqual(0);
          expect(light).toBeLessThanOrEqual(1);
          for (const { clip, sourceFrame, opacity } of layers) {
            expect(Number.isInteger(sourceFrame)).toBe(true);
            expect(sourceFrame).toBeGreaterThanOrEqual(0);
            expect(sourceFrame).toBeLessThan(clip.source.kind === 'video' ? clip.source.frames : 1);
            expect(opacity).toBeGreaterThan(0);
          }
        }
        for (const outside of [-1, cut.length]) expect(planFrame(cut, outside).layers).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each(['dissolve', 'wipe', 'push'] as const)('shares a %s evenly: what comes has come as far as what goes had, seen from the end', (kind) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), direction, (length, to) => {
        const over = (kind === 'dissolve' ? { kind, frames: length } : { kind, frames: length, direction: to }) as Transition;
        const cut = someCut([{ length: 30, transition: over }, { length: 30 }]);
        const from = cut.clips[1]!.place.start;
        const come = (frame: number): number => {
          const { opacity, region, offset } = planFrame(cut, frame).layers[1]!;
          if (kind === 'dissolve') return opacity;
          if (kind === 'wipe') return (region!.right - region!.left) * (region!.bottom - region!.top);
          return 1 - Math.abs(offset.x + offset.y);
        };
        for (let i = 0; i < length; i += 1) expect(come(from + i) + come(from + length - 1 - i)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('pushes both clips as one: the later begins where the earlier ends', () => {
    for (const [to, axis, sign] of [['left', 'x', 1], ['right', 'x', -1], ['up', 'y', 1], ['down', 'y', -1]] as const) {
      const cut = someCut([{ length: 10, transition: { kind: 'push', frames: 4, direction: to } }, { length: 10 }]);
      for (let frame = 6; frame < 10; frame += 1) {
        const [goes, comes] = planFrame(cut, frame).layers;
        expect(comes!.offset[axis] - goes!.offset[axis]).toBeCloseTo(sign, 9);
      }
    }
  });

  it('moves the camera from its first key on the first frame to its last on the last', () => {
    const camera = { easing: 'linear', keys: [{ at: 0, x: 0, y: 0.5, zoom: 2, turn: 0 }, { at: 1, x: 1, y: 0.5, zoom: 2, turn: 0 }] } as const;
    const cut = someCut([{ length: 5, source: { kind: 'still', asset: someHash('b'), type: 'image/png' }, camera: { ...camera, keys: [...camera.keys] } }]);
    expect([0, 1, 2, 3, 4].map((frame) => planFrame(cut, frame).layers[0]!.view.x)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it('shows titles and captions for exactly their frames, over black too', () => {
    const title = { id: TitleId.parse('00000000-0000-4000-8000-000000000001'), text: 'Harbour', subtitle: '', at: 2, length: 3, place: 'centre', backdrop: 'none' } as const;
    const caption = { id: CaptionId.parse('00000000-0000-4000-8000-000000000002'), start: 4, end: 6, text: 'We sail' };
    const cut = someCut([{ length: 4, gap: 4 }], { titles: [title], captions: [caption] });
    expect([1, 2, 4, 5, 6].map((frame) => planFrame(cut, frame).texts.map(({ kind }) => kind))).toEqual([[], ['title'], ['title', 'caption'], ['caption'], []]);
    expect(planFrame(cut, 2).layers).toEqual([]);
  });
});
