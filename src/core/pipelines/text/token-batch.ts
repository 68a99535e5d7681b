import type { TensorValue } from '../runtime.ts';

/**
 * Rows of token ids as the text encoder takes them: `input_ids` and `attention_mask`, int64
 * `[rows, length]` with the length of the longest row, at least 1. Filled places have mask 0, so a row
 * without tokens is one padding token that nobody looks at: the empty prompt.
 */
export function tokenBatch(
  rows: readonly (readonly number[])[],
  padId: number,
): { input_ids: TensorValue; attention_mask: TensorValue } {
  const length = Math.max(1, ...rows.map((row) => row.length));
  const dims = [rows.length, length];
  const ids = new BigInt64Array(rows.length * length).fill(BigInt(padId));
  const mask = new BigInt64Array(rows.length * length);
  for (const [r, row] of rows.entries()) {
    for (const [i, id] of row.entries()) {
      ids[r * length + i] = BigInt(id);
      mask[r * length + i] = 1n;
    }
  }
  return {
    input_ids: { type: 'int64', dims, data: ids },
    attention_mask: { type: 'int64', dims, data: mask },
  };
}
