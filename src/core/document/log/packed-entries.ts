import { z } from 'zod';
import type { LogEntry } from './compact.ts';

const Packed = z.array(z.tuple([z.number(), z.string()]));

/** Entries as a text: each its time and its bytes, one character (U+0000 to U+00FF) a byte. */
export function packEntries(entries: readonly LogEntry[]): string {
  return JSON.stringify(entries.map(({ at, bytes }) => [at, textOf(bytes)]));
}

/** The entries of such a text; none where it is not one. Whether their bytes are whole, their seal tells. */
export function unpackEntries(text: string): readonly LogEntry[] {
  try {
    return Packed.parse(JSON.parse(text)).map(([at, characters]) => ({ at, bytes: Uint8Array.from(characters, (one) => one.charCodeAt(0)) }));
  } catch {
    return [];
  }
}

function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
