import { Sha256 } from '../../schema/ids.ts';
import type { KeptLora } from '../../schema/kept-lora.ts';

export const hashOf = (digit: string): Sha256 => Sha256.parse(digit.repeat(64));

/** A LoRA of the library with plain facts. */
export const keptLora = (digit: string, more: Partial<KeptLora> = {}, file = `file ${digit}`): KeptLora => ({
  schema: 1,
  file: { asset: hashOf(digit), name: file, bytes: 10 },
  ...{ name: file, triggerWords: '', baseModel: '', licence: '', notes: '', weight: 1 },
  facts: { family: 'unknown', layers: 1 },
  addedAt: 5,
  ...more,
});
