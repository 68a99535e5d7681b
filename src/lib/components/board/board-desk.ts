import type { BoardActions, Editor } from '#lib/state/project/board-actions.ts';
import { titled } from '#lib/state/project/board-actions.ts';
import type { BoardState } from '#lib/state/project/board.svelte.ts';
import type { FilmClipboard } from '#lib/state/project/film-clipboard.ts';
import type { Desk } from '../projects/clip-desk.ts';

interface Parts {
  readonly board: BoardState;
  readonly actions: BoardActions;
  readonly editor: Editor;
  readonly clipboard: FilmClipboard;
  focus(key: string): void;
}

/** Copies the cell that has the focus, or the selected clips it is one of, and pastes behind it. */
export function boardDesk({ board, actions, editor, clipboard, focus }: Parts): Desk {
  return {
    isHere: () => (board.rows.length === 0 ? document.activeElement === document.body : Boolean(document.activeElement?.closest('[role=treegrid]'))),
    text() {
      const { current } = board;
      if (!current) return undefined;
      return clipboard.textOf(current.kind === 'scene' ? { kind: 'scenes', ids: [current.id] } : { kind: 'clips', ids: board.targets(current).map(({ id }) => id) });
    },
    name() {
      const { current } = board;
      const count = current?.kind === 'clip' ? board.targets(current).length : 1;
      return !current ? '' : count > 1 ? `${count} clips` : titled(current);
    },
    remove() {
      const { current } = board;
      const { film } = editor;
      if (current) actions.remove(current);
      return editor.film !== film;
    },
    paste(text) {
      const { current } = board;
      const spot = current && (current.kind === 'scene' ? { scene: current.id, behind: null } : { scene: current.row.id, behind: current.id });
      const pasted = clipboard.paste(text, spot, { prompts: true });
      if (!pasted) return;
      const cell = pasted.kind === 'clips' ? board.cellOf(pasted.ids[0]!) : board.rows.find(({ head }) => head.id === pasted.ids[0])?.head;
      if (!cell) return;
      if (cell.kind === 'clip') board.setOpen(cell.row.key, true);
      focus(cell.key);
    },
  };
}
