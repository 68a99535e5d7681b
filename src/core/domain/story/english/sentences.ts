/** Characters that are no part of a sentence: controls, marks of direction, zero-width ones, lone surrogates. */
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\p{Cs}]/gu;

/** A text without what nobody can read, well formed. */
export const readable = (text: string): string => text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(UNSEEN, '').normalize('NFC');

const END = /[.!?。！？…](?=["'”’»)\]]*(\s|$))|[。！？]/u;
const ABBREVIATION = /(^|[\s(])(mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|approx|no|inc|ltd|co|[a-z])\.$/iu;

/** The sentences of a text, in order, each on one line, with its stop where it has one. Lines of a list are sentences too. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (const line of linesOf(text)) {
    let rest = line;
    let from = 0;
    for (;;) {
      const found = END.exec(rest.slice(from));
      if (!found) break;
      let end = from + found.index + found[0].length;
      while (/["'”’»)\]]/.test(rest[end] ?? '')) end += 1;
      if (found[0] === '.' && ABBREVIATION.test(rest.slice(0, end))) {
        from = end;
        continue;
      }
      sentences.push(rest.slice(0, end).trim());
      rest = rest.slice(end).trim();
      from = 0;
    }
    if (rest) sentences.push(rest);
  }
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

const BULLET = /^\s*(?:[-*•·–—>#]+|\d{1,3}[.)])\s+/u;

/** "1. A seed falls. 2. Rain.": a list written in one line, a line each. */
const listed = (text: string): string => (/(?:^|\n)\s*1[.)]\s/.test(text) ? text.replace(/([.!?,;:])\s+(?=\d{1,2}[.)]\s+\p{L})/gu, '$1\n') : text);

/** Lines that run on are one; an empty line, a bullet or a line that ends parts them. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let open = false;
  for (const raw of listed(text).split('\n')) {
    const bulleted = BULLET.test(raw);
    const line = raw.replace(BULLET, '').replace(/\s+/g, ' ').trim();
    if (line === '') open = false;
    else if (open && !bulleted && /^[\p{Ll}\d(]/u.test(line)) lines[lines.length - 1] += ` ${line}`;
    else lines.push(line);
    if (line !== '') open = !/[.!?:;…]$/u.test(line);
  }
  return lines;
}

/** "a" before a sound that begins with a vowel becomes "an", and the other way round. */
export const article = (phrase: string): 'a' | 'an' =>
  /^(?:hour|honest|honou?r|heir)/i.test(phrase) || /^(?:8|11\b|18\b|[AEFHILMNORSX](?:[A-Z\d]|-|\b(?!['’])))/.test(phrase) || (/^[aeiou]/i.test(phrase) && !/^(?:uni(?!n|m)|use|usual|eu|one\b|once|ukulele|ut[eio]|ura|ufo)/i.test(phrase))
    ? 'an'
    : 'a';

const fixArticles = (text: string): string =>
  text.replace(/(?<![\p{L}\p{M}\p{N}'’-])([Aa])n? (?=([\p{L}\d][\p{L}\d'’-]*))/gu, (_, a: string, next: string) => `${a}${article(next) === 'an' ? 'n' : ''} `);

export const capital = (text: string): string => text.replace(/^([^\p{L}\p{N}]*)(\p{Ll})/u, (_, before: string, letter: string) => before + letter.toUpperCase());

/** At most so many characters, cut between words, never within a character. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most).replace(/\p{Cs}$/u, '');
  const space = cut.lastIndexOf(' ');
  return (space > most / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:–—-]+$/u, '');
}

/** English words as a sentence of at most so many characters: one space between words, a capital first, a stop last, "a" and "an" put right. */
export const sentence = (text: string, most = 300): string => asSentence(fixArticles(text.replace(/\s+/g, ' ')), most);

/** Words of any language as a sentence; none of them is changed. */
export function asSentence(text: string, most = 300): string {
  const plain = text.replace(/\s+/g, ' ').replace(/\s+([,;:.!?])/g, '$1').trim().replace(/[\s,;:–—-]+$/u, '');
  const short = clipped(plain, most - 1);
  const body = short === plain ? plain : short.replace(/[.!?…]+$/u, '');
  const ended = /[.!?。！？…]["'”’»)\]]*$/u.test(body) ? body : `${body}.`;
  return capital(ended);
}

/** Words that are to be read in the picture. */
export const wordsShown = (words: string): string => `The words appear: “${clipped(words.replace(/[“”"]/g, '').replace(/\s+/g, ' ').trim().replace(/\.+$/, ''), 160)}”.`;
