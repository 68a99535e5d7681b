import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { gatherFile } from './gathered-file.ts';

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const BYTES = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

async function gather(total: number, mostAtOnce: number, chunks: readonly Uint8Array<ArrayBuffer>[]) {
  const file = await gatherFile(total, mostAtOnce);
  for (const chunk of chunks) file.add(chunk);
  const { blob, hash } = await file.done();
  return { size: file.size, hash, bytes: new Uint8Array(await blob.arrayBuffer()) };
}

const inChunks = (size: number) => Array.from({ length: Math.ceil(BYTES.length / size) }, (_, i) => BYTES.slice(i * size, (i + 1) * size));

it.each([
  ['in one piece', 1000, 1000],
  ['as it comes, where it is too large for one', 1000, 999],
  ['as it comes, where nobody said how large it is', 0, 1000],
])('is gathered and hashed %s', async (_how, total, mostAtOnce) => {
  expect(await gather(total, mostAtOnce, inChunks(64))).toEqual({ size: 1000, hash: hashOf(BYTES), bytes: BYTES });
});

it('has another hash where more or less comes than was announced', async () => {
  expect((await gather(1000, 1000, inChunks(64).slice(1))).hash).not.toBe(hashOf(BYTES));
  expect((await gather(900, 1000, inChunks(64))).size).toBe(1000);
  expect((await gather(900, 1000, inChunks(64))).hash).not.toBe(hashOf(BYTES));
});
