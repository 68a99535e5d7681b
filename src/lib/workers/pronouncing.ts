import { dictionary } from 'cmu-pronouncing-dictionary';

/** A word in the CMU Pronouncing Dictionary. Five megabytes: loaded when something is read aloud. */
export const lookUp = (word: string): string | undefined => (Object.hasOwn(dictionary, word) ? dictionary[word] : undefined);
