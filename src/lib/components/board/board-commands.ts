import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import Combine from '@lucide/svelte/icons/combine';
import Copy from '@lucide/svelte/icons/copy-plus';
import Layers2 from '@lucide/svelte/icons/layers-2';
import PanelRight from '@lucide/svelte/icons/panel-right';
import Plus from '@lucide/svelte/icons/plus';
import Repeat2 from '@lucide/svelte/icons/repeat-2';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Split from '@lucide/svelte/icons/split';
import SquareCheck from '@lucide/svelte/icons/square-check';
import Trash from '@lucide/svelte/icons/trash';
import { boardOf, stepClips } from '#core/domain/timeline/board-order.ts';
import type { Cell, ClipCell, SceneCell } from '#lib/state/project/board.svelte.ts';
import type { Action } from '../shell/action.ts';
import type { BoardView } from './board-view.ts';

const LOOK_ONLY = 'This project can only be looked at.';

/** What can be done with a cell, in the groups of its menu, and why not where it cannot be. */
export function commandsFor(view: BoardView, cell: Cell): readonly (readonly Action[])[] {
  const look: Action = { id: 'board.details', name: 'Details', icon: PanelRight, run: () => view.look(cell) };
  const { clipboard } = view;
  const groups = [[look, chosen(view, cell), added(view, cell), ...making(view, cell)], ways(view, cell), clipboard, ...(cell.kind === 'scene' ? [order(view, cell)] : [cuts(view, cell), places(view, cell)]), [removal(view, cell)]];
  if (!view.readOnly) return groups;
  return groups.map((group) => group.map((action) => (action === look || clipboard.includes(action) ? action : { ...action, why: LOOK_ONLY })));
}

/** What can be done on the board as a whole. */
export function boardCommands(view: BoardView): readonly Action[] {
  const { actions, board } = view;
  const why = view.readOnly ? LOOK_ONLY : undefined;
  return [
    { id: 'board.new-scene', name: 'New scene', icon: Plus, why, run: () => shownScene(view, actions.addScene(board.current)) },
    { id: 'board.select-all', name: 'Select all clips', icon: SquareCheck, why: board.clips.length === 0 ? 'There are no clips yet.' : undefined, run: () => board.chooseAll() },
  ];
}

/** What Ctrl and Space do, for fingers too. */
function chosen({ board }: BoardView, cell: Cell): Action {
  const clips = cell.kind === 'clip' ? [cell] : board.clips.filter(({ row }) => row.key === cell.key);
  const all = clips.length > 0 && clips.every(({ key }) => board.has(key));
  const run = (): void => clips.filter(({ key }) => board.has(key) === all).forEach((one) => board.toggle(one));
  const name = cell.kind === 'clip' ? (all ? 'Deselect' : 'Select') : all ? 'Deselect its clips' : 'Select its clips';
  return { name, icon: SquareCheck, why: clips.length === 0 ? 'There are no clips yet.' : undefined, run };
}

function added(view: BoardView, cell: Cell): Action {
  const name = cell.kind === 'scene' ? 'New clip' : 'New clip behind';
  return { id: 'board.new-clip', name, icon: Plus, run: () => shown(view, view.actions.addClip(cell)) };
}

function making(view: BoardView, cell: Cell): readonly Action[] {
  const targets = view.board.targets(cell);
  const failed = targets.filter(({ id }) => (view.work.get(id)?.failed.length ?? 0) > 0);
  return [
    {
      id: 'board.generate',
      name: targets.length > 1 ? `Generate ${targets.length} clips…` : 'Generate…',
      icon: Sparkles,
      why: targets.length === 0 ? 'There is no clip to generate.' : undefined,
      run: () => view.generate(targets),
    },
    { name: 'Try the failed again', icon: RotateCcw, why: failed.length === 0 ? 'Nothing has failed here.' : undefined, run: () => view.retry(failed) },
  ];
}

function ways({ actions }: BoardView, cell: Cell): readonly Action[] {
  const alone = cell.stack.members.length < 2 ? 'It has no alternates.' : undefined;
  return [
    { id: 'board.new-alternate', name: 'New alternate', icon: Layers2, run: () => actions.addAlternate(cell) },
    { id: 'board.swap', name: 'Swap with the next alternate', icon: Repeat2, why: alone, run: () => actions.swap(cell) },
    { id: 'board.duplicate', name: 'Duplicate', icon: Copy, run: () => actions.duplicate(cell) },
  ];
}

function cuts({ actions }: BoardView, cell: ClipCell): readonly Action[] {
  return [
    { name: 'Split in half', icon: Split, why: cell.clip.length < 2 ? 'A clip of one frame cannot be split.' : undefined, run: () => actions.split(cell) },
    { name: 'Join with the next', icon: Combine, why: actions.nextOf(cell) ? undefined : 'No clip stands behind it in its scene.', run: () => actions.join(cell) },
  ];
}

function order({ actions, board }: BoardView, cell: SceneCell): readonly Action[] {
  const first = cell.number === 1 ? 'Already the first scene.' : undefined;
  const last = cell.number === board.rows.length ? 'Already the last scene.' : undefined;
  return [
    { id: 'board.move-up', name: 'Move up', icon: ArrowUp, why: first, run: () => actions.step(cell, 'up') },
    { id: 'board.move-down', name: 'Move down', icon: ArrowDown, why: last, run: () => actions.step(cell, 'down') },
  ];
}

function places(view: BoardView, cell: ClipCell): readonly Action[] {
  const { actions, board } = view;
  const now = boardOf(view.film);
  const ids = new Set(board.targets(cell).map(({ id }) => id));
  const why = (direction: 'left' | 'right' | 'up' | 'down') => (stepClips(now, ids, direction) ? undefined : 'Already at the end of the board.');
  return [
    { id: 'board.move-left', name: 'Move left', icon: ArrowLeft, why: why('left'), run: () => actions.step(cell, 'left') },
    { id: 'board.move-right', name: 'Move right', icon: ArrowRight, why: why('right'), run: () => actions.step(cell, 'right') },
    { id: 'board.move-up', name: 'To the scene above', icon: ArrowUp, why: why('up'), run: () => actions.step(cell, 'up') },
    { id: 'board.move-down', name: 'To the scene below', icon: ArrowDown, why: why('down'), run: () => actions.step(cell, 'down') },
  ];
}

function removal({ actions, board }: BoardView, cell: Cell): Action {
  const count = cell.kind === 'clip' ? board.targets(cell).length : 1;
  return { id: 'board.delete', name: count > 1 ? `Delete ${count} clips` : 'Delete', icon: Trash, run: () => actions.remove(cell) };
}

/** Shows what was added, ready to be written on. */
function shown(view: BoardView, clip: ReturnType<BoardView['actions']['addClip']>): void {
  const made = clip && view.board.cellOf(clip);
  if (made) view.look(made);
}

function shownScene(view: BoardView, scene: ReturnType<BoardView['actions']['addScene']>): void {
  const made = view.board.rows.find(({ head }) => head.id === scene)?.head;
  if (made) view.look(made);
}
