import { writtenOut } from './written-out.ts';

/** A stretch of text that is said in one breath, written out, and the silence after it in seconds. */
export interface SpokenPart {
  readonly text: string;
  readonly pause: number;
}

/** Seconds of silence after a stretch within a sentence, a sentence, a line, and a paragraph. */
const [BREATH, SENTENCE, LINE, PARAGRAPH] = [0.1, 0.25, 0.4, 0.7];

/** Divides a text into what is said in one breath: sentences, and of long ones the parts between signs or words, none longer than `most` letters. */
export function spokenParts(text: string, most: number): readonly SpokenPart[] {
  const parts: SpokenPart[] = [];
  const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
  for (const paragraph of text.split(/\n\s*\n/)) {
    for (const line of paragraph.split('\n')) {
      for (const { segment } of sentences.segment(writtenOut(line))) {
        const pieces = divided(segment.trim(), most);
        parts.push(...pieces.map((piece, at) => ({ text: piece, pause: at + 1 < pieces.length ? BREATH : SENTENCE })));
      }
      lengthen(parts, LINE);
    }
    lengthen(parts, PARAGRAPH);
  }
  // Nothing follows the last one.
  return parts.map((part, at) => (at + 1 < parts.length ? part : { ...part, pause: 0 }));
}

function lengthen(parts: SpokenPart[], pause: number): void {
  const last = parts.at(-1);
  if (last) parts[parts.length - 1] = { ...last, pause };
}

/** The last sign, or else the last space, before `most` letters. */
function divided(sentence: string, most: number): string[] {
  if (!/[\p{L}\p{N}]/u.test(sentence)) return [];
  if (sentence.length <= most) return [sentence];
  const head = sentence.slice(0, most);
  const sign = Math.max(...[', ', '; ', ': ', '— ', ') '].map((one) => head.lastIndexOf(one)));
  const at = sign > most / 4 ? sign + 1 : head.lastIndexOf(' ') > 0 ? head.lastIndexOf(' ') : most;
  return [sentence.slice(0, at).trim(), ...divided(sentence.slice(at).trim(), most)].filter((piece) => piece !== '');
}
