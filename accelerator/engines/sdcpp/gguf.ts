import { FaultError } from '#core/schema/fault.ts';
import type { ByteWindow } from './byte-window.ts';

/** What the header of a GGUF file tells. */
export interface GgufHeader {
  /** `general.architecture`, for example `wan` or `t5encoder`; undefined where the file does not say. */
  readonly architecture: string | undefined;
  readonly tensors: number;
  /** Bytes that the file must at least have, by what its header says. */
  readonly bytes: number;
}

/** Far more than any model that is known has. */
const MOST_TENSORS = 100_000;
const MOST_KEYS = 10_000;
const LONGEST_KEY = 65_535;
const LONGEST_NAME = 255;
const MOST_DIMENSIONS = 4;
/** Bytes of the longest text, and of a list: an encoder's vocabulary has some millions. */
const LONGEST_TEXT = 16_000_000;
const LONGEST_LIST = 4_000_000;

/** Bytes of a value of each kind; texts and lists have none of their own. */
const VALUE_BYTES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const TEXT = 8;
const LIST = 9;
const UINT32 = 4;

/** Of each kind of tensor: numbers in a block, and bytes of it. */
const BLOCKS: Readonly<Record<number, readonly [numbers: number, bytes: number]>> = {
  ...{ 0: [1, 4], 1: [1, 2], 2: [32, 18], 3: [32, 20], 6: [32, 22], 7: [32, 24], 8: [32, 34], 9: [32, 36] },
  ...{ 10: [256, 84], 11: [256, 110], 12: [256, 144], 13: [256, 176], 14: [256, 210], 15: [256, 292] },
  ...{ 16: [256, 66], 17: [256, 74], 18: [256, 98], 19: [256, 50], 20: [32, 18], 21: [256, 110], 22: [256, 82], 23: [256, 136] },
  ...{ 24: [1, 1], 25: [1, 2], 26: [1, 4], 27: [1, 8], 28: [1, 8], 29: [256, 56], 30: [1, 2], 34: [256, 54], 35: [256, 66], 39: [32, 17] },
};

/**
 * Reads the header of a GGUF file, every length in it checked against limits and the file's own size before it is
 * believed. Throws FaultError `file-unreadable` with `problem`, or `model-file-truncated` where data are missing.
 */
export async function readGguf(window: ByteWindow, file: string): Promise<GgufHeader> {
  const bad = (problem: string) => new FaultError('file-unreadable', { file, problem });
  const count = async (what: string, most: number): Promise<number> => {
    const value = await window.uint64();
    if (value > BigInt(most)) throw bad(`it says that it has ${value} ${what}`);
    return Number(value);
  };
  const text = async (what: string, longest: number): Promise<string> => window.text(await count(`bytes of ${what}`, longest));

  if ((await window.text(4)) !== 'GGUF') throw bad('it is no GGUF file');
  const version = await window.uint32();
  if (version !== 2 && version !== 3) throw bad(`its GGUF version is ${version}`);
  const tensors = await count('tensors', MOST_TENSORS);
  const keys = await count('keys', MOST_KEYS);

  let architecture: string | undefined;
  let alignment = 32;
  for (let i = 0; i < keys; i += 1) {
    const key = await text('a key', LONGEST_KEY);
    const kind = await window.uint32();
    if (key === 'general.architecture' && kind === TEXT) architecture = await text('a name', LONGEST_NAME);
    else if (key === 'general.alignment' && kind === UINT32) alignment = await window.uint32();
    else await skipValue(kind);
  }
  if (alignment < 8 || alignment > 65_536 || alignment % 8 !== 0) throw bad(`its alignment is ${alignment}`);

  let data = 0;
  for (let i = 0; i < tensors; i += 1) data = Math.max(data, await tensorEnd());
  const bytes = Math.ceil(window.position / alignment) * alignment + data;
  if (bytes > window.size) throw new FaultError('model-file-truncated', { file, expected: bytes, found: window.size });
  return { architecture, tensors, bytes };

  async function skipValue(kind: number): Promise<void> {
    if (kind === TEXT) return window.skip(await count('bytes of text', LONGEST_TEXT));
    if (kind !== LIST) return window.skip(bytesOf(kind));
    const item = await window.uint32();
    const length = await count('values in a list', LONGEST_LIST);
    if (item !== TEXT) return window.skip(bytesOf(item) * length);
    for (let i = 0; i < length; i += 1) await window.skip(await count('bytes of text', LONGEST_TEXT));
  }

  function bytesOf(kind: number): number {
    const bytes = Object.hasOwn(VALUE_BYTES, kind) ? VALUE_BYTES[kind] : undefined;
    if (bytes === undefined) throw bad(`it has a value of the unknown kind ${kind}`);
    return bytes;
  }

  /** Where a tensor ends, counted from the first one's begin. */
  async function tensorEnd(): Promise<number> {
    const name = await text('a name', LONGEST_NAME);
    const dimensions = await window.uint32();
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) throw bad(`its tensor ${name} has ${dimensions} dimensions`);
    let numbers = 1;
    for (let i = 0; i < dimensions; i += 1) numbers *= await count('numbers in a row', Number.MAX_SAFE_INTEGER);
    const kind = await window.uint32();
    const from = await count('bytes before a tensor', Number.MAX_SAFE_INTEGER);
    // A kind that is not known here may be known to sd-cli: of it only the begin can be checked.
    const [perBlock, perBlockBytes] = (Object.hasOwn(BLOCKS, kind) ? BLOCKS[kind] : undefined) ?? [1, 0];
    const end = from + (numbers / perBlock) * perBlockBytes;
    if (!Number.isSafeInteger(Math.ceil(end)) || numbers < 1) throw bad(`its tensor ${name} has no size that can be`);
    return Math.ceil(end);
  }
}
