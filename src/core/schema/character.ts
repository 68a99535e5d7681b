import { z } from 'zod';
import { CutOutOf } from './cut-out.ts';
import { Sha256 } from './ids.ts';
import { LoraUse } from './lora-use.ts';
import { CharacterId } from './project-ids.ts';

export const ReferencePicture = z.object({ asset: Sha256, type: z.string(), name: z.string(), cutOut: CutOutOf.optional() });
export type ReferencePicture = z.infer<typeof ReferencePicture>;

/** Someone or something that is to look the same in every clip. */
export const Character = z.object({
  id: CharacterId,
  name: z.string(),
  description: z.string(),
  /** In the order that a person gave them. */
  references: z.array(ReferencePicture),
  lora: LoraUse.nullable(),
  /** The words that wake the LoRA; they go into the prompt. */
  triggerWords: z.string(),
  styleNotes: z.string(),
});
export type Character = z.infer<typeof Character>;

export const CHARACTER_DEFAULTS: Omit<Character, 'id'> = {
  name: '',
  description: '',
  references: [],
  lora: null,
  triggerWords: '',
  styleNotes: '',
};
