/** Where a picture or words lie: a direction of length one. */
export type Meaning = Float32Array;

/** At most so many takes are found by their meaning alone. */
const MOST = 24;
/** So far above the middle of all takes a take has to lie, in standard deviations. */
const CLEAR = 1;

/**
 * The takes whose pictures lie clearly nearer to the words than the others do, the nearest first. Models place every
 * picture somewhere, so what counts is how far one stands out; of one or two nothing can stand out.
 */
export function nearest<Id>(words: Meaning, meanings: ReadonlyMap<Id, Meaning>): readonly Id[] {
  const close = [...meanings].filter(([, meaning]) => meaning.length === words.length).map(([id, meaning]) => [id, dot(words, meaning)] as const);
  if (close.length < 3) return [];
  const middle = close.reduce((sum, [, value]) => sum + value, 0) / close.length;
  const spread = Math.sqrt(close.reduce((sum, [, value]) => sum + (value - middle) ** 2, 0) / close.length);
  return close
    .filter(([, value]) => value > middle && value - middle >= CLEAR * spread)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([id]) => id);
}

function dot(a: Meaning, b: Meaning): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
