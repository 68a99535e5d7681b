/** Whether the bytes are a GIF, PNG or WebP of more than one frame. Other bytes are not. */
export function isAnimated(bytes: Uint8Array): boolean {
  if (begins(bytes, 0, 'GIF8')) return gifFrames(bytes) > 1;
  if (begins(bytes, 1, 'PNG')) return isAnimatedPng(bytes);
  return begins(bytes, 0, 'RIFF') && begins(bytes, 8, 'WEBPVP8X') && (bytes[20]! & 0x02) !== 0;
}

/** APNG: an `acTL` chunk before the first `IDAT`, with more than one frame. */
function isAnimatedPng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; at += view.getUint32(at) + 12) {
    if (begins(bytes, at + 4, 'IDAT')) return false;
    if (begins(bytes, at + 4, 'acTL')) return view.getUint32(at + 8) > 1;
  }
  return false;
}

/** Counts image descriptors, up to two, by walking the blocks (GIF89a, sections 18 to 26). */
function gifFrames(bytes: Uint8Array): number {
  let frames = 0;
  let at = 13 + colourTable(bytes[10]!);
  while (at < bytes.length && frames < 2) {
    const block = bytes[at];
    if (block === 0x2c) {
      frames++;
      at += 10 + colourTable(bytes[at + 9]!) + 1;
    } else if (block === 0x21) {
      at += 2;
    } else {
      break;
    }
    while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
    at++;
  }
  return frames;
}

/** Bytes of the colour table that a packed field announces. */
function colourTable(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 0x07) + 1) : 0;
}

function begins(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
}
