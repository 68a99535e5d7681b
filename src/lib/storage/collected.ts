import type { Collected } from './ports.ts';

/** How many files went, and how many bytes. */
export function collected(gone: readonly { readonly bytes: number }[]): Collected {
  return { files: gone.length, bytes: gone.reduce((sum, { bytes }) => sum + bytes, 0) };
}
