import { z } from 'zod';
import { Sha256 } from './ids.ts';

/** A LoRA and how strongly it acts. */
export const LoraUse = z.object({ asset: Sha256, name: z.string(), weight: z.number().min(-4).max(4) });
export type LoraUse = z.infer<typeof LoraUse>;
