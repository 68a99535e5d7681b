import { Sha256 } from '#core/schema/ids.ts';

/** SHA-256 of some bytes, in lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Sha256.parse(Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''));
}
