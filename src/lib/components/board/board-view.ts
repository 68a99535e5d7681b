import { getContext, setContext } from 'svelte';
import type { Project } from '#core/schema/project.ts';
import type { ClipId } from '#core/schema/project-ids.ts';
import type { BoardActions } from '#lib/state/project/board-actions.ts';
import type { BoardState, Cell, ClipCell } from '#lib/state/project/board.svelte.ts';
import type { ClipWork } from '#lib/state/project/batch-progress.ts';
import type { Action } from '../shell/action.ts';

/** What the parts of the board are drawn from, and what they can ask for. */
export interface BoardView {
  readonly film: Project;
  readonly board: BoardState;
  readonly actions: BoardActions;
  /** Whether the project can only be looked at. */
  readonly readOnly: boolean;
  readonly work: ReadonlyMap<ClipId, ClipWork>;
  /** Copy, cut and paste. */
  readonly clipboard: readonly Action[];
  /** Shows all of a cell; with the focus in it, or, where `writing` is false, with the focus where it is. */
  look(cell: Cell, writing?: boolean): void;
  /** Whether what is shown is to take the focus as it appears. */
  readonly writing: boolean;
  closeDetail(): void;
  /** Gives the focus to the current cell: what had it is gone. */
  toCurrent(): void;
  openMenu(cell: Cell, anchor?: HTMLElement): void;
  /** Asks with what settings takes are to be made. */
  generate(cells: readonly ClipCell[]): void;
  retry(cells: readonly ClipCell[]): void;
}

const KEY = Symbol('board-view');

export const setBoardView = (view: BoardView): BoardView => setContext(KEY, view);
export const getBoardView = (): BoardView => getContext<BoardView>(KEY);
