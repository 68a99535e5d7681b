import { createSHA256 } from 'hash-wasm';
import { Sha256 } from '#core/schema/ids.ts';

/** How much is read at once, in bytes. */
const PORTION = 4 * 2 ** 20;

/** A file in portions, one in memory at a time. */
export async function* portionsOf(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < file.size; at += PORTION) {
    yield new Uint8Array(await file.slice(at, Math.min(file.size, at + PORTION)).arrayBuffer());
  }
}

/** SHA-256 of bytes that come in portions, as WebCrypto hashes only what is whole in memory. */
export async function streamingSha256(): Promise<{ update(bytes: Uint8Array): void; digest(): Sha256 }> {
  const hash = await createSHA256();
  hash.init();
  return { update: (bytes) => void hash.update(bytes), digest: () => Sha256.parse(hash.digest('hex')) };
}

/** SHA-256 of a file of any size; undefined where `goOn` says that it is not wanted any more. It hears how much is read, 0 to 1. */
export async function sha256OfFile(file: Blob, goOn: (share: number) => boolean | Promise<boolean> = () => true): Promise<Sha256 | undefined> {
  const hash = await streamingSha256();
  let read = 0;
  for await (const bytes of portionsOf(file)) {
    hash.update(bytes);
    read += bytes.length;
    if (!(await goOn(read / file.size))) return undefined;
  }
  return hash.digest();
}
