import { crc32 } from '../../domain/bytes/crc32.ts';

/** Five bytes before an update: the version of this frame and the CRC-32 of the update, big-endian. */
const HEADER = 5;
const FRAME = 1;

/** An update as it is kept: with what tells later whether it is still what was written. */
export function seal(update: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(HEADER + update.length);
  sealed[0] = FRAME;
  new DataView(sealed.buffer).setUint32(1, crc32(update));
  sealed.set(update, HEADER);
  return sealed;
}

/** The update; undefined where the bytes are not what was written. */
export function unseal(sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < HEADER || sealed[0] !== FRAME) return undefined;
  const update = sealed.subarray(HEADER);
  const written = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength).getUint32(1);
  return crc32(update) === written ? update : undefined;
}
