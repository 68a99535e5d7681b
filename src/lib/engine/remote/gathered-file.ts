import { sha256 } from '#lib/storage/digest.ts';

/** A file of more bytes is hashed as it comes and never held in one piece. The browser's own hash, which wants it in one piece, is several times quicker. */
const MOST_AT_ONCE = 256 * 1024 * 1024;

/** Bytes that come one after the other, to be a file whose hash is known. */
export interface GatheredFile {
  /** Bytes that have come. */
  readonly size: number;
  add(chunk: Uint8Array<ArrayBuffer>): void;
  /** The file, and the SHA-256 of all of it. */
  done(): Promise<{ blob: Blob; hash: string }>;
}

/** `total`: bytes that are announced, 0 where nobody said. `mostAtOnce`: those that may lie in memory in one piece. */
export const gatherFile = (total: number, mostAtOnce = MOST_AT_ONCE): Promise<GatheredFile> | GatheredFile =>
  total > 0 && total <= mostAtOnce ? new InOnePiece(total) : inMany();

/** Written where it belongs as it comes, so that it is copied once. */
class InOnePiece implements GatheredFile {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #size = 0;

  constructor(total: number) {
    this.#bytes = new Uint8Array(total);
  }

  get size(): number {
    return this.#size;
  }

  add(chunk: Uint8Array<ArrayBuffer>): void {
    const room = this.#bytes.length - this.#size;
    // More than was announced is no longer the file that was asked for: its hash says so.
    if (room > 0) this.#bytes.set(chunk.subarray(0, room), this.#size);
    this.#size += chunk.length;
  }

  async done(): Promise<{ blob: Blob; hash: string }> {
    const bytes = this.#bytes.subarray(0, this.#size);
    // The browser hashes in a thread of its own: meanwhile the file is made of them.
    const hashing = sha256(bytes);
    return { blob: new Blob([bytes]), hash: await hashing };
  }
}

async function inMany(): Promise<GatheredFile> {
  const { createSHA256 } = await import('hash-wasm');
  const hash = (await createSHA256()).init();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(chunk) {
      hash.update(chunk);
      parts.push(chunk);
      size += chunk.length;
    },
    done: async () => ({ blob: new Blob(parts), hash: hash.digest('hex') }),
  };
}
