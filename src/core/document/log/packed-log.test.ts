import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packLog, unpackLog } from './packed-log.ts';

const fault = (reason: string) => expect.objectContaining({ fault: expect.objectContaining({ reason }) });
const bytes = (...values: number[]) => new Uint8Array(values);
const LOG = { entries: [{ bytes: bytes(1, 2, 3), at: 1_800_000_000_000.5 }, { bytes: bytes(), at: 0 }], points: [{ at: 7, snapshot: bytes(9) }] };

describe('a log in a backup', () => {
  it('is what it was, byte for byte', () => {
    const piece = fc.uint8Array({ maxLength: 40 });
    const at = fc.integer({ min: 0, max: 8.64e15 });
    const log = fc.record({ entries: fc.array(fc.record({ bytes: piece, at })), points: fc.array(fc.record({ snapshot: piece, at })) });
    fc.assert(
      fc.property(log, (made) => {
        expect(unpackLog('a', packLog(made))).toEqual(made);
      }),
    );
  });

  it('is laid out as the format says', () => {
    expect([...packLog({ entries: [{ bytes: bytes(5, 6), at: 1 }], points: [] })]).toEqual([
      ...[0x4b, 0x4e, 0x52, 0x4c, 1],
      ...[1, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 5, 6],
    ]);
  });

  it('is refused wherever it is cut off, and with a time that is none', () => {
    const whole = packLog(LOG);
    const ends = [5, 5 + 13 + 3, 5 + 13 + 3 + 13, whole.length];
    for (let length = 0; length < whole.length; length += 1) {
      if (ends.includes(length)) expect(unpackLog('a', whole.slice(0, length)).entries.length).toBeLessThanOrEqual(2);
      else expect(() => unpackLog('a', whole.slice(0, length)), `${length}`).toThrow(fault('backup-damaged'));
    }
    for (const at of [NaN, -1, 1e300]) expect(() => unpackLog('a', packLog({ entries: [{ bytes: bytes(), at }], points: [] }))).toThrow(fault('backup-damaged'));
  });

  it('of a newer form is said to be newer, and kinds of pieces that are unknown are passed over', () => {
    const newer = packLog(LOG);
    newer[4] = 2;
    expect(() => unpackLog('a', newer)).toThrow(fault('backup-newer'));
    const other = packLog(LOG);
    other[5] = 77;
    expect(unpackLog('a', other)).toEqual({ ...LOG, entries: LOG.entries.slice(1) });
  });

  it('of a million changes is refused', () => {
    const many = { entries: Array.from({ length: 100_001 }, () => ({ bytes: bytes(), at: 0 })), points: [] };
    expect(() => unpackLog('a', packLog(many))).toThrow(fault('backup-unsafe'));
    expect(unpackLog('a', packLog({ ...many, entries: many.entries.slice(1) })).entries).toHaveLength(100_000);
  });
});
