import { z } from 'zod';

/**
 * The words a model was taught, as its `tokenizer/words.json` lists them: for each slot (subject,
 * colour …) the phrases that name each of its values, and the small words that carry no meaning.
 */
export const WordList = z.object({
  slots: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
  small: z.array(z.string()).default([]),
});
export type WordList = z.infer<typeof WordList>;
