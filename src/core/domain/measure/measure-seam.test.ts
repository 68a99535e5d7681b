import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blurred, flat, landscape } from '../../../../tests/fixtures/measured-pictures.ts';
import { Grade } from '../../schema/grade.ts';
import type { Frame } from './frame.ts';
import { graded, NO_GRADE } from './grade-frame.ts';
import { matchColours } from './match-colours.ts';
import { hardness, measureSeam, type SeamSide } from './measure-seam.ts';
import { toOklab } from './oklab.ts';

const RATE = 24;
const side = (...frames: readonly Frame[]): SeamSide => ({ frames, rate: RATE });
const moving = (step: number, light?: readonly [number, number, number]) =>
  side(...[0, 1, 2, 3].map((i) => landscape({ x: i * step, ...(light && { light }) })));

describe('measureSeam', () => {
  it('calls a cut within one shot smooth', () => {
    const seam = measureSeam(moving(2), moving(2));
    expect(seam).toMatchObject({ verdict: 'smooth', sentence: 'Smooth: colour, brightness and motion go on.' });
    expect(seam.colour.size + seam.brightness.size).toBeLessThan(0.01);
  });

  it('sees another colour, and grows with it', () => {
    const sizes = [0, 12, 30, 60].map((red) => measureSeam(moving(0), moving(0, [red, 0, -red])).colour);
    expect(sizes.map(({ size }) => size)).toEqual(sizes.map(({ size }) => size).toSorted((a, b) => a - b));
    expect(sizes.map(({ verdict }) => verdict)).toEqual(['smooth', 'smooth', 'noticeable', 'hard']);
  });

  it('sees light, and says which way', () => {
    expect(measureSeam(moving(0), moving(0, [60, 60, 60])).sentence).toBe('Hard: it becomes much brighter.');
    expect(measureSeam(moving(0, [30, 30, 30]), moving(0)).sentence).toBe('Noticeable: it becomes darker.');
  });

  it('sees motion that sets in, stops or turns around', () => {
    expect(measureSeam(moving(0), moving(5)).sentence).toBe('Hard: the motion sets in at once.');
    expect(measureSeam(moving(3), moving(0)).sentence).toBe('Noticeable: the motion stops at once.');
    expect(measureSeam(moving(3), moving(-3)).sentence).toBe('Hard: the motion turns around.');
    expect(measureSeam(moving(3), moving(-3)).motion.size).toBeCloseTo((6 / 160) * RATE, 0);
  });

  it('is hard in one number exactly where its verdict is', () => {
    for (const by of [0, 10, 25, 40, 90]) {
      const seam = measureSeam(moving(0), moving(0, [by, by, by]));
      expect(hardness(seam) === 1).toBe(seam.verdict === 'hard');
    }
    expect(hardness(measureSeam(moving(0), moving(0)))).toBe(0);
  });

  it('takes a still as one that goes nowhere', () => {
    expect(measureSeam(side(landscape()), side(landscape())).verdict).toBe('smooth');
  });
});

describe('toOklab', () => {
  // The corners as the paper's own table has them.
  it.each([
    [[255, 255, 255], [1, 0, 0]],
    [[255, 0, 0], [0.628, 0.225, 0.126]],
    [[0, 0, 255], [0.452, -0.032, -0.312]],
    [[0, 0, 0], [0, 0, 0]],
  ] as const)('%j', ([r, g, b], [l, a, yellow]) => {
    const lab = toOklab(r, g, b);
    expect(lab.l).toBeCloseTo(l, 3);
    expect(lab.a).toBeCloseTo(a, 3);
    expect(lab.b).toBeCloseTo(yellow, 3);
  });
});

describe('graded', () => {
  it('does value · gain + lift, held', () => {
    const { rgb } = graded(flat([100, 200, 10], 1, 1), { gain: [1, 2, 1], lift: [0.1, 0, -0.2] });
    expect([...rgb]).toEqual([126, 255, 0]);
  });

  it('leaves a frame as it is without one', () => {
    const frame = landscape();
    expect(graded(frame, null)).toBe(frame);
    expect(graded(frame, NO_GRADE).rgb).toEqual(frame.rgb);
  });
});

describe('matchColours', () => {
  const jumpOf = (from: Frame, to: Frame) => {
    const { colour, brightness } = measureSeam(side(to), side(from));
    return Math.hypot(colour.size, brightness.size);
  };
  const light = fc.tuple(fc.integer({ min: -70, max: 70 }), fc.integer({ min: -70, max: 70 }), fc.integer({ min: -70, max: 70 }));
  const frames = fc.record({ scene: fc.integer({ min: 1, max: 9 }), light, soft: fc.integer({ min: 0, max: 3 }) }).map(({ soft, ...drawn }) => blurred(landscape({ width: 64, height: 48, ...drawn }), soft));
  const bytes = fc.uint8Array({ minLength: 12 * 8 * 3, maxLength: 12 * 8 * 3 }).map((rgb): Frame => ({ width: 12, height: 8, rgb }));

  it('never makes a seam worse, whatever the pictures, and stays a grade', () => {
    fc.assert(
      fc.property(fc.oneof(frames, bytes), fc.oneof(frames, bytes), (from, to) => {
        const grade = matchColours(from, to);
        expect(Grade.safeParse(grade).error).toBeUndefined();
        expect(jumpOf(graded(from, grade), to)).toBeLessThanOrEqual(jumpOf(from, to));
      }),
      { numRuns: 60 },
    );
  });

  it('takes most of a jump of colour away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), light, (scene, away) => {
        const [from, to] = [landscape({ width: 64, height: 48, scene, light: away }), landscape({ width: 64, height: 48, scene: 10 - scene })];
        const before = jumpOf(from, to);
        fc.pre(before > 0.05);
        expect(jumpOf(graded(from, matchColours(from, to)), to)).toBeLessThan(before / 2);
      }),
      { numRuns: 60 },
    );
  });

  it('changes nothing where nothing differs', () => {
    expect(matchColours(landscape(), landscape())).toEqual(NO_GRADE);
  });
});
