import { z } from 'zod';

/** The length of the header stands in so many bytes before it, little-endian. */
export const LENGTH_BYTES = 8;
/** A larger header is refused unread. Bytes; safetensors itself allows 100,000,000. */
const LARGEST_HEADER = 25_000_000;

/** Bits of one number of each kind. */
const BITS: Readonly<Record<string, number>> = {
  ...{ F64: 64, I64: 64, U64: 64, F32: 32, I32: 32, U32: 32, F16: 16, BF16: 16, I16: 16, U16: 16 },
  ...{ I8: 8, U8: 8, BOOL: 8, F8_E4M3: 8, F8_E5M2: 8, F8_E8M0: 8, F6_E2M3: 6, F6_E3M2: 6, F4: 4 },
};

const Metadata = z.record(z.string(), z.string());
const Tensor = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()).max(64),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

/** How long the header is, from the first bytes of a file of `size` bytes; undefined where it cannot be one. */
export function headerBytes(start: Uint8Array, size: number): number | undefined {
  if (start.length < LENGTH_BYTES) return undefined;
  const length = new DataView(start.buffer, start.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  return length >= 2n && length <= BigInt(Math.min(LARGEST_HEADER, size - LENGTH_BYTES)) ? Number(length) : undefined;
}

/**
 * Whether a header, as text, describes a safetensors file with `dataBytes` bytes behind it: at least one
 * tensor, each as long as its shape and kind say, one behind the other without a gap to the very end.
 */
export function isSafetensorsHeader(text: string, dataBytes: number): boolean {
  const entries = objectEntries(text);
  if (!entries) return false;
  const spans: (readonly [from: number, to: number])[] = [];
  for (const [name, value] of entries) {
    if (name === '__metadata__') {
      if (!Metadata.safeParse(value).success) return false;
      continue;
    }
    const tensor = Tensor.safeParse(value);
    if (!tensor.success || !isItsSize(tensor.data)) return false;
    spans.push(tensor.data.data_offsets);
  }
  spans.sort(([a, aEnd], [b, bEnd]) => a - b || aEnd - bEnd);
  let end = 0;
  for (const [from, to] of spans) {
    if (from !== end) return false;
    end = to;
  }
  return spans.length > 0 && end === dataBytes;
}

/** The shapes of the tensors in a header that `isSafetensorsHeader` has seen, by their names. */
export const tensorShapes = (text: string): ReadonlyMap<string, readonly number[]> =>
  new Map((objectEntries(text) ?? []).filter(([name]) => name !== '__metadata__').map(([name, tensor]) => [name, (tensor as z.infer<typeof Tensor>).shape]));

/** Whether a header speaks of more bytes than there are behind it: the file ends early. */
export const isCutShort = (text: string, dataBytes: number): boolean =>
  (objectEntries(text) ?? []).some(([, value]) => {
    const tensor = Tensor.safeParse(value);
    return tensor.success && tensor.data.data_offsets[1] > dataBytes;
  });

/** What a file is that should be a safetensors file and is none. */
export type NoSafetensors = 'empty' | 'pickle' | 'gguf' | 'page' | 'pointer' | 'cut' | 'header';

/** From its first bytes, some dozens. `size`: of the whole file. */
export function whyNoSafetensors(start: Uint8Array, size: number): NoSafetensors {
  if (size === 0) return 'empty';
  const words = String.fromCharCode(...start.subarray(0, 64));
  // PyTorch's own files are zips or pickles, which may run code when they are read.
  if (words.startsWith('PK\u0003\u0004') || (start[0] === 0x80 && (start[1] ?? 0) >= 2 && (start[1] ?? 0) <= 5)) return 'pickle';
  if (words.startsWith('GGUF')) return 'gguf';
  if (/^\s*<(!doctype|html|\?xml)/i.test(words)) return 'page';
  if (words.startsWith('version https://git-lfs')) return 'pointer';
  if (start.length < LENGTH_BYTES) return 'cut';
  const length = new DataView(start.buffer, start.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  return length <= BigInt(LARGEST_HEADER) && length > BigInt(size - LENGTH_BYTES) ? 'cut' : 'header';
}

function objectEntries(text: string): [string, unknown][] | undefined {
  try {
    const header: unknown = JSON.parse(text);
    return typeof header === 'object' && header !== null && !Array.isArray(header) ? Object.entries(header) : undefined;
  } catch {
    return undefined;
  }
}

function isItsSize({ dtype, shape, data_offsets: [from, to] }: z.infer<typeof Tensor>): boolean {
  const bits = Object.hasOwn(BITS, dtype) ? BITS[dtype]! : 0;
  const wanted = shape.reduce((count, side) => count * side, bits);
  return bits > 0 && Number.isSafeInteger(wanted) && wanted === (to - from) * 8;
}
