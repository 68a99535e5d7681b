import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packEntries, unpackEntries } from './packed-entries.ts';

describe('entries as a text', () => {
  it('come back as they were', () => {
    const entry = fc.record({ at: fc.integer({ min: 0 }), bytes: fc.uint8Array() });
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        expect(unpackEntries(packEntries(entries))).toEqual(entries);
      }),
    );
  });

  it.each(['', 'null', '[', '[[1]]', '{"at":1}', '[["a","b"]]'])('%s holds none', (text) => expect(unpackEntries(text)).toEqual([]));
});
