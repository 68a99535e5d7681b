import { exactCosSin, exactLog } from './exact-math.ts';
import { philox } from './philox.ts';

/**
 * Fills `out` with standard normal noise: elements `from`, `from + 1` … of a stream of a seed.
 *
 * Element i depends on (seed, stream, i) alone and has the same float32 bits on every host: the random
 * integers come from Philox 4×32-10 (key: the seed; counter: block number and stream), the normal
 * numbers from Box and Muller's method in arithmetic that IEEE 754 fixes (see exact-math). A block of
 * four integers gives four elements.
 *
 * `seed` and `stream` are unsigned 32-bit integers.
 */
export function fillGaussian(out: Float32Array, seed: number, stream = 0, from = 0): void {
  const counter = new Uint32Array(4);
  const pair = new Float64Array(2);
  const block = new Float32Array(4);
  const to = from + out.length;
  for (let number = Math.floor(from / 4); number * 4 < to; number += 1) {
    counter[0] = number;
    counter[1] = Math.floor(number / 0x1_0000_0000);
    counter[2] = stream;
    counter[3] = 0;
    philox(counter, seed, 0);
    for (let lane = 0; lane < 4; lane += 2) {
      // In (0, 1], so that the logarithm is finite.
      const uniform = ((counter[lane] as number) + 1) / 0x1_0000_0000;
      const radius = Math.sqrt(-2 * exactLog(uniform));
      exactCosSin(counter[lane + 1] as number, pair);
      block[lane] = radius * (pair[0] as number);
      block[lane + 1] = radius * (pair[1] as number);
    }
    const start = number * 4;
    for (let lane = Math.max(0, from - start); lane < 4 && start + lane < to; lane += 1) {
      out[start + lane - from] = block[lane] as number;
    }
  }
}
