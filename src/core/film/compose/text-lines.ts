/** How wide a text is when it is drawn, in the same units as the room for it. */
export type Measure = (text: string) => number;

/**
 * Breaks a text into lines that are no wider than `room`: between words, and within a word only where
 * it alone is too wide. Its own line breaks stay. No more than `most` lines; the last then ends in an ellipsis.
 */
export function breakLines(text: string, room: number, measure: Measure, most: number): string[] {
  const lines = text.split(/\r?\n/).flatMap((line) => breakLine(line, room, measure));
  if (lines.length <= most) return lines;
  let last = lines[most - 1]!;
  while (last !== '' && measure(`${last}…`) > room) last = [...last].slice(0, -1).join('');
  return [...lines.slice(0, most - 1), `${last.trimEnd()}…`];
}

/** Looks for a narrower room in steps of this share of the whole. */
const FINER = 1 / 32;

/**
 * The same lines as `breakLines`, about as long as one another: a last line of one word looks like a mistake.
 * Texts that need more than `most` lines stay as they are.
 */
export function balancedLines(text: string, room: number, measure: Measure, most: number): string[] {
  return text.split(/\r?\n/).length > 1 ? breakLines(text, room, measure, most) : balanced(breakLines(text, room, measure, most), text, room, measure, most);
}

function balanced(lines: string[], text: string, room: number, measure: Measure, most: number): string[] {
  if (lines.length < 2 || lines.at(-1)!.endsWith('…')) return lines;
  let best = lines;
  for (let share = 1 - FINER; share > 0; share -= FINER) {
    const narrower = breakLines(text, room * share, measure, most);
    // A word that is broken, or a line more, is worse than a short line.
    if (narrower.length > lines.length || narrower.at(-1)!.endsWith('…') || narrower.join(' ') !== lines.join(' ')) break;
    best = narrower;
  }
  return best;
}

function breakLine(text: string, room: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const letter of word) {
      if (line !== '' && measure(line + letter) > room) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return line === '' ? lines : [...lines, line];
}
