/** A row of a table and the line of the file on which it begins, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly rows: readonly CsvRow[];
  /** The line of a quotation mark that nothing closes; null where there is none. */
  readonly openQuote: number | null;
}

/** What parts the fields: whichever of the usual marks the first line has most of. */
export function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  const plain = first.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: plain.split(mark).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark;
}

/**
 * Reads comma-separated values as RFC 4180 has them, with any delimiter: a field in quotation marks may hold
 * delimiters, line ends and, doubled, quotation marks. Each row knows its line, so that what is wrong can
 * be found. Stops after `most` rows.
 */
export function readCsv(text: string, delimiter: string, most: number): CsvTable {
  const rows: CsvRow[] = [];
  let at = 0;
  let line = 1;
  let openQuote: number | null = null;
  while (at < text.length && rows.length < most) {
    const begins = line;
    const cells: string[] = [];
    for (let isRowEnd = false; !isRowEnd;) {
      let cell = '';
      if (text[at] === '"') {
        const opens = line;
        for (;;) {
          const close = text.indexOf('"', at + 1);
          const part = text.slice(at + 1, close < 0 ? undefined : close);
          line += part.split('\n').length - 1;
          cell += part;
          at = close < 0 ? text.length : close + 1;
          if (close < 0) openQuote = opens;
          if (text[at] !== '"') break;
          cell += '"';
        }
      }
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
      cell += text.slice(at, end);
      cells.push(cell.trim());
      isRowEnd = end >= text.length || text[end] === '\n';
      at = end + 1;
    }
    line += 1;
    if (cells.some((cell) => cell !== '')) rows.push({ line: begins, cells });
  }
  return { rows, openQuote };
}
