import { headerBytes, isSafetensorsHeader, LENGTH_BYTES } from '../pool/safetensors.ts';
import { checkOnnx } from './check-onnx.ts';
import { type ReadBytes, textIn, unsafe } from './unsafe-file.ts';

/** Far more than any model that is known has. */
const MOST_TENSORS = 100_000;
const MOST_KEYS = 10_000;
/** Safetensors headers are read whole. Bytes. */
const LARGEST_HEADER = 25_000_000;
const OBJECT = 0x7b;
const LIST = 0x5b;

/**
 * Looks into a file whose bytes are those that they should be, whether it is what its name says and keeps within its
 * own length and folder. Throws FaultError `model-file-unsafe`; nothing of the file is believed before it was checked.
 */
export async function checkModelFile(path: string, bytes: number, read: ReadBytes): Promise<void> {
  const start = await read(0, 8);
  if (isPickle(start) || isArchive(start)) throw unsafe(path, 'pickle');
  if (/\.onnx$/i.test(path)) await checkOnnx(path, bytes, read);
  if (/\.safetensors$/i.test(path)) return checkSafetensors(path, bytes, start, read);
  if (/\.gguf$/i.test(path)) return checkGguf(path, bytes, await read(0, 24));
  if (/\.json$/i.test(path)) return checkJson(path, start);
}

/** Python's pickles from version 2 on begin with this; they run whatever is in them. */
const isPickle = (start: Uint8Array): boolean => start[0] === 0x80 && start[1]! >= 2 && start[1]! <= 5;
/** PyTorch wraps its pickles in a ZIP. */
const isArchive = (start: Uint8Array): boolean => start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4;

async function checkSafetensors(path: string, bytes: number, start: Uint8Array, read: ReadBytes): Promise<void> {
  const length = headerBytes(start, bytes);
  if (length === undefined || length > LARGEST_HEADER) throw unsafe(path, 'damaged');
  const text = textIn(path, await read(LENGTH_BYTES, length));
  if (!isSafetensorsHeader(text, bytes - LENGTH_BYTES - length)) throw unsafe(path, 'damaged');
}

/** The head alone: the engine that loads it reads all of it with every length checked. */
function checkGguf(path: string, bytes: number, head: Uint8Array): void {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const isGguf = head.length === 24 && view.getUint32(0) === 0x47_47_55_46 && [2, 3].includes(view.getUint32(4, true));
  if (!isGguf || view.getBigUint64(8, true) > MOST_TENSORS || view.getBigUint64(16, true) > MOST_KEYS || bytes < 32) throw unsafe(path, 'damaged');
}

function checkJson(path: string, start: Uint8Array): void {
  const marked = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? start.subarray(3) : start;
  const first = marked.find((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte));
  if (first !== OBJECT && first !== LIST) throw unsafe(path, 'damaged');
}
