import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { gguf, ggufText, safetensors } from '../../../tests/stand-ins/sd-cli/model-files.ts';
import { readModelFile } from './model-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'kinora-gguf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NAME = 'Wan2.2-TI2V-5B-Q8_0.gguf';

/** What is said of a file with these bytes: nothing where it can be used. */
async function faultOf(bytes: Uint8Array): Promise<string | undefined> {
  const file = path.join(folder, NAME);
  writeFileSync(file, bytes);
  try {
    await readModelFile(file, 'ti2v');
    return undefined;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const { reason, facts } = error.fault;
    return [reason, facts.problem].filter(Boolean).join(': ');
  }
}

/** A copy with some bytes written over. */
function bent(bytes: Buffer, at: number, over: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(over, at);
  return copy;
}
const u64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
};
const list = (kind: number, length: bigint, ...items: Buffer[]) => ({ kind: 9, bytes: Buffer.concat([Buffer.of(kind, 0, 0, 0), u64(length), ...items]) });

describe('GGUF files', () => {
  it('takes one that is whole, with lists and numbers of every kind', async () => {
    const keys = {
      words: list(8, 3n, ggufText('a'), ggufText(''), ggufText('c'.repeat(300))),
      scores: list(6, 2n, Buffer.alloc(8)),
      'general.alignment': { kind: 4, bytes: Buffer.of(64, 0, 0, 0) },
      flag: { kind: 7, bytes: Buffer.of(1) },
      big: { kind: 10, bytes: u64(5n) },
    };
    expect(await faultOf(gguf())).toBeUndefined();
    expect(await faultOf(Buffer.concat([gguf({ keys }), Buffer.alloc(64)]))).toBeUndefined();
    expect(await faultOf(gguf({ version: 2 }))).toBeUndefined();
  });

  const whole = gguf();
  const architectureAt = 24;
  const cases: Record<string, [Buffer, RegExp]> = {
    'of no bytes': [Buffer.alloc(0), /^file-empty/],
    'of another kind': [Buffer.from('PK\u0003\u0004 something that is zipped'), /^file-unreadable: it is neither GGUF nor safetensors/],
    'of an unknown version': [gguf({ version: 9 }), /GGUF version is 9/],
    'of the other byte order': [bent(whole, 4, Buffer.of(0, 0, 0, 3)), /GGUF version is 50331648/],
    'of a million tensors': [bent(whole, 8, u64(1_000_000n)), /1000000 tensors/],
    'of more tensors than numbers can say': [bent(whole, 8, u64(0xffff_ffff_ffff_ffffn)), /18446744073709551615 tensors/],
    'of a billion keys': [bent(whole, 16, u64(1_000_000_000n)), /1000000000 keys/],
    'with a key longer than any': [bent(whole, architectureAt, u64(1n << 40n)), /bytes of a key/],
    'with a key longer than the file': [bent(whole, architectureAt, u64(60_000n)), /^model-file-truncated/],
    'with a value of an unknown kind': [gguf({ keys: { odd: { kind: 77, bytes: Buffer.alloc(8) } } }), /unknown kind 77/],
    'with a list of lists': [gguf({ keys: { odd: list(9, 1n, Buffer.alloc(12)) } }), /unknown kind 9/],
    'with a list of a billion words': [gguf({ keys: { odd: list(8, 1_000_000_000n) } }), /values in a list/],
    'with a list longer than the file': [gguf({ keys: { odd: list(8, 4_000_000n, ggufText('a')) } }), /./],
    'with an alignment of nothing': [gguf({ keys: { 'general.alignment': { kind: 4, bytes: Buffer.alloc(4) } } }), /alignment is 0/],
    'that calls itself something else': [gguf({ architecture: 'flux' }), /inside it calls itself "flux"/],
    'cut in its header': [whole.subarray(0, 90), /^model-file-truncated/],
    'cut in its data': [whole.subarray(0, whole.length - 30), /^model-file-truncated/],
  };
  it.each(Object.entries(cases))('refuses one %s', async (_, [bytes, words]) => {
    expect(await faultOf(bytes)).toMatch(words);
  });

  it('refuses tensors whose sizes cannot be', async () => {
    const at = whole.indexOf('blocks.0.weight') + 'blocks.0.weight'.length;
    expect(await faultOf(bent(whole, at, Buffer.of(5, 0, 0, 0)))).toMatch(/has 5 dimensions/);
    expect(await faultOf(bent(whole, at, Buffer.of(0, 0, 0, 0)))).toMatch(/has 0 dimensions/);
    expect(await faultOf(bent(whole, at + 4, u64(0n)))).toMatch(/has no size that can be/);
    expect(await faultOf(bent(whole, at + 4, Buffer.concat([u64(1n << 52n), u64(1n << 52n)])))).toMatch(/has no size that can be/);
    expect(await faultOf(bent(whole, at + 24, u64(1n << 50n)))).toMatch(/^model-file-truncated/);
  });

  it('answers with a fault, never with anything else, whatever bytes are bent', async () => {
    const bends = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(bends, fc.integer({ min: 0, max: whole.length }), async (places, length) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of places) bytes[at] = value;
        await faultOf(bytes.subarray(0, length));
      }),
      { numRuns: 300 },
    );
  });

  it('is through with a list of a million words in a moment', async () => {
    const words = Buffer.alloc(9 * 1_000_000);
    for (let at = 0; at < words.length; at += 9) words[at] = 1;
    const begun = performance.now();
    expect(await faultOf(gguf({ keys: { words: list(8, 1_000_000n, words) } }))).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('refuses a header that goes on for ever', async () => {
    const keys = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`key${i}`, list(4, 3_500_000n, Buffer.alloc(14_000_000))]));
    expect(await faultOf(gguf({ keys }))).toMatch(/its header has no end/);
  });
});

describe('safetensors files', () => {
  it('takes one that is whole, whatever its name ends in, and none that is not', async () => {
    expect(await faultOf(safetensors(8))).toBeUndefined();
    expect(await faultOf(safetensors(8).subarray(0, -1))).toMatch(/does not fit its bytes/);
    expect(await faultOf(Buffer.concat([u64(1n << 60n), Buffer.alloc(100)]))).toMatch(/neither GGUF nor safetensors/);
    expect(await faultOf(Buffer.concat([u64(40n), Buffer.from('{'.repeat(40))]))).toMatch(/does not fit its bytes/);
  });

  it('takes none whose weights are scaled: sd-cli would make white pictures of it without a word', async () => {
    expect(await faultOf(safetensors(8, 'blocks.0.self_attn.q.scale_weight'))).toMatch(/its weights are scaled/);
    expect(await faultOf(safetensors(8, 'blocks.0.weight_scale_of_nothing'))).toBeUndefined();
  });
});
