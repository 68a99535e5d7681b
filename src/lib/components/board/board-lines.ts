import type { BoardRow, Cell, ClipCell } from '#lib/state/project/board.svelte.ts';

/** A line of the board as the eye sees it: a scene's head, or so many of its clips as stand side by side. */
export interface BoardLine {
  readonly key: string;
  readonly row: BoardRow;
  /** None in a scene's head, and where the scene has no clips. */
  readonly clips: readonly ClipCell[];
  readonly kind: 'head' | 'clips' | 'none';
  /** Whether a scene ends with it. */
  readonly last: boolean;
}

/** Every line of the board, from above, with `columns` clips side by side. */
export function boardLines(rows: readonly BoardRow[], columns: number): readonly BoardLine[] {
  return rows.flatMap((row) => {
    const { head, clips, open } = row;
    const parts: Pick<BoardLine, 'kind' | 'clips' | 'key'>[] = [{ kind: 'head', clips: [], key: head.key }];
    if (open && clips.length === 0) parts.push({ kind: 'none', clips, key: `${head.key} 0` });
    for (let i = 0; open && i < clips.length; i += columns) parts.push({ kind: 'clips', clips: clips.slice(i, i + columns), key: `${head.key} ${i}` });
    return parts.map((part, i) => ({ ...part, row, last: i === parts.length - 1 }));
  });
}

/** The cells of a line; none where it is but a word. */
export const cellsOf = ({ kind, row, clips }: BoardLine): readonly Cell[] => (kind === 'head' ? [row.head] : clips);

/** Which line a cell stands in; -1 where in none. */
export const lineOf = (lines: readonly BoardLine[], key: string): number => lines.findIndex((line) => cellsOf(line).some((cell) => cell.key === key));

/** CSS pixels at a root font size of 16: they grow with the person's own. */
const CARD = 13.5 * 16;
const GAP = 16;
/** What stands below a picture, and the gap to the next line. */
const BELOW_PICTURE = 66 + 24;

interface Shape {
  readonly columns: number;
  /** How high a line of clips is with its gap, in CSS pixels. */
  readonly height: number;
}

/** How the clips stand in a board of a width. `narrow`: two in a line, as a board is read at a glance; `em`: the root font size over 16. */
export function boardShape(width: number, narrow: boolean, em: number): Shape {
  const columns = narrow ? 2 : Math.max(1, Math.floor((width + GAP * em) / (Math.min(CARD * em, width) + GAP * em)));
  const card = (width - (columns - 1) * GAP * em) / columns;
  return { columns, height: (card * 9) / 16 + BELOW_PICTURE * em };
}
