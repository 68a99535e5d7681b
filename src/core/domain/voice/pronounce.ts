import { soundsOfLetters } from './letter-sounds.ts';

/** Finds a word in a pronouncing dictionary: phones of ARPABET with a space between (`F IH1 L M`); undefined where it is not in it. */
export type Look = (word: string) => string | undefined;

/** Letters are said by their names. */
const LETTERS: Readonly<Record<string, string>> = {
  a: 'EY1', b: 'B IY1', c: 'S IY1', d: 'D IY1', e: 'IY1', f: 'EH1 F', g: 'JH IY1', h: 'EY1 CH', i: 'AY1', j: 'JH EY1', k: 'K EY1', l: 'EH1 L', m: 'EH1 M', n: 'EH1 N', o: 'OW1', p: 'P IY1', q: 'K Y UW1',
  r: 'AA1 R', s: 'EH1 S', t: 'T IY1', u: 'Y UW1', v: 'V IY1', w: 'D AH1 B AH0 L Y UW0', x: 'EH1 K S', y: 'W AY1', z: 'Z IY1',
};

const HISSES = /^(?:S|Z|SH|ZH|CH|JH)$/;
const VOICELESS = /^(?:P|T|K|F|TH)$/;

/** The phones of an English word, as it stands in the text: from the dictionary, from a word in it that it is made of, or by its spelling. */
export function pronounce(word: string, look: Look): readonly string[] {
  const plain = word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^a-z']/g, '').replace(/^'+(?!(?:em|tis|twas|cause|til|bout|round)$)/, '');
  const bare = plain.replaceAll('\'', '');
  // A name in capitals that could not be said, or that nobody knows, is spelt.
  if (/^[A-Z]{2,5}$/.test(word) && (look(plain) === undefined || !/[AEIOUY]/.test(word))) return spelt(bare);
  return known(plain, look) ?? (/[aeiouy]/.test(bare) ? compound(bare, look) ?? soundsOfLetters(bare) : spelt(bare));
}

const spelt = (letters: string): string[] => [...letters].flatMap((letter) => LETTERS[letter]!.split(' '));

/** A word of the dictionary, or one of its forms. */
function known(word: string, look: Look): readonly string[] | undefined {
  const own = look(word)?.split(' ');
  if (own) return own;
  for (const [end, stems] of FORMS) {
    if (!word.endsWith(end) || word.length < end.length + 2) continue;
    for (const stem of stems(word.slice(0, -end.length))) {
      const phones = look(stem)?.split(' ');
      if (phones) return [...phones, ...ENDS[end]!(phones.at(-1)!)];
    }
  }
  return undefined;
}

const plural = (last: string): string[] => (HISSES.test(last) ? ['AH0', 'Z'] : VOICELESS.test(last) ? ['S'] : ['Z']);
const past = (last: string): string[] => (/^[TD]$/.test(last) ? ['AH0', 'D'] : VOICELESS.test(last) || /^(?:S|SH|CH)$/.test(last) ? ['T'] : ['D']);
const ENDS: Readonly<Record<string, (last: string) => string[]>> = {
  '\'s': plural, 's\'': plural, es: plural, s: plural, ed: past, ing: () => ['IH0', 'NG'], er: () => ['ER0'], ly: () => ['L', 'IY0'], ness: () => ['N', 'AH0', 'S'], less: () => ['L', 'AH0', 'S'], ful: () => ['F', 'AH0', 'L'],
};
/** A doubled consonant is single in the stem, and a silent e comes back. */
const stems = (rest: string): string[] => [rest, `${rest}e`, ...(/([^aeiou])\1$/.test(rest) ? [rest.slice(0, -1)] : []), ...(rest.endsWith('i') ? [`${rest.slice(0, -1)}y`] : [])];
const FORMS: readonly (readonly [string, (rest: string) => string[]])[] = [
  ['\'s', (rest) => [rest]], ['s\'', (rest) => [`${rest}s`, rest]], ['ness', stems], ['less', stems], ['ful', stems], ['ing', stems], ['es', stems], ['ed', stems], ['er', stems], ['ly', stems], ['s', (rest) => [rest]],
];

/** The shortest word that counts as part of another. */
const LEAST = 4;

/** Two words of the dictionary that it is made of, the longest first. The second one's stress is the lesser. */
function compound(word: string, look: Look): readonly string[] | undefined {
  for (let at = word.length - LEAST; at >= LEAST; at -= 1) {
    const first = look(word.slice(0, at));
    const second = first && known(word.slice(at), look);
    if (first && second) return [...first.split(' '), ...second.map((phone) => phone.replace('1', '2'))];
  }
  return undefined;
}
