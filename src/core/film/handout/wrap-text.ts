/**
 * A text in lines no wider than `width`, at most `most` of them; the last one ends with three dots where
 * something is left over. A word that is too wide is cut. Line breaks of the text are spaces.
 */
export function wrapText(text: string, width: number, most: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  const words = text.split(/\s+/).filter(Boolean);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') {
      lines.push(line);
      line = '';
      i -= 1;
    } else {
      const fits = fitting(word, width, measure);
      lines.push(fits);
      words.splice(i + 1, 0, word.slice(fits.length));
    }
    if (lines.length === most) return [...lines.slice(0, -1), ended(lines.at(-1) as string, width, measure)];
  }
  return line === '' ? lines : [...lines, line];
}

/** As much of a word as fits, at least one letter. */
function fitting(word: string, width: number, measure: (text: string) => number): string {
  const letters = [...word];
  let count = letters.length;
  while (count > 1 && measure(letters.slice(0, count).join('')) > width) count -= Math.max(1, Math.floor(count / 8));
  return letters.slice(0, count).join('');
}

function ended(line: string, width: number, measure: (text: string) => number): string {
  let letters = [...line];
  while (letters.length > 0 && measure(`${letters.join('')}…`) > width) letters = letters.slice(0, -1);
  return `${letters.join('').trimEnd()}…`;
}
