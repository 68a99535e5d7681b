/**
 * How a model likes to be spoken to: in the words of a short list, in natural sentences (Wan and other video
 * models with large text encoders), or in tags apart by commas (Stable Diffusion and its kin).
 */
export type Dialect = 'vocabulary' | 'sentences' | 'tags';

/** @param model its id; @param hasWordList whether its word list is known here */
export function dialectOf(model: string | undefined, hasWordList: boolean): Dialect {
  if (hasWordList) return 'vocabulary';
  return /(^|[^a-z])(sd|sdxl|sd\d|stable-?diffusion|pony|illustrious)([^a-z]|$)/i.test(model ?? '') ? 'tags' : 'sentences';
}
