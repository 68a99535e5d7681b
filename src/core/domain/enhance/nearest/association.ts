/**
 * Words of everyday English and what a model with few words draws in their stead. A word may stand in
 * several groups: a lighthouse is a building, and it stands by the sea.
 */
export interface Association {
  readonly slot: string;
  /** Tried in order: the first that the model has. */
  readonly values: readonly string[];
  /** Ends the sentence "<word> …". */
  readonly says: string;
  /** `is`: the word means it; `hints`: it only brings it to mind, and fills what nothing else fills. */
  readonly strength: 'is' | 'hints';
  /** In their plain form; phrases are longer than a word. */
  readonly words: readonly string[];
}

const of = (strength: Association['strength']) => (slot: string, values: string, says: string, words: string): Association => ({
  slot,
  values: values.split(' '),
  says,
  strength,
  words: words.split(',').map((word) => word.trim()),
});

export const is = of('is');
export const hints = of('hints');
