import type { GenerationMode } from '../../schema/mode.ts';

export interface Given {
  readonly prompt: string;
  readonly first: boolean;
  readonly last: boolean;
  /** A single picture is wanted, not a clip. */
  readonly still?: boolean;
}

/**
 * The mode that follows from what is given. A last picture without a first one gives `flf2v`, whose
 * check then asks for the first.
 */
export function modeFor({ prompt, first, last, still = false }: Given): GenerationMode {
  if (last) return 'flf2v';
  if (first) return prompt.trim() === '' ? 'i2v' : 'ti2v';
  return still ? 't2i' : 't2v';
}
