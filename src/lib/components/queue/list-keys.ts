import type { CommandIn } from '#core/domain/keys/commands.ts';
import type { KeyMap } from '#lib/state/shell/key-map.svelte.ts';
import type { QueueList, Row } from '#lib/state/queue/queue-list.svelte.ts';
import { cancelOrDismiss } from './queue-commands.ts';

interface ListView {
  readonly queue: QueueList;
  readonly keys: KeyMap;
  /** The element of the list. */
  readonly list: HTMLElement;
  announce(text: string): void;
  openMenu(row: Row): void;
}

/** A page of rows, for Page Up and Page Down. */
const PAGE = 8;

/** Gives a row the focus. */
export function focusRow(list: HTMLElement, key: string): void {
  list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

/** All keys of the list. Rows are walked up and down; right opens a row, then goes into its buttons; left comes back. */
export function pressInList(event: KeyboardEvent, view: ListView): void {
  const { queue, list } = view;
  const target = event.target as HTMLElement;
  const at = queue.rows.findIndex(({ key }) => key === queue.current);
  const row = queue.rows[at];
  if (!row) return;
  const onRow = target.dataset['key'] === row.key;
  const done = () => event.preventDefault();
  const go = (to: number) => {
    const next = queue.rows[Math.max(0, Math.min(queue.rows.length - 1, to))]!;
    queue.focus(next.key);
    focusRow(list, next.key);
    if (event.shiftKey) stretch(view, next);
    done();
  };

  const id = view.keys.commandAt('queue', event);
  if (id) {
    done();
    return void command(id, row, view);
  }
  if (event.altKey) return;
  switch (event.key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'Home':
      return go(0);
    case 'End':
      return go(queue.rows.length - 1);
    case 'PageDown':
      return go(at + PAGE);
    case 'PageUp':
      return go(at - PAGE);
    case 'ArrowRight':
    case 'ArrowLeft':
      done();
      return sideways(event.key === 'ArrowRight' ? 1 : -1, row, target, view);
    case 'F10':
    case 'ContextMenu':
      done();
      return view.openMenu(row);
    case 'Escape':
      if (!onRow) focusRow(list, row.key);
      else if (queue.selected.length > 0) queue.selectNone();
      else return;
      return done();
    case 'Enter':
    case ' ':
      if (!onRow) return;
      done();
      return event.key === 'Enter' ? view.openMenu(row) : queue.toggle(row);
  }
}

async function command(id: CommandIn<'queue'>, row: Row, { queue, announce }: ListView): Promise<void> {
  const { actions } = queue;
  const jobs = queue.targets(row);
  switch (id) {
    case 'queue.up':
      return actions.step(jobs, 'up');
    case 'queue.down':
      return actions.step(jobs, 'down');
    case 'queue.top':
      return actions.toTop(jobs);
    case 'queue.bottom':
      return actions.toBottom(jobs);
    case 'queue.cancel':
      return cancelOrDismiss(queue, jobs);
    case 'queue.undo':
      return actions.undo();
    case 'queue.choose-all':
      queue.selectAll();
      announce(`${queue.selected.length} chosen.`);
  }
}

function stretch({ queue, announce }: ListView, to: Row): void {
  queue.stretch(to);
  announce(`${queue.selected.length} chosen.`);
}

/** One step right (1) or left (-1). */
function sideways(by: 1 | -1, row: Row, target: HTMLElement, { queue, list }: ListView): void {
  const element = list.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.key)}"]`)!;
  const controls = [...element.querySelectorAll<HTMLElement>('button:not(:disabled), a')];
  const within = controls.indexOf(target);
  if (within < 0 && by === 1 && !queue.isOpen(row)) queue.setOpen(row, true);
  else if (within < 0 && by === -1 && queue.isOpen(row)) queue.setOpen(row, false);
  else if (within < 0 && by === -1) {
    // From a job of a batch to the header it stands under.
    if (row.entry.batch && row.kind === 'job') focusRow(list, row.entry.key);
  } else (controls[within + by] ?? (within + by < 0 ? element : target)).focus();
}
