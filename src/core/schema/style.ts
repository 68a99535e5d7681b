import { z } from 'zod';
import { TakeId } from './ids.ts';
import { LoraUse } from './lora-use.ts';
import { StyleId } from './project-ids.ts';
import { SchedulerName } from './recipe.ts';

/** A saved way of generating. What is null is left as it is. */
export const Style = z.object({
  id: StyleId,
  name: z.string(),
  category: z.string(),
  /** Put behind the clip's prompt. */
  prompt: z.string(),
  negativePrompt: z.string(),
  /** A model's id. */
  model: z.string().nullable(),
  loras: z.array(LoraUse),
  steps: z.int().min(1).max(200).nullable(),
  guidance: z.number().min(0).max(30).nullable(),
  scheduler: SchedulerName.nullable(),
  /** What it last drew to show itself; its job bears the same id. */
  preview: TakeId.nullable(),
});
export type Style = z.infer<typeof Style>;

export const STYLE_DEFAULTS: Omit<Style, 'id'> = {
  name: '',
  category: '',
  prompt: '',
  negativePrompt: '',
  model: null,
  loras: [],
  steps: null,
  guidance: null,
  scheduler: null,
  preview: null,
};
