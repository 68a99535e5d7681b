import type { FrameRate } from '../../schema/film-time.ts';
import { type CsvRow, delimiterOf, readCsv } from './csv.ts';
import { MOST_SHOTS, type ReadPages, ScriptPages } from './script-shot.ts';
import { readLength } from './shot-length.ts';
import { readShotWords } from './shot-words.ts';

const COLUMNS = {
  description: /^(?:shot)?(?:description|desc|action|prompt|visuals?|content|what|picture|image|text|beschreibung|details?)$/,
  size: /^(?:shot)?(?:size|type|framing|frame)$/,
  camera: /^(?:camera|cameramovement|cameramove|movement|move|cam|angle|cameraangle)$/,
  length: /^(?:duration|length|seconds|secs?|dur|time|shotlength|durations|lengthseconds|durationseconds|durations?s|lengths)$/,
  start: /^(?:start|in|tcin|timecodein|from|starttime|recordin)$/,
  end: /^(?:end|out|tcout|timecodeout|to|endtime|recordout)$/,
  scene: /^(?:scenes?|scenename|scenenumber|sceneno|location|setting|section)$/,
  place: /^(?:place|set|sceneprompt|scenedescription)$/,
  dialogue: /^(?:dialogues?|dialog|audio|vo|voiceover|lines|narration|captions?|speech|lyrics)$/,
  name: /^(?:name|title|clip|clipname|shotname)$/,
  number: /^(?:shot|shots|shotnumber|shotno|no|nr|number|id|slate|index|)$/,
} as const;
type Column = keyof typeof COLUMNS;

const plainHeader = (header: string): string => header.toLowerCase().replace(/[^\p{L}]/gu, '');

function columnsOf(header: readonly string[]): Map<Column, number> {
  const columns = new Map<Column, number>();
  header.forEach((cell, at) => {
    const plain = plainHeader(cell);
    const column = (Object.keys(COLUMNS) as Column[]).find((name) => COLUMNS[name].test(plain) && !columns.has(name));
    if (column) columns.set(column, at);
  });
  // A table whose only words stand under "shot" or "name" tells its shots there.
  for (const other of ['number', 'name'] as const) {
    const at = columns.get(other);
    if (!columns.has('description') && at !== undefined && plainHeader(header[at] as string) !== '') {
      columns.set('description', at);
      columns.delete(other);
    }
  }
  return columns;
}

/** Whether a text begins with the header of a table of shots. */
export function isShotTable(text: string): boolean {
  const [first] = readCsv(text, delimiterOf(text), 1).rows;
  const columns = columnsOf(first?.cells ?? []);
  return (first?.cells.length ?? 0) > 1 && columns.has('description') && columns.size > 1;
}

/** A table of shots, one a row; undefined where no column can be a description. `columns`: what it was called. */
export function readCsvScript(text: string, rate: FrameRate): { readonly pages: ReadPages | undefined; readonly columns: readonly string[] } {
  const { rows, openQuote } = readCsv(text, delimiterOf(text), MOST_SHOTS + 2);
  const [header, ...body] = rows;
  const columns = columnsOf(header?.cells ?? []);
  if (!header || !columns.has('description')) return { pages: undefined, columns: header?.cells ?? [] };
  const pages = new ScriptPages();
  const taken = new Set(columns.values());
  header.cells.forEach((cell, at) => {
    if (!taken.has(at) && cell !== '') pages.note(header.line, 'column-unknown', cell);
  });
  if (openQuote !== null) pages.note(openQuote, 'quote-open', '');
  let scene: string | null = null;
  for (const row of body) {
    const cell = (column: Column): string => row.cells[columns.get(column) ?? -1] ?? '';
    const own = cell('scene').replace(/\s+/g, ' ');
    if (own !== '' && own !== scene) {
      scene = own;
      pages.beginScene(/^\d+[a-z]?$/i.test(own) ? `Scene ${own}` : own, cell('place') || (/^(?:INT|EXT)[. ]/i.test(own) ? own : ''));
    }
    readRow(pages, row, cell, rate);
  }
  return { pages: pages.read(), columns: header.cells };
}

/** Under its shots a sheet adds up their lengths. */
const TOTAL = /^(?:(?:grand|sub)[\s-]?)?(?:total(?:e|s)?|sum|summe|gesamt|somme)(?: (?:length|time|duration|runtime))?[:.]?$/i;

function readRow(pages: ScriptPages, { line }: CsvRow, cell: (column: Column) => string, rate: FrameRate): void {
  const words = cell('description').replace(/\s+/g, ' ');
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(words)) return pages.note(line, 'row-empty', '');
  if (TOTAL.test(words) && !/\d/.test(cell('number'))) return pages.note(line, 'row-total', words);
  const said = readShotWords(`${cell('size')}, ${cell('camera')}`);
  const inWords = readShotWords(words);
  const asked = cell('length');
  const length = asked === '' ? between(cell('start'), cell('end'), rate) : readLength(asked, rate);
  if (asked !== '' && length === undefined) pages.note(line, 'length-unreadable', asked);
  const dialogue = cell('dialogue').replace(/\s+/g, ' ');
  pages.addShot({
    line,
    name: /^\d*$/.test(cell('name')) ? '' : cell('name').slice(0, 120),
    prompt: inWords.rest || words,
    shot: said.shot ?? bareSize(cell('size')) ?? inWords.shot,
    cameraMove: said.cameraMove ?? inWords.cameraMove,
    length: length ?? null,
    dialogue: dialogue === '' ? [] : [dialogue],
  });
}

/** In a column of sizes "wide" is enough. */
const bareSize = (cell: string): ReturnType<typeof readShotWords>['shot'] => (cell === '' ? null : (readShotWords(`${cell.trim()} shot`).shot ?? readShotWords(cell.trim().toUpperCase()).shot));

function between(start: string, end: string, rate: FrameRate): number | undefined {
  const [from, to] = [start, end].map((cell) => (/^0+(?:[:;.]0+)*$/.test(cell) ? 0 : readLength(cell, rate)));
  return from === undefined || to === undefined || to <= from ? undefined : to - from;
}
