/**
 * CRC-32 as in PNG and zip (ISO 3309; PNG specification, annex D): an unsigned 32-bit integer. It tells bytes that
 * were changed by accident, not those that someone forged.
 */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  // By index: iterating over megabytes takes several times longer.
  for (let i = 0; i < bytes.length; i += 1) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});
