import { type Look, pronounce } from './pronounce.ts';

/** How English is spoken: in America or in Britain. */
export type Accent = 'american' | 'british';

/** Phones of ARPABET in the signs that Kokoro's voices were trained on. */
const SIGNS: Readonly<Record<string, string>> = {
  AA: 'ɑ', AE: 'æ', AO: 'ɔ', AW: 'W', AY: 'I', EH: 'ɛ', EY: 'A', IH: 'ɪ', IY: 'i', OW: 'O', OY: 'Y', UH: 'ʊ', UW: 'u',
  B: 'b', CH: 'ʧ', D: 'd', DH: 'ð', F: 'f', G: 'ɡ', HH: 'h', JH: 'ʤ', K: 'k', L: 'l', M: 'm', N: 'n', NG: 'ŋ', P: 'p', R: 'ɹ', S: 's', SH: 'ʃ', T: 't', TH: 'θ', V: 'v', W: 'w', Y: 'j', Z: 'z', ZH: 'ʒ',
};

/** Words that carry no stress of their own in a sentence. */
const LIGHT = new Set('a an the of to in on at by for from with as and or but nor if than is am are was were be been has have had do does did will would can could shall should may might must i you he she it we they me him her us them my your his its our their that this'.split(' '));
/** Phones in a sentence that are others than those of the word alone. */
const WEAK: Readonly<Record<string, string>> = { a: 'AH0', an: 'AE0 N', the: 'DH AH0', to: 'T AH0', of: 'AH0 V' };
const WEAK_BEFORE_VOWEL: Readonly<Record<string, string>> = { the: 'DH IY0', to: 'T UH0' };

/** Signs that Kokoro knows as pauses and tones of voice; others are said as the nearest of them, or not at all. */
const PAUSES: Readonly<Record<string, string>> = { '–': '—', '-': ' ', '"': '"', '“': '“', '”': '”', '(': '(', ')': ')', ',': ',', ';': ';', ':': ':', '.': '.', '!': '!', '?': '?', '…': '…', '—': '—', '/': ' ', '[': '(', ']': ')' };

const WORD = /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*'?|\.{2,}|[^\p{L}\p{M}\s]|\s+/gu;

/** A sentence that is written out, in the signs of Kokoro's voices. Empty where nothing in it can be said. */
export function spokenPhonemes(sentence: string, accent: Accent, look: Look): string {
  const parts = sentence.match(WORD) ?? [];
  const words = parts.map((part) => (/^[\p{L}\p{M}]/u.test(part) ? pronounce(part, look) : undefined));
  const spoken = parts.map((part, at) => {
    const phones = words[at];
    if (!phones) return /^\s/.test(part) ? ' ' : /^\.{2,}/.test(part) ? '…' : (PAUSES[part] ?? '');
    const next = words.slice(at + 1).find((one) => one !== undefined)?.[0];
    return signsOf(inSentence(part.toLowerCase(), phones, next !== undefined && /\d$/.test(next)), accent);
  });
  return words.some((one) => one !== undefined) ? spoken.join('').replaceAll(/ {2,}/g, ' ').trim() : '';
}

function inSentence(word: string, phones: readonly string[], isBeforeVowel: boolean): readonly string[] {
  const weak = (isBeforeVowel ? WEAK_BEFORE_VOWEL[word] : undefined) ?? WEAK[word];
  if (weak) return weak.split(' ');
  // Without its stress, and with its vowel as it is: 3 says so of AH, which is another one where it is 0.
  return LIGHT.has(word) ? phones.map((phone) => (phone === 'AH1' ? 'AH3' : phone.replace(/[12]$/, '0'))) : phones;
}

/** Stress stands right before its vowel. */
function signsOf(phones: readonly string[], accent: Accent): string {
  const american = phones
    .map((phone) => {
      const [, name = '', stress] = /^([A-Z]+)(\d?)$/.exec(phone) ?? [];
      const mark = stress === '1' ? 'ˈ' : stress === '2' ? 'ˌ' : '';
      if (name === 'AH') return `${mark}${stress === '0' ? 'ə' : 'ʌ'}`;
      if (name === 'ER') return `${mark}${stress === '0' ? 'əɹ' : 'ɜɹ'}`;
      return `${mark}${SIGNS[name] ?? ''}`;
    })
    .join('');
  return accent === 'american' ? american : british(american);
}

/** The same word as Britons say it: no r but before a vowel, long vowels, and their own o. */
const british = (word: string): string =>
  word
    .replaceAll(/ɹ(?![ˈˌ]?[ɑæɔWIɛAɪiOYʊuəɜʌ])/g, 'ɾ')
    .replaceAll('ɑɾ', 'Ɑ').replaceAll('ɑ', 'ɒ').replaceAll('Ɑ', 'ɑː')
    .replaceAll(/ɔɾ?/g, 'ɔː').replaceAll(/ɜɾ?/g, 'ɜː').replaceAll('ɛɾ', 'ɛː').replaceAll('ɪɾ', 'ɪə').replaceAll('ʊɾ', 'ʊə').replaceAll('ɾ', '')
    .replaceAll(/(?<=[ˈˌ])([iu])/g, '$1ː').replaceAll('æ', 'a').replaceAll('O', 'Q');
