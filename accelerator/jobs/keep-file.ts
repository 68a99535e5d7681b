import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Sha256 } from '#core/schema/ids.ts';
import type { KeptMedia, MediaShelf } from '../media/ports.ts';

/** Keeps a file of any length under its hash: it is read twice, and never lies in memory whole. */
export async function keepFile(shelf: Pick<MediaShelf, 'put'>, file: string): Promise<KeptMedia> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return shelf.put(Sha256.parse(hash.digest('hex')), createReadStream(file));
}
