/** Small words by which a language is told; enough to notice an answer in another one. */
const SMALL_WORDS: Readonly<Record<string, readonly string[]>> = {
  English: ['the', 'and', 'of', 'to', 'is', 'with', 'in', 'her', 'his', 'that', 'for', 'we', 'their', 'its'],
  German: ['der', 'die', 'das', 'und', 'ist', 'ein', 'eine', 'mit', 'den', 'von', 'nicht', 'sich', 'auf', 'im'],
  French: ['le', 'la', 'les', 'et', 'des', 'une', 'est', 'dans', 'un', 'du', 'sur', 'pour', 'qui', 'elle'],
  Spanish: ['el', 'los', 'las', 'y', 'una', 'es', 'en', 'con', 'del', 'por', 'que', 'su', 'para', 'se'],
  Italian: ['il', 'lo', 'gli', 'e', 'una', 'è', 'di', 'con', 'del', 'della', 'che', 'nel', 'per', 'si'],
  Portuguese: ['o', 'os', 'as', 'e', 'uma', 'é', 'em', 'com', 'do', 'da', 'que', 'não', 'para', 'no'],
  Dutch: ['de', 'het', 'een', 'en', 'is', 'met', 'van', 'niet', 'op', 'zijn', 'voor', 'haar', 'die', 'dat'],
};

/** Chinese and Japanese share their signs. */
const SCRIPTS = { Latin: /\p{Script=Latin}/gu, Cyrillic: /\p{Script=Cyrillic}/gu, Greek: /\p{Script=Greek}/gu, Arabic: /\p{Script=Arabic}/gu, Hebrew: /\p{Script=Hebrew}/gu, Chinese: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, Korean: /\p{Script=Hangul}/gu, Devanagari: /\p{Script=Devanagari}/gu };

/** Text of the brief and of the answer that is looked at, in UTF-16 code units. */
const LOOKED_AT = 8_000;

/** Whether an answer can be in the language of what was asked. Says yes where either is too short to tell. */
export function canBeSameLanguage(asked: string, answered: string): boolean {
  const script = scriptOf(asked);
  const answerScript = scriptOf(answered);
  if (script !== undefined && answerScript !== undefined && script !== answerScript) return false;
  const language = languageOf(asked, 3);
  const answerLanguage = languageOf(answered, 8);
  return language === undefined || answerLanguage === undefined || language === answerLanguage;
}

/** The script of most of its letters; undefined where none leads, or there are too few. */
export function scriptOf(text: string): string | undefined {
  const counts = Object.entries(SCRIPTS).map(([name, letters]) => ({ name, count: text.slice(0, LOOKED_AT).match(letters)?.length ?? 0 }));
  const [most] = counts.sort((a, b) => b.count - a.count);
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  return most && all >= 8 && most.count > all * 0.6 ? most.name : undefined;
}

/** The language whose small words stand there at least `least` times, and twice as often as those of any other. */
export function languageOf(text: string, least: number): string | undefined {
  const words = text.slice(0, LOOKED_AT).toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = Object.entries(SMALL_WORDS)
    .map(([name, small]) => ({ name, count: words.filter((word) => small.includes(word)).length }))
    .sort((a, b) => b.count - a.count);
  const [first, second] = counts;
  return first && second && first.count >= least && first.count >= second.count * 2 ? first.name : undefined;
}
