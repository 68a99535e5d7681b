import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Metadata } from 'sharp';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { Picture } from '#core/schema/request.ts';
import { nodeDigest } from '../engines/onnx/digest.ts';

/** The largest file that is opened, in bytes. */
const BYTES_LIMIT = 50_000_000;
/** The most pixels that are decoded: a small file may unfold into gigabytes. */
const PIXELS_LIMIT = 100_000_000;

const FORMATS = ['png', 'jpeg', 'webp'];

/**
 * Reads a PNG, JPEG or WebP file as the camera held it and crops it about its middle to
 * `width × height`, so that it covers the film. What is transparent becomes white.
 * Throws FaultError `picture-unreadable`, `picture-too-large` or `picture-animated`.
 */
export async function readPicture(file: string, width: number, height: number): Promise<Picture> {
  const name = path.basename(file);
  return decodePicture(await load(file, name), name, width, height);
}

/** The same for the bytes of a file. `name` stands in the fault. */
export async function decodePicture(bytes: Buffer, name: string, width: number, height: number): Promise<Picture> {
  const head = await readHead(bytes, name);
  if (head.width * head.height > PIXELS_LIMIT) {
    const { width, height } = head;
    throw new FaultError('picture-too-large', { file: name, width, height, limit: `${PIXELS_LIMIT / 1e6} megapixels` });
  }
  if ((head.pages ?? 1) > 1 || isAnimatedPng(bytes)) throw new FaultError('picture-animated', { file: name });
  if (!FORMATS.includes(head.format)) throw new FaultError('picture-unreadable', { file: name });
  try {
    const rgb = await sharp(bytes, { limitInputPixels: PIXELS_LIMIT, failOn: 'error' })
      .autoOrient()
      .resize(width, height, { fit: 'cover', kernel: 'lanczos3' })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    return { width, height, rgb: Uint8Array.from(rgb), sha256: Sha256.parse(await nodeDigest(bytes)) };
  } catch (cause) {
    throw new FaultError('picture-unreadable', { file: name }, { cause });
  }
}

async function load(file: string, name: string): Promise<Buffer> {
  const { size } = await stat(file);
  if (size > BYTES_LIMIT) throw new FaultError('picture-too-large', { file: name, limit: `${BYTES_LIMIT / 1e6} MB` });
  return readFile(file);
}

/** Width, height and frames from the first bytes: nothing is decoded. */
async function readHead(bytes: Buffer, name: string): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new FaultError('picture-unreadable', { file: name }, { cause });
  }
}

/** An animated PNG announces itself by an `acTL` chunk before its first picture data. */
function isAnimatedPng(bytes: Buffer): boolean {
  let at = 8;
  while (at + 8 <= bytes.length) {
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (kind === 'acTL') return bytes.subarray(1, 4).equals(Buffer.from('PNG'));
    if (kind === 'IDAT') return false;
    // Length, kind and checksum take twelve bytes beside the data.
    at += 12 + bytes.readUInt32BE(at);
  }
  return false;
}
