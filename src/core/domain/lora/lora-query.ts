import type { KeptLora } from '../../schema/kept-lora.ts';
import { fold, searchWords } from '../takes/take-search.ts';
import { FAMILIES } from './lora-verdict.ts';

/** Those of a library in which every typed word stands somewhere, by name. */
export function findLoras(loras: readonly KeptLora[], typed: string): readonly KeptLora[] {
  const words = searchWords(typed);
  const isFound = ({ name, file, low, triggerWords, baseModel, licence, notes, facts }: KeptLora) => {
    const text = [name, file.name, low?.name ?? '', triggerWords, baseModel, licence, notes, FAMILIES[facts.family], facts.base ?? ''].join(' ');
    return words.every((word) => fold(text).includes(word));
  };
  return loras.filter(isFound).toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
