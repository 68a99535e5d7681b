import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Nonce, PublicKey } from '../../schema/accelerator/pairing.ts';
import { codeOf, groupedCode, readCode } from './code.ts';
import { type Introduction, transcript } from './transcript.ts';
import { pairingWords } from './words.ts';

describe('a pairing code', () => {
  const bytes = fc.oneof(fc.uint8Array({ minLength: 5, maxLength: 5 }), fc.uint8Array({ minLength: 20, maxLength: 20 }));

  it('is read as it is shown, in whatever case and grouping', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = codeOf(random);
        expect(readCode(groupedCode(code))).toBe(code);
        expect(readCode(` ${code.toLowerCase()} `)).toBe(code);
      }),
    );
  });

  it('is another for other bytes', () => {
    fc.assert(fc.property(bytes, bytes, (a, b) => (codeOf(a) === codeOf(b)) === (a.join() === b.join())));
  });

  it('takes letters for the digits that they look like', () => {
    expect(readCode('o1Il-OOOO')).toBe('01110000');
    expect(groupedCode('01110000')).toBe('0111-0000');
  });

  it.each(['', '0000000', '000000000', 'UUUU-UUUU', '0000-000é', '0000_0000'])('is not %j', (typed) => {
    expect(readCode(typed)).toBeUndefined();
  });
});

describe('a transcript', () => {
  const text = fc.string();
  const said: fc.Arbitrary<Introduction> = fc.record({
    oldest: fc.nat(),
    newest: fc.nat(),
    clientNonce: text as fc.Arbitrary<Nonce>,
    program: text,
    acceleratorKey: text as fc.Arbitrary<PublicKey>,
    acceleratorNonce: text as fc.Arbitrary<Nonce>,
    clientKey: text as fc.Arbitrary<PublicKey>,
    name: text,
  });
  const same = (a: Uint8Array, b: Uint8Array) => a.join() === b.join();

  it('is the same for the same only, wherever one field ends and the next begins', () => {
    fc.assert(
      fc.property(said, said, (a, b) => {
        const isSame = JSON.stringify(Object.values(a)) === JSON.stringify(Object.values(b));
        expect(same(transcript('words', a), transcript('words', b))).toBe(isSame);
      }),
    );
    const opening = { oldest: 1, newest: 1, clientNonce: 'a' as Nonce, program: 'bc', acceleratorKey: '' as PublicKey, acceleratorNonce: '' as Nonce };
    expect(same(transcript('words', opening), transcript('words', { ...opening, clientNonce: 'ab' as Nonce, program: 'c' }))).toBe(false);
  });

  it('of one purpose is none of another', () => {
    fc.assert(fc.property(said, (a) => !same(transcript('client knows the code', a), transcript('accelerator knows the code', a))));
  });
});

it('every byte has a word of its own', () => {
  const all = Array.from({ length: 256 }, (_, byte) => pairingWords(Uint8Array.of(byte, 0, 0, 0))[0]);
  expect(new Set(all).size).toBe(256);
  expect(pairingWords(Uint8Array.of(0, 255, 1, 2, 3, 4))).toHaveLength(4);
});
