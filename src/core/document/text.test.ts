import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { wellFormed, writeText } from './text.ts';

const textOf = (doc: Y.Doc): Y.Text => doc.getText('text');
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('😀', '😁', 'a', 'é', 'ا', '\ud83d')).map((parts) => parts.join('')));

describe('writeText', () => {
  it('says exactly what was wanted, whatever stood there', () => {
    fc.assert(
      fc.property(anyText, anyText, (first, second) => {
        const doc = new Y.Doc();
        writeText(textOf(doc), first);
        expect(textOf(doc).toString()).toBe(wellFormed(first));
        writeText(textOf(doc), second);
        expect(textOf(doc).toString()).toBe(wellFormed(second));
        const other = new Y.Doc();
        Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
        expect(textOf(other).toString()).toBe(wellFormed(second));
      }),
      { numRuns: 500 },
    );
  });

  it('joins what two people type into one text apart', () => {
    const mine = new Y.Doc();
    writeText(textOf(mine), 'a boat on the sea');
    const theirs = new Y.Doc();
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
    writeText(textOf(mine), 'a red boat on the sea');
    writeText(textOf(theirs), 'a boat on the sea at dusk');
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
    expect(textOf(mine).toString()).toBe('a red boat on the sea at dusk');
  });
});
