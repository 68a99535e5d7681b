import type { Direction } from '#core/domain/board-order.ts';
import type { Cell } from '#lib/state/project/board.svelte.ts';
import { isTyping, somethingIsOpen } from '../shell/keys.ts';
import { singleKeys } from '../shell/single-keys.svelte.ts';
import { cellAfter, isClip } from './board-keys.ts';
import type { BoardView } from './board-view.ts';

interface Around {
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
  const used = event.altKey ? move(event, view, current, around) : walk(event, view, current, around) || choose(event, view, current) || edit(event, view, current, around);
  if (used) event.preventDefault();
}

const DIRECTIONS: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

function move({ key }: KeyboardEvent, view: BoardView, cell: Cell, around: Around): boolean {
  const direction = DIRECTIONS[key];
  if (!direction) return false;
  if (!view.readOnly) view.actions.step(cell, direction);
  around.focus(cell.key);
  return true;
}

function walk(event: KeyboardEvent, view: BoardView, cell: Cell, around: Around): boolean {
  const { key, shiftKey } = event;
  const far = event.ctrlKey || event.metaKey;
  const row = cell.kind === 'scene' && view.board.rows.find(({ head }) => head.key === cell.key);
  if (row && key === 'ArrowRight' && !row.open) view.board.setOpen(cell.key, true);
  else if (row && key === 'ArrowLeft' && row.open) view.board.setOpen(cell.key, false);
  else {
    const to = cellAfter(key, view.board.rows, cell, around.columns(), far);
    if (!to) return key in DIRECTIONS || key.startsWith('Page');
    if (shiftKey && isClip(to)) view.board.stretch(to, isClip(cell) ? cell : undefined);
    else if (!shiftKey && view.board.selected.length === 0) view.board.chooseNone();
    around.focus(to.key);
  }
  return true;
}

function choose(event: KeyboardEvent, { board, closeDetail }: BoardView, cell: Cell): boolean {
  const held = event.ctrlKey || event.metaKey;
  if (event.key === ' ' && isClip(cell) && event.target instanceof HTMLElement && event.target.dataset['cell'] === cell.key) {
    if (event.shiftKey) board.stretch(cell);
    else board.toggle(cell);
  } else if (held && event.key.toLowerCase() === 'a') board.chooseAll();
  else if (event.key === 'Escape' && board.selected.length > 0) board.chooseNone();
  else if (event.key === 'Escape' && board.detail) closeDetail();
  else return false;
  return true;
}

function edit(event: KeyboardEvent, view: BoardView, cell: Cell, around: Around): boolean {
  const { key } = event;
  const held = event.ctrlKey || event.metaKey;
  const onCell = event.target instanceof HTMLElement && event.target.dataset['cell'] === cell.key;
  if ((key === 'Enter' && onCell) || key === 'F2') view.look(cell);
  else if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) view.openMenu(cell);
  else if (view.readOnly) return false;
  else if (key === 'Delete') view.actions.remove(cell);
  else if (held && key.toLowerCase() === 'd') view.actions.duplicate(cell);
  else if (!held && singleKeys.on) return letter(event, view, cell, around);
  else return false;
  return true;
}

function letter({ key }: KeyboardEvent, view: BoardView, cell: Cell, around: Around): boolean {
  switch (key) {
    case 'n':
      return shown(view.actions.addClip(cell), view);
    case 'N': {
      const scene = view.actions.addScene(cell);
      const added = view.board.rows.find(({ head }) => head.id === scene)?.head;
      if (added) view.look(added);
      return true;
    }
    case 'g':
      view.generate(view.board.targets(cell));
      return true;
    case 'a':
      view.actions.swap(cell);
      return true;
    case 'A':
      view.actions.addAlternate(cell);
      around.focus(cell.key);
      return true;
    default:
      return false;
  }
}

/** Shows a new clip, ready to be written on. */
function shown(clip: ReturnType<BoardView['actions']['addClip']>, view: BoardView): true {
  const added = clip && view.board.cellOf(clip);
  if (added) view.look(added);
  return true;
}
