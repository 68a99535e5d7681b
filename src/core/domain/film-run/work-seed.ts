/** What of a clip a seed is for. */
const SLOTS = { first: 0, last: 1, take: 2 } as const;

/** The seed for a piece of a film: unsigned, 32 bits, the same for the same place in the film and the same number of the try. */
export function workSeed(seed: number, place: number, slot: keyof typeof SLOTS, attempt: number): number {
  return [place, SLOTS[slot], attempt].reduce((mixed, part) => mix((mixed + Math.imul(part + 1, 0x9e37_79b1)) >>> 0), mix(seed >>> 0));
}

/** The finalizer of MurmurHash3: every bit of the answer depends on every bit given. */
function mix(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
