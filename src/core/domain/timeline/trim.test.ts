import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT } from '../../schema/transition.ts';
import { layOut } from './timeline.ts';
import { slip, trimEnd, trimStart } from './trim.ts';

const clip = fc.record({
  length: fc.integer({ min: 1, max: 100 }),
  gap: fc.nat(30),
  sourceStart: fc.nat(30),
});
const by = fc.integer({ min: -120, max: 120 });
const source = fc.option(fc.integer({ min: 1, max: 160 }), { nil: undefined });

describe('trimming', () => {
  it('keeps everything else where it is without ripple, and moves all of it alike with ripple', () => {
    fc.assert(
      fc.property(clip, clip, by, fc.boolean(), fc.boolean(), source, (one, next, amount, head, ripple, frames) => {
        const film = (a: typeof one, gap = next.gap) =>
          layOut([{ ...a, transition: CUT }, { ...next, gap, transition: CUT }]);
        const before = film(one);
        const shift = ripple ? amount : 0;
        if (head) {
          const trimmed = trimStart(one, amount, { ripple, source: frames });
          if (!trimmed.ok) return;
          const after = film(trimmed.value);
          expect(after[0]?.end).toBe((before[0]?.end ?? 0) - shift);
          expect(after[1]?.start).toBe((before[1]?.start ?? 0) - shift);
          expect(Object.values(trimmed.value).every((value) => value >= 0)).toBe(true);
        } else {
          const trimmed = trimEnd(one, amount, next.gap, { ripple, source: frames });
          if (!trimmed.ok) return;
          const after = film({ ...one, length: trimmed.value.length }, trimmed.value.gapAfter);
          expect(after[0]?.start).toBe(before[0]?.start);
          expect(after[1]?.start).toBe((before[1]?.start ?? 0) - shift);
          expect(trimmed.value.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('offers the nearest that can be had', () => {
    const one = { length: 10, gap: 3, sourceStart: 4 };
    expect(trimStart(one, 10, { ripple: true })).toEqual({ ok: false, fault: { reason: 'length-invalid', nearest: 1 } });
    expect(trimStart(one, -4, { ripple: false })).toEqual({ ok: false, fault: { reason: 'length-invalid', nearest: 13 } });
    expect(trimStart(one, -5, { ripple: true, source: 40 })).toEqual({ ok: false, fault: { reason: 'no-handle', nearest: 0 } });
    expect(trimStart(one, -5, { ripple: true })).toEqual({ ok: true, value: { length: 15, gap: 3, sourceStart: 0 } });
    expect(trimEnd(one, -7, 5, { ripple: false })).toEqual({ ok: false, fault: { reason: 'length-invalid', nearest: 15 } });
    expect(trimEnd(one, -7, 5, { ripple: true, source: 16 })).toEqual({ ok: false, fault: { reason: 'length-invalid', nearest: 12 } });
    expect(trimEnd(one, -7, undefined, { ripple: false })).toEqual({ ok: true, value: { length: 17, gapAfter: undefined } });
  });
});

describe('slip', () => {
  it('stays within the take', () => {
    fc.assert(
      fc.property(clip, by, fc.integer({ min: 1, max: 160 }), (one, amount, frames) => {
        const slipped = slip(one, amount, frames);
        const start = slipped.ok ? slipped.value.sourceStart : (slipped.fault as { nearest: number }).nearest;
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start).toBeLessThanOrEqual(Math.max(0, frames - one.length));
        if (slipped.ok) expect(slipped.value).toEqual({ ...one, sourceStart: one.sourceStart + amount });
      }),
    );
  });

  it('needs a take', () => {
    expect(slip({ length: 5, gap: 0, sourceStart: 0 }, 1, undefined)).toEqual({ ok: false, fault: { reason: 'no-take-selected' } });
  });
});
