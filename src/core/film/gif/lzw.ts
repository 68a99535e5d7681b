/** The most bits of a code (GIF89a, appendix F). */
const MOST_BITS = 12;
/** Bytes of one block of data. */
const BLOCK = 255;

/** Indexes of 8 bits as GIF's variable-length codes, in blocks with their lengths, behind the code size (GIF89a, 22 and appendix F). */
export function compressIndexes(indexes: Uint8Array): Uint8Array {
  const writer = new CodeWriter(indexes.length);
  const size = 8;
  const clear = 1 << size;
  let bits = size + 1;
  let next = clear + 2;
  let table = new Map<number, number>();
  writer.write(clear, bits);
  let prefix = indexes[0] ?? 0;
  for (let i = 1; i < indexes.length; i += 1) {
    const value = indexes[i]!;
    const key = (prefix << 8) | value;
    const known = table.get(key);
    if (known !== undefined) {
      prefix = known;
      continue;
    }
    writer.write(prefix, bits);
    if (next < 1 << MOST_BITS) {
      table.set(key, next);
      if (next === 1 << bits) bits += 1;
      next += 1;
    } else {
      writer.write(clear, bits);
      table = new Map();
      bits = size + 1;
      next = clear + 2;
    }
    prefix = value;
  }
  writer.write(prefix, bits);
  writer.write(clear + 1, bits);
  return inBlocks(writer.finish(), size);
}

/** Codes one after the other, the lowest bit first. */
class CodeWriter {
  #bytes: Uint8Array;
  #length = 0;
  #held = 0;
  #bits = 0;

  constructor(room: number) {
    this.#bytes = new Uint8Array(Math.max(64, room));
  }

  write(code: number, bits: number): void {
    this.#held |= code << this.#bits;
    this.#bits += bits;
    while (this.#bits >= 8) {
      this.#push(this.#held & 255);
      this.#held >>>= 8;
      this.#bits -= 8;
    }
  }

  finish(): Uint8Array {
    if (this.#bits > 0) this.#push(this.#held & 255);
    return this.#bytes.subarray(0, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}

function inBlocks(codes: Uint8Array, size: number): Uint8Array {
  const blocks = Math.ceil(codes.length / BLOCK);
  const whole = new Uint8Array(1 + codes.length + blocks + 1);
  whole[0] = size;
  for (let block = 0; block < blocks; block += 1) {
    const part = codes.subarray(block * BLOCK, (block + 1) * BLOCK);
    const at = 1 + block * (BLOCK + 1);
    whole[at] = part.length;
    whole.set(part, at + 1);
  }
  return whole;
}
