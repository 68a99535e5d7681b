import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowDownToLine from '@lucide/svelte/icons/arrow-down-to-line';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import ArrowUpToLine from '@lucide/svelte/icons/arrow-up-to-line';
import CopyPlus from '@lucide/svelte/icons/copy-plus';
import ListX from '@lucide/svelte/icons/list-x';
import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import RotateCw from '@lucide/svelte/icons/rotate-cw';
import X from '@lucide/svelte/icons/x';
import { canCancel, canDismiss, canPause, canResume, canRetry } from '#lib/state/queue/queue-actions.ts';
import type { QueueList } from '#lib/state/queue/queue-list.svelte.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import type { Action } from '../shell/action.ts';

/** What can be done with jobs. */
export interface Command extends Action {
  readonly icon: typeof X;
  run(): Promise<void>;
}

/** What can be done with jobs as they stand, in groups; what does not fit any of them is left out. */
export function commandsFor(queue: QueueList, jobs: readonly JobRecord[]): readonly (readonly Command[])[] {
  const { actions } = queue;
  const some = (fits: (job: JobRecord) => boolean, command: Command): Command[] => (jobs.some(fits) ? [command] : []);
  const inLine = (job: JobRecord) => queue.place(job.id) !== undefined;
  const places = jobs.flatMap(({ id }) => queue.place(id) ?? []);
  const movable = queue.line.length > places.length;
  const together = places.length > 0 && Math.max(...places) - Math.min(...places) === places.length - 1;
  const when = (fits: boolean, command: Command): Command[] => (fits && places.length > 0 && movable ? [command] : []);
  const many = jobs.length > 1;
  return [
    [
      ...some(canResume, { name: 'Go on', icon: Play, run: () => actions.resume(jobs) }),
      ...some(canPause, { name: 'Pause', icon: Pause, run: () => actions.pause(jobs) }),
      ...some(canRetry, { name: many ? 'Try again what failed' : 'Try again', icon: RotateCw, run: () => actions.retry(failedFirst(jobs)) }),
      ...some(() => true, { name: 'Duplicate', icon: CopyPlus, run: () => actions.duplicate(jobs) }),
    ],
    [
      ...when(together && !places.includes(1), { name: 'Move up', icon: ArrowUp, id: 'queue.up', run: () => actions.step(jobs, 'up') }),
      ...when(together && !places.includes(queue.line.length), {
        name: 'Move down',
        icon: ArrowDown,
        id: 'queue.down',
        run: () => actions.step(jobs, 'down'),
      }),
      ...when(true, { name: 'Move to the top', icon: ArrowUpToLine, id: 'queue.top', run: () => actions.toTop(jobs.filter(inLine)) }),
      ...when(true, { name: 'Move to the bottom', icon: ArrowDownToLine, id: 'queue.bottom', run: () => actions.toBottom(jobs.filter(inLine)) }),
    ],
    [
      ...some(canCancel, { name: 'Cancel', icon: X, id: 'queue.cancel', run: () => actions.cancel(jobs) }),
      ...some(canDismiss, { name: 'Remove from the list', icon: ListX, ...(jobs.some(canCancel) ? {} : { id: 'queue.cancel' as const }), run: () => actions.dismiss(jobs) }),
    ],
  ].filter((group) => group.length > 0);
}

/** Of many, only what failed is tried again; what was cancelled on purpose only when it is meant alone. */
function failedFirst(jobs: readonly JobRecord[]): readonly JobRecord[] {
  const failed = jobs.filter(({ job }) => job.state === 'failed');
  return failed.length > 0 ? failed : jobs;
}

/** Cancels what is unfinished; where nothing is, removes from the list. */
export function cancelOrDismiss({ actions }: QueueList, jobs: readonly JobRecord[]): Promise<void> {
  return jobs.some(canCancel) ? actions.cancel(jobs) : actions.dismiss(jobs);
}
