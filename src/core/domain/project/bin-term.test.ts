import { describe, expect, it } from 'vitest';
import { binnedAt, daysInBin, isOverdue } from './bin-term.ts';

const DAY = 24 * 60 * 60 * 1000;
const PUT = 1_790_000_000_000;

describe('the term of the bin', () => {
  it.each([
    [0, 30],
    [1, 30],
    [DAY, 29],
    [29.5 * DAY, 1],
    [30 * DAY - 1, 1],
    [30 * DAY, 0],
    [400 * DAY, 0],
  ])('after %i ms leaves %i days of thirty', (lain, left) => {
    expect(daysInBin({ deletedAt: PUT }, 30, PUT + lain)).toBe(left);
    expect(isOverdue({ deletedAt: PUT }, 30, PUT + lain)).toBe(left === 0);
  });

  it('is whole again when the clock is set back to before the take was put there', () => {
    expect(daysInBin({ deletedAt: PUT }, 30, PUT - 500 * DAY)).toBe(30);
    expect(isOverdue({ deletedAt: PUT }, 1, PUT - 1)).toBe(false);
  });

  it('begins with the newest take when the clock is set back, so that setting it right ends nothing', () => {
    expect(binnedAt(PUT, { createdAt: PUT - DAY })).toBe(PUT);
    expect(binnedAt(PUT, undefined)).toBe(PUT);
    const deletedAt = binnedAt(PUT - 365 * DAY, { createdAt: PUT });
    expect(isOverdue({ deletedAt }, 30, PUT + DAY)).toBe(false);
  });

  it('does not run for what is not in the bin', () => {
    expect(daysInBin({}, 30, PUT)).toBeUndefined();
    expect(isOverdue({}, 1, PUT)).toBe(false);
  });
});
