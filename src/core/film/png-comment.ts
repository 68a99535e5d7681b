import { fromUtf8, toUtf8 } from '../domain/bytes/text-bytes.ts';
import { crc32 } from '../domain/bytes/crc32.ts';

/** An `iTXt` chunk up to its text: keyword, not compressed, no language, no translated keyword. */
const BEGINNING = toUtf8('iTXtComment\0\0\0\0\0');
const SIGNATURE = toUtf8('\u0000PNG\r\n\u001a\n').with(0, 0x89);
/** The `IHDR` chunk, which always comes first. */
const HEADER = 25;

/** The PNG with a text inside it, as a chunk `iTXt` named Comment (PNG specification, 11.3.4.5). */
export function withPngComment(png: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const data = [...BEGINNING, ...toUtf8(text)];
  const chunk = new Uint8Array(data.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length - 4);
  chunk.set(data, 4);
  view.setUint32(4 + data.length, crc32(chunk.subarray(4, 4 + data.length)));
  const at = SIGNATURE.length + HEADER;
  const whole = new Uint8Array(png.length + chunk.length);
  whole.set(png.subarray(0, at));
  whole.set(chunk, at);
  whole.set(png.subarray(at), at + chunk.length);
  return whole;
}

/** The text that `withPngComment` put in; undefined where there is none, or the bytes are no PNG. */
export function pngComment(png: Uint8Array): string | undefined {
  if (!startsWith(png, SIGNATURE)) return undefined;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = SIGNATURE.length; at + 12 <= png.length; ) {
    const end = at + 8 + view.getUint32(at);
    const data = png.subarray(at + 4, end);
    if (startsWith(data, BEGINNING)) return readable(data.subarray(BEGINNING.length));
    at = end + 4;
  }
  return undefined;
}

const startsWith = (bytes: Uint8Array, beginning: Uint8Array): boolean =>
  bytes.length >= beginning.length && beginning.every((byte, i) => bytes[i] === byte);

function readable(bytes: Uint8Array): string | undefined {
  try {
    return fromUtf8(bytes);
  } catch {
    return undefined;
  }
}
