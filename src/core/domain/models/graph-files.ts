import type { z } from 'zod';

/** How finely the weights of a file are kept, by the end of its name; the library's own words. */
const PRECISIONS = { '': 'fp32', _fp16: 'fp16', _int8: 'int8', _uint8: 'uint8', _quantized: 'q8', _q4: 'q4', _q4f16: 'q4f16', _bnb4: 'bnb4' } as const;
export type Precision = (typeof PRECISIONS)[keyof typeof PRECISIONS];

/** A graph among a model's files. */
export interface GraphFile {
  readonly precision: Precision;
  /** Files beside it that hold its weights: `<name>_data`, `<name>_data_1` … */
  readonly parts: number;
}

/** The graph of this name among the files of a model, as the hub's ONNX repositories lay them out; undefined where there is none. */
export function graphAmong(paths: readonly string[], name: string): GraphFile | undefined {
  for (const [end, precision] of Object.entries(PRECISIONS)) {
    const file = `onnx/${name}${end}.onnx`;
    if (paths.includes(file)) return { precision, parts: paths.filter((path) => path === `${file}_data` || path.startsWith(`${file}_data_`)).length };
  }
  return undefined;
}

/** Whether a graphics card has to know half numbers for it. */
export const wantsHalf = (precision: Precision): boolean => precision === 'fp16' || precision === 'q4f16';

/** Whether the text of a model's config.json has this shape. */
export function isConfigOf(text: string, shape: z.ZodType): boolean {
  try {
    return shape.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
