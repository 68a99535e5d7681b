import { crc32, deflateSync } from 'node:zlib';

/**
 * Pixels that depend on the seed and the frame, and on nothing else.
 * @param {number} width @param {number} height @param {number} seed @param {number} frame
 */
export function pixels(width, height, seed, frame) {
  const rgb = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      rgb[at] = (x + seed * 37 + frame * 5) & 255;
      rgb[at + 1] = (y + seed * 11) & 255;
      rgb[at + 2] = ((x ^ y) + frame * 3) & 255;
    }
  }
  return rgb;
}

/**
 * A PNG of RGB bytes.
 * @param {number} width @param {number} height @param {Buffer} rgb
 */
export function png(width, height, rgb) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) rgb.copy(rows, y * (width * 3 + 1) + 1, y * width * 3, (y + 1) * width * 3);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), part('IHDR', head), part('IDAT', deflateSync(rows, { level: 1 })), part('IEND', Buffer.alloc(0))]);
}

/** @param {string} kind @param {Buffer} data */
function part(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const part = Buffer.alloc(body.length + 8);
  part.writeUInt32BE(data.length, 0);
  body.copy(part, 4);
  part.writeUInt32BE(crc32(body), body.length + 4);
  return part;
}

/**
 * An AVI of JPEG pictures, as sd-cli writes previews of several frames.
 * @param {readonly Buffer[]} jpegs
 */
export function avi(jpegs) {
  const frames = jpegs.map((jpeg) => chunk('00dc', jpeg));
  const movi = chunk('LIST', Buffer.concat([Buffer.from('movi', 'latin1'), ...frames]));
  const head = chunk('LIST', Buffer.concat([Buffer.from('hdrl', 'latin1'), chunk('avih', Buffer.alloc(56))]));
  return chunk('RIFF', Buffer.concat([Buffer.from('AVI ', 'latin1'), head, movi, chunk('idx1', Buffer.alloc(16 * jpegs.length))]));
}

/** @param {string} kind @param {Buffer} data */
function chunk(kind, data) {
  const head = Buffer.alloc(8);
  head.write(kind, 0, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
