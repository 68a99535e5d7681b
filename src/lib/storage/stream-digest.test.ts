import { expect, it } from 'vitest';
import { portionsOf, sha256OfFile, streamingSha256 } from './stream-digest.ts';

it('hashes what comes in portions as one', async () => {
  const hash = await streamingSha256();
  for (let i = 0; i < 1000; i++) hash.update(new TextEncoder().encode('a'.repeat(1000)));
  // FIPS 180-2, appendix B.3: a million times "a".
  expect(hash.digest()).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
});

it('never holds more than a portion of a file, however large it is, and stops when it is told', async () => {
  let most = 0;
  const size = 5 * 2 ** 30;
  const file = {
    size,
    slice(from: number, to: number) {
      most = Math.max(most, to - from);
      return new Blob([new Uint8Array(to - from)]);
    },
  } as unknown as Blob;
  let portions = 0;
  let read = 0;
  for await (const bytes of portionsOf(file)) {
    read += bytes.length;
    if (++portions === 20) break;
  }
  expect([read, most]).toEqual([20 * 2 ** 22, 2 ** 22]);
  const shares: number[] = [];
  expect(await sha256OfFile(file, (share) => shares.push(share) < 3)).toBeUndefined();
  expect(shares).toEqual([1, 2, 3].map((n) => (n * 2 ** 22) / size));
});
