import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import Combine from '@lucide/svelte/icons/combine';
import Copy from '@lucide/svelte/icons/copy';
import Layers2 from '@lucide/svelte/icons/layers-2';
import PanelRight from '@lucide/svelte/icons/panel-right';
import Plus from '@lucide/svelte/icons/plus';
import Repeat2 from '@lucide/svelte/icons/repeat-2';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Split from '@lucide/svelte/icons/split';
import Trash from '@lucide/svelte/icons/trash';
import type { Cell } from '#lib/state/project/board.svelte.ts';
import type { BoardView } from './board-view.ts';

export interface BoardCommand {
  readonly name: string;
  readonly keys?: string;
  readonly icon: typeof Trash;
  run(): void;
}

/** What can be done with a cell, in the groups of its menu. */
export function commandsFor(view: BoardView, cell: Cell): readonly (readonly BoardCommand[])[] {
  const { actions, board } = view;
  const look: BoardCommand = { name: 'Details', keys: 'Enter', icon: PanelRight, run: () => view.look(cell) };
  if (view.readOnly) return [[look]];
  const targets = board.targets(cell);
  const failed = targets.filter(({ id }) => (view.work.get(id)?.failed.length ?? 0) > 0);
  const make: BoardCommand[] = [
    ...(targets.length > 0 ? [{ name: targets.length > 1 ? `Generate ${targets.length} clips…` : 'Generate…', keys: 'G', icon: Sparkles, run: () => view.generate(targets) }] : []),
    ...(failed.length > 0 ? [{ name: 'Try the failed again', icon: RotateCcw, run: () => view.retry(failed) }] : []),
  ];
  const ways: BoardCommand[] = [
    { name: 'New alternate', keys: 'Shift A', icon: Layers2, run: () => actions.addAlternate(cell) },
    ...(cell.stack.members.length > 1 ? [{ name: 'Swap with the next alternate', keys: 'A', icon: Repeat2, run: () => actions.swap(cell) }] : []),
    { name: 'Duplicate', keys: 'Ctrl D', icon: Copy, run: () => actions.duplicate(cell) },
  ];
  const remove: BoardCommand = { name: targets.length > 1 && cell.kind === 'clip' ? `Delete ${targets.length} clips` : 'Delete', keys: 'Del', icon: Trash, run: () => actions.remove(cell) };
  const added = (made: ReturnType<typeof actions.addClip>): void => {
    const clip = made && board.cellOf(made);
    if (clip) view.look(clip);
  };
  if (cell.kind === 'scene') {
    const order: BoardCommand[] = [
      ...(cell.number > 1 ? [{ name: 'Move up', keys: 'Alt ↑', icon: ArrowUp, run: () => actions.step(cell, 'up') }] : []),
      ...(cell.number < board.rows.length ? [{ name: 'Move down', keys: 'Alt ↓', icon: ArrowDown, run: () => actions.step(cell, 'down') }] : []),
    ];
    const add: BoardCommand = { name: 'New clip', keys: 'N', icon: Plus, run: () => added(actions.addClip(cell)) };
    return [[look, add, ...make], ways, order, [remove]].filter((group) => group.length > 0);
  }
  const cut: BoardCommand[] = [
    ...(cell.clip.length > 1 ? [{ name: 'Split in half', icon: Split, run: () => actions.split(cell) }] : []),
    ...(actions.nextOf(cell) ? [{ name: 'Join with the next', icon: Combine, run: () => actions.join(cell) }] : []),
  ];
  const order: BoardCommand[] = [
    { name: 'Move left', keys: 'Alt ←', icon: ArrowLeft, run: () => actions.step(cell, 'left') },
    { name: 'Move right', keys: 'Alt →', icon: ArrowRight, run: () => actions.step(cell, 'right') },
    ...(cell.row.number > 1 ? [{ name: 'To the scene above', keys: 'Alt ↑', icon: ArrowUp, run: () => actions.step(cell, 'up') }] : []),
    ...(cell.row.number < board.rows.length ? [{ name: 'To the scene below', keys: 'Alt ↓', icon: ArrowDown, run: () => actions.step(cell, 'down') }] : []),
  ];
  return [[look, { name: 'New clip behind', keys: 'N', icon: Plus, run: () => added(actions.addClip(cell)) }, ...make], ways, cut, order, [remove]].filter((group) => group.length > 0);
}
