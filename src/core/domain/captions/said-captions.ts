import { shareOut } from '../story/board/share-out.ts';
import type { Span } from '../timeline/timeline.ts';
import type { NewCaption } from './caption-file.ts';

/** More letters than this are not read at once (two lines of 42: BBC subtitle guidelines). */
const MOST = 84;

/** Lines that are said one after the other as captions: each as long as its share of the letters, long ones in parts. */
export function saidCaptions(lines: readonly string[], { start, end }: Span): NewCaption[] {
  const parts = lines.flatMap(inParts);
  if (parts.length === 0 || end <= start) return [];
  // In fewer frames than parts nothing could be read one after the other.
  if (end - start < parts.length) return [{ start, end, text: parts.join(' ') }];
  let at = start;
  return shareOut(end - start, parts.map((text) => text.length)).map((length, i): NewCaption => {
    const from = at;
    at += length;
    return { start: from, end: at, text: parts[i] as string };
  });
}

/** A line in parts that can be read, each as full as words allow. A word that is too long stays whole. */
function inParts(line: string): string[] {
  const words = line.split(/\s+/).filter(Boolean);
  const count = Math.ceil(words.join(' ').length / MOST);
  const parts: string[] = [];
  let part = '';
  // Evenly long parts: no word stands alone at the end.
  const room = Math.min(MOST, Math.ceil(words.join(' ').length / Math.max(1, count)) + 12);
  for (const word of words) {
    const longer = part === '' ? word : `${part} ${word}`;
    if (part !== '' && longer.length > room) {
      parts.push(part);
      part = word;
    } else part = longer;
  }
  return part === '' ? parts : [...parts, part];
}
