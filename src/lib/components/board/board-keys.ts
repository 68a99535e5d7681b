import type { BoardRow, Cell, ClipCell } from '#lib/state/project/board.svelte.ts';
import { boardLines, cellsOf } from './board-lines.ts';

/** The cell that an arrow key, Home or End leads to; undefined for other keys and at the board's edge. */
export function cellAfter(key: string, rows: readonly BoardRow[], at: Cell, columns: number, far = false): Cell | undefined {
  const lines = boardLines(rows, columns).map(cellsOf).filter((line) => line.length > 0);
  const cells = lines.flat();
  const index = cells.findIndex((cell) => cell.key === at.key);
  const line = lines.findIndex((one) => one.some((cell) => cell.key === at.key));
  const column = lines[line]?.findIndex((cell) => cell.key === at.key) ?? 0;
  const above = lines[line + (key === 'ArrowUp' ? -1 : 1)];
  const own = rows.find(({ head }) => head.key === (at.kind === 'clip' ? at.row.key : at.key));
  switch (key) {
    case 'ArrowLeft':
      return cells[index - 1];
    case 'ArrowRight':
      return cells[index + 1];
    case 'ArrowUp':
    case 'ArrowDown':
      return above?.[Math.min(column, above.length - 1)];
    case 'Home':
      return far ? cells[0] : own?.head;
    case 'End':
      return far ? cells.at(-1) : own?.open ? (own.clips.at(-1) ?? own.head) : own?.head;
    case 'PageUp':
    case 'PageDown':
      return rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(own as BoardRow) + (key === 'PageUp' ? -1 : 1)))]?.head;
    default:
      return undefined;
  }
}

export const isClip = (cell: Cell | undefined): cell is ClipCell => cell?.kind === 'clip';
