/** A stretch of a prompt, in UTF-16 code units, and what the model makes of it. */
export interface PromptSpan {
  readonly start: number;
  readonly end: number;
  /** `known`: it means something; `small`: taken, means little; `ignored`: left out. */
  readonly kind: 'known' | 'small' | 'ignored';
  /** What it sets, where the model's word list says: subject → ball. Of a second subject: `second`, `second_colour`. */
  readonly slot?: string;
  readonly value?: string;
  /** For ignored words: the nearest known words, nearest first. */
  readonly suggestions: readonly string[];
}
