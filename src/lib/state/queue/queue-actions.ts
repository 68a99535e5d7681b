import { explainInLine } from '#core/domain/words/explain.ts';
import { isOver, move } from '#core/domain/queue/job.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { JobId } from '#core/schema/ids.ts';
import { Priority } from '#core/schema/job.ts';
import type { Neighbour, Queue } from '#lib/queue/events.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { UndoSteps } from './undo-steps.ts';

type Jobs = readonly JobRecord[];

/** What a person may do with a job as it stands; the domain decides. */
export const canCancel = ({ job }: JobRecord): boolean => move(job, { type: 'cancel' }).ok;
export const canPause = ({ job }: JobRecord): boolean => move(job, { type: 'pause' }).ok;
export const canResume = ({ job }: JobRecord): boolean => move(job, { type: 'resume' }).ok;
export const canRetry = ({ job }: JobRecord): boolean => move(job, { type: 'retry' }).ok;
export const canDismiss = ({ job }: JobRecord): boolean => isOver(job);

/** What a person does with the jobs of the queue: each says what it did, and offers the way back where there is one. */
export class QueueActions {
  readonly #queue: Queue;
  readonly #shell: ShellState;
  readonly #line: () => Jobs;
  readonly #steps = new UndoSteps();

  /** `line` gives the jobs that wait for their turn, in the order of work. */
  constructor(queue: Queue, shell: ShellState, line: () => Jobs) {
    this.#queue = queue;
    this.#shell = shell;
    this.#line = line;
  }

