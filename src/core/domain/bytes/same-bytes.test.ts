import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sameBytes } from './same-bytes.ts';

it('tells bytes that are the same from those that are not', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), fc.nat(), (one, other, at) => {
      expect(sameBytes(one, one.slice())).toBe(true);
      expect(sameBytes(one, other)).toBe(one.join() === other.join() && one.length === other.length);
      if (one.length === 0) return;
      const changed = one.slice();
      changed[at % one.length]! ^= 1;
      expect(sameBytes(one, changed)).toBe(false);
      expect(sameBytes(one, one.subarray(1))).toBe(false);
    }),
  );
});
