import type { CommandIn } from '#core/domain/keys/commands.ts';
import type { KeyMap } from '#lib/state/shell/key-map.svelte.ts';
import type { Cell } from '#lib/state/project/board.svelte.ts';
import { isTyping, somethingIsOpen } from '../shell/keys.ts';
import { boardCommands, commandsFor } from './board-commands.ts';
import { cellAfter, isClip } from './board-keys.ts';
import type { BoardView } from './board-view.ts';

interface Around {
  readonly keys: KeyMap;
  /** How many cards stand in a line. */
  columns(): number;
  focus(key: string): void;
  announce(text: string): void;
}

/** All keys of the board. What it has no use for goes on. */
export function pressOnBoard(event: KeyboardEvent, view: BoardView, around: Around): void {
  if (isTyping(event) || somethingIsOpen()) return;
  const { current } = view.board;
  if (!current || event.defaultPrevented) return;
  const id = around.keys.commandAt('board', event);
  if (id) command(id, view, current, around);
  else if (!walk(event, view, current, around) && !choose(event, view, current) && !open(event, view, current)) return;
  // Alt and an arrow would lead the browser back.
  event.preventDefault();
}

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

function walk(event: KeyboardEvent, view: BoardView, cell: Cell, around: Around): boolean {
  const { key, shiftKey } = event;
  if (event.altKey) return false;
  const far = event.ctrlKey || event.metaKey;
  const row = cell.kind === 'scene' && view.board.rows.find(({ head }) => head.key === cell.key);
  if (row && key === 'ArrowRight' && !row.open) view.board.setOpen(cell.key, true);
  else if (row && key === 'ArrowLeft' && row.open) view.board.setOpen(cell.key, false);
  else {
    const to = cellAfter(key, view.board.rows, cell, around.columns(), far);
    if (!to) return ARROWS.includes(key) || key.startsWith('Page');
    if (shiftKey && isClip(to)) view.board.stretch(to, isClip(cell) ? cell : undefined);
    else if (!shiftKey && view.board.selected.length === 0) view.board.chooseNone();
    around.focus(to.key);
  }
  return true;
}

function choose(event: KeyboardEvent, { board, closeDetail }: BoardView, cell: Cell): boolean {
  if (event.key === ' ' && isClip(cell) && isOn(event, cell)) {
    if (event.shiftKey) board.stretch(cell);
    else board.toggle(cell);
  } else if (event.key === 'Escape' && board.selected.length > 0) board.chooseNone();
  else if (event.key === 'Escape' && board.detail) closeDetail();
  else return false;
  return true;
}

/** Whether the cell itself has the focus, or the board for it, while it is out of sight. */
const isOn = ({ target, currentTarget }: KeyboardEvent, cell: Cell): boolean => target === currentTarget || (target instanceof HTMLElement && target.dataset['cell'] === cell.key);

function open(event: KeyboardEvent, view: BoardView, cell: Cell): boolean {
  if (event.key === 'Enter' && isOn(event, cell)) view.look(cell);
  else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) view.openMenu(cell);
  else return false;
  return true;
}

/** The same as in the menus; what cannot be done says why. */
function command(id: CommandIn<'board'>, view: BoardView, cell: Cell, { announce, focus }: Around): void {
  const action = [...commandsFor(view, cell).flat(), ...boardCommands(view)].find((one) => one.id === id);
  if (action?.why) return announce(action.why);
  action?.run();
  // It stands elsewhere now, and keeps the focus.
  if (id.startsWith('board.move') || id === 'board.new-alternate') focus(cell.key);
}