  cancel(jobs: Jobs): Promise<void> {
    const gone = jobs.filter(canCancel);
    return this.#do(gone, async (ids) => {
      await this.#queue.cancel(...ids);
      const paused = gone.filter(({ job }) => job.state === 'paused').map(({ id }) => id);
      this.#offerUndo(said(gone, 'was cancelled', 'were cancelled'), async () => {
        await this.#queue.retry(...ids);
        if (paused.length > 0) await this.#queue.pause(...paused);
      });
    });
  }

  pause(jobs: Jobs): Promise<void> {
    const aside = jobs.filter(canPause);
    return this.#do(aside, async (ids) => {
      await this.#queue.pause(...ids);
      this.#said(said(aside, 'is paused', 'are paused'), () => this.#queue.resume(...ids));
    });
  }

  resume(jobs: Jobs): Promise<void> {
    const back = jobs.filter(canResume);
    return this.#do(back, async (ids) => {
      await this.#queue.resume(...ids);
      this.#said(said(back, 'goes on', 'go on'), () => this.#queue.pause(...ids));
    });
  }

  retry(jobs: Jobs): Promise<void> {
    const again = jobs.filter(canRetry);
    return this.#do(again, async (ids) => {
      await this.#queue.retry(...ids);
      this.#shell.announce(said(again, 'is back in line', 'are back in line'));
    });
  }

  /** Forgets jobs that are over. Their takes stay. */
  dismiss(jobs: Jobs): Promise<void> {
    const gone = jobs.filter(canDismiss);
    return this.#do(gone, async (ids) => {
      await this.#queue.dismiss(...ids);
      this.#offerUndo(said(gone, 'was removed from the list', 'were removed from the list'), () => this.#queue.restore(...gone));
    });
  }

  duplicate(jobs: Jobs): Promise<void> {
    return this.#do(jobs, async (ids) => {
      const copies: JobId[] = [];
      for (const id of ids) copies.push(...[await this.#queue.duplicate(id)].filter((copy) => copy !== undefined));
      this.#said(said(jobs, 'is in line once more, with a new seed', 'are in line once more, with new seeds'), async () => {
        await this.#queue.cancel(...copies);
        await this.#queue.dismiss(...copies);
      });
    });
  }

  prioritise(priority: Priority, jobs: Jobs): Promise<void> {
    return this.#do(jobs, async (ids) => {
      await this.#queue.prioritise(priority, ...ids);
      this.#said(`Priority: ${priority}.`, () => this.#prioritiseAgain(jobs));
    });
  }

  /** Moves jobs together, in the order they have, right before or after another; says the place of the first. */
  place(jobs: Jobs, neighbour: Neighbour): Promise<void> {
    const beside = 'before' in neighbour ? neighbour.before : neighbour.after;
    const moved = this.#line().filter(({ id }) => id !== beside && jobs.some((job) => job.id === id));
    return this.#do(moved, async (ids) => {
      const line = this.#line().map(({ id }) => id);
      const others = line.filter((id) => !ids.includes(id));
      const back = wayBack(line, ids);
      const place = others.indexOf(beside) + ('before' in neighbour ? 1 : 2);
      let next = neighbour;
      for (const id of ids) {
        await this.#queue.moveTo(id, next);
        next = { after: id };
      }
      this.#said(`Moved to place ${place} of ${line.length}.`, async () => {
        for (const [id, to] of back) await this.#queue.moveTo(id, to);
        await this.#prioritiseAgain(moved);
      });
    });
  }

  toTop(jobs: Jobs): Promise<void> {
    const first = this.#others(jobs)[0];
    return first ? this.place(jobs, { before: first.id }) : this.#stays('Already first in line.');
  }

  toBottom(jobs: Jobs): Promise<void> {
    const last = this.#others(jobs).at(-1);
    return last ? this.place(jobs, { after: last.id }) : this.#stays('Already last in line.');
  }

  /** Moves jobs that stand together one place up or down. A batch that they do not belong to is passed as one. */
  step(jobs: Jobs, direction: 'up' | 'down'): Promise<void> {
    const line = this.#line();
    const places = line.flatMap(({ id }, at) => (jobs.some((job) => job.id === id) ? [at] : []));
    if (places.length === 0) return Promise.resolve();
    const [edge, by] = direction === 'up' ? [places[0]!, -1] : [places.at(-1)!, 1];
    let at = edge + by;
    const beside = line[at];
    if (!beside) return this.#stays(direction === 'up' ? 'Already first in line.' : 'Already last in line.');
    if (beside.batch && beside.batch !== line[edge]!.batch) {
      while (line[at + by]?.batch === beside.batch) at += by;
    }
    const { id } = line[at]!;
    return this.place(jobs, direction === 'up' ? { before: id } : { after: id });
  }

  /** Begins nothing new; what runs is finished. */
  async hold(): Promise<void> {
    await this.#attempt(async () => {
      await this.#queue.hold();
      this.#shell.announce('The queue is paused. What runs is finished.');
    });
  }

  async release(): Promise<void> {
    await this.#attempt(async () => {
      await this.#queue.release();
      this.#shell.announce('The queue goes on.');
    });
  }

  /** Takes back what was done last. */
  async undo(): Promise<void> {
    const step = this.#steps.next();
    if (!step) return this.#shell.announce('There is nothing to undo.');
    if (step.toast !== undefined) this.#shell.dismiss(step.toast);
    await this.#attempt(async () => {
      await step.back();
      this.#shell.announce(`Undone: ${step.text}`);
    });
  }

  #others(jobs: Jobs): Jobs {
    return this.#line().filter(({ id }) => !jobs.some((job) => job.id === id));
  }

  async #stays(text: string): Promise<void> {
    this.#shell.announce(text);
  }

  #offerUndo(text: string, back: () => Promise<void>): void {
    const run = () => {
      this.#steps.forget(step);
      void this.#attempt(back);
    };
    const step = { text, back, toast: this.#shell.toast('info', text, { label: 'Undo', run }) };
    this.#steps.add(step);
  }

  /** Says what was done, which the key for it takes back. */
  #said(text: string, back: () => Promise<void>): void {
    this.#steps.add({ text, back });
    this.#shell.announce(text);
  }

  /** Gives jobs the priority that they had. */
  async #prioritiseAgain(jobs: Jobs): Promise<void> {
    for (const priority of Priority.options) {
      const had = jobs.filter((job) => job.priority === priority).map(({ id }) => id);
      if (had.length > 0) await this.#queue.prioritise(priority, ...had);
    }
  }

  async #do(jobs: Jobs, work: (ids: readonly JobId[]) => Promise<void>): Promise<void> {
    const ids = jobs.map(({ id }) => id);
    if (ids.length > 0) await this.#attempt(() => work(ids));
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#shell.toast('bad', explainInLine(error.fault));
    }
  }
}

/** Where each of the jobs stood in line, to be gone through in this order. */
function wayBack(line: readonly JobId[], ids: readonly JobId[]): readonly (readonly [JobId, Neighbour])[] {
  const firstOther = line.find((id) => !ids.includes(id));
  return line.flatMap<readonly [JobId, Neighbour]>((id, at) => {
    const before = line[at - 1];
    if (!ids.includes(id)) return [];
    if (before) return [[id, { after: before }]];
    return firstOther ? [[id, { before: firstOther }]] : [];
  });
}

/** The longest part of a prompt that a message repeats, in UTF-16 code units. */
const TITLE_LENGTH = 40;

/** What a job is called: its prompt. */
export const jobTitle = ({ request }: Pick<JobRecord, 'request'>): string => request.prompt || 'Clip from a picture';

function said(jobs: Jobs, one: string, many: string): string {
  if (jobs.length > 1) return `${jobs.length} jobs ${many}.`;
  const title = jobTitle(jobs[0]!);
  return `“${title.length > TITLE_LENGTH ? `${title.slice(0, TITLE_LENGTH).trimEnd()}…` : title}” ${one}.`;
}
