/** What the first bytes of a file say that it is. */
export type FileSignature = 'picture' | 'media' | 'lora' | 'unknown';

/** How many bytes of a file must be looked at. */
export const SIGNATURE_BYTES = 16;

/** The largest header that a LoRA's file can have: safetensors allows no more. Bytes. */
const LARGEST_HEADER = 100_000_000;

/**
 * Tells by its first bytes what a file is, whatever its name says. `size`: of the whole file, in bytes.
 * Whether it is whole is for whoever decodes it.
 */
export function fileSignature(head: Uint8Array, size: number): FileSignature {
  const says = saysIn(head);
  if (pictureType(head)) return 'picture';
  if (says('ftyp', 4) || says('\x1a\x45\xdf\xa3') || says('OggS') || says('fLaC') || says('ID3')) return 'media';
  if (says('RIFF') && says('WAVE', 8)) return 'media';
  if (isSafetensors(head, size)) return 'lora';
  // MPEG audio without a tag: eleven bits set, and a layer that exists.
  return head[0] === 0xff && (head[1]! & 0xe0) === 0xe0 && (head[1]! & 0x06) !== 0 ? 'media' : 'unknown';
}

/** The MIME type of a picture by its first bytes, of the kinds that are taken. */
export function pictureType(head: Uint8Array): 'image/png' | 'image/jpeg' | 'image/webp' | undefined {
  const says = saysIn(head);
  if (says('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (says('\xff\xd8\xff')) return 'image/jpeg';
  return says('RIFF') && says('WEBP', 8) ? 'image/webp' : undefined;
}

const saysIn = (head: Uint8Array) => (text: string, at = 0): boolean => [...text].every((letter, i) => head[at + i] === letter.charCodeAt(0));

/** Safetensors: the length of the header in eight bytes, little-endian, then the header, which is JSON. */
function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length < 10 || head[8] !== 0x7b) return false;
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  return length >= 2n && length <= BigInt(LARGEST_HEADER) && length + 8n <= BigInt(size);
}
