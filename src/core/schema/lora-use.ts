import { z } from 'zod';
import { Sha256 } from './ids.ts';

/** A LoRA and how strongly it acts. */
export const LoraUse = z.object({
  asset: Sha256,
  name: z.string(),
  weight: z.number().min(-4).max(4),
  /** The file for the expert of low noise, where there is one for each: `asset` is then the one for high noise. Absent for a LoRA of one file. */
  low: z.object({ asset: Sha256, name: z.string() }).optional(),
  /** The id of the model whose layers it was seen to have when it was chosen; absent where that is not known. */
  base: z.string().min(1).max(200).optional(),
});
export type LoraUse = z.infer<typeof LoraUse>;

/** Every file of a LoRA, by its bytes. */
export const filesOfLora = ({ asset, low }: Pick<LoraUse, 'asset' | 'low'>): Sha256[] => (low ? [asset, low.asset] : [asset]);
