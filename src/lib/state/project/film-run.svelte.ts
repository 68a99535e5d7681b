import type { Command } from '#core/document/project-document.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { cutOf } from '#core/domain/timeline/cut.ts';
import { type FilmStanding, filmStanding } from '#core/domain/film-run/film-standing.ts';
import { type Counted, planFilm } from '#core/domain/film-run/plan-film.ts';
import type { FilmFacts, PlannedWork } from '#core/domain/film-run/planned-work.ts';
import { isOver } from '#core/domain/queue/job.ts';
import { foresee } from '#core/domain/queue/line-times.ts';
import { isFor } from '#core/domain/takes/made-for-project.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Project } from '#core/schema/project.ts';
import type { Result } from '#core/schema/result.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { queueListOf } from '../queue/queue-list.svelte.ts';
import { canCancel, canPause, canResume, canRetry } from '../queue/queue-actions.ts';
import type { Studio } from '../studio.svelte.ts';
import type { Refused } from './batch-parts.ts';
import type { QuickLora } from '#core/domain/generate/quick.ts';
import { keepOwnLora, filmQuick } from '../models/own-lora.ts';
import { workByClip, workByKeyframe } from './batch-progress.ts';
import { ownWords } from './own-words.ts';

/** An open project, as far as a run changes it. */
interface Editor {
  readonly film: Project;
  run<Value>(command: Command<Value>): Result<Value, EditRefusal>;
}

type Parts = Pick<Studio, 'assets' | 'batches' | 'blobs' | 'create' | 'engine' | 'gallery' | 'jobs' | 'lanes' | 'queue' | 'shell' | 'wishes'>;

/**
 * `empty`: there is no clip. `away`: what the plan needs to know is not here yet. `stopped`: nothing is under way, and some of it
 * failed. `whole`: all that can be made is there.
 */
export type RunPhase = 'empty' | 'away' | 'ready' | 'making' | 'paused' | 'stopped' | 'whole';

/**
 * Making all that a film lacks. It remembers nothing: what is there says the document, what is under way says the queue, so
 * that it stands the same after a reload, in another tab, and when a tab was killed in the middle.
 */
export class FilmRun {
  #sending = $state(false);
  #refused = $state.raw<readonly Refused[]>([]);
  readonly #project: Editor;
  readonly #parts: Parts;

  /** By itself: what goes by it alone is not asked again at each edit. */
  readonly #id = $derived.by(() => this.#project.film.id);
  readonly #own = $derived.by(() => this.#parts.jobs.records.filter((record) => isFor(this.#id, record)));
  readonly #open = $derived(this.#own.filter(({ job }) => !isOver(job)));
  readonly #failed = $derived(this.#own.filter((record) => record.job.state === 'failed' && canRetry(record)));
  readonly #facts = $derived.by((): FilmFacts | null => this.#factsNow());
  readonly #counted = $derived.by((): Counted => (void this.#facts, new WeakMap()));
  readonly #plan = $derived.by((): readonly PlannedWork[] => (this.#facts ? planFilm(this.#project.film, this.#facts, this.#counted) : []));
  readonly #work = $derived(this.#plan.filter(({ kind }) => kind !== 'refused'));
  readonly #standing = $derived.by(() => this.#facts && filmStanding(this.#project.film, this.#facts, this.#plan));
  readonly #phase = $derived.by((): RunPhase => {
    if (cutOf(this.#project.film).length === 0) return 'empty';
    if (this.#open.length > 0) return this.#open.every(({ job }) => job.state === 'paused') ? 'paused' : 'making';
    if (!this.#facts) return 'away';
    if (this.#failed.length > 0) return 'stopped';
    return this.#work.length > 0 ? 'ready' : 'whole';
  });

  constructor(project: Editor, parts: Parts) {
    this.#project = project;
    this.#parts = parts;
  }

  /** Takes of each clip. */
  get takes(): number {
    return this.#parts.wishes.making(this.#id).takes;
  }

  set takes(takes: number) {
    this.#parts.wishes.makeWith(this.#id, { takes });
  }

  /** Null: the model's own. */
  get steps(): number | null {
    return this.#parts.wishes.making(this.#id).steps;
  }

  set steps(steps: number | null) {
    this.#parts.wishes.makeWith(this.#id, { steps });
  }

  /** The LoRA for few steps that the chosen model comes with; undefined where it comes with none. */
  get quick(): QuickLora | undefined {
    return filmQuick(this.#parts);
  }

  /** Whether it is made in few steps. */
  get isQuick(): boolean {
    return this.quick !== undefined && this.#parts.wishes.making(this.#id).quick;
  }

  set isQuick(quick: boolean) {
    this.#parts.wishes.makeWith(this.#id, { quick });
  }

  /** What its plan goes by; null until all of it is here. */
  get facts(): FilmFacts | null {
    return this.#facts;
  }

  get phase(): RunPhase {
    return this.#phase;
  }

  /** What remains and is not under way. */
  get plan(): readonly PlannedWork[] {
    return this.#plan;
  }

  /** Whether anything remains that can be sent. */
  get hasMore(): boolean {
    return this.#work.length > 0;
  }

  /** How far the film is; null until the plan can be made. */
  get standing(): FilmStanding | null {
    return this.#standing;
  }

  /** What failed and can be tried again. */
  get failed(): readonly JobRecord[] {
    return this.#failed;
  }

  /** What could not be sent the last time. */
  get refused(): readonly Refused[] {
    return this.#refused;
  }

  get sending(): boolean {
    return this.#sending;
  }

  /** Whether the whole queue is paused, so that nothing of it begins. */
  get held(): boolean {
    return this.#parts.jobs.held;
  }

  /** Whether all that is under way waits for the accelerator. */
  get waitsForAccelerator(): boolean {
    return this.#open.length > 0 && this.#open.every(({ job }) => job.state === 'waiting' && job.waitsFor.includes('accelerator'));
  }

  /** Milliseconds until what is under way is done; null where nobody can tell. */
  get leftMs(): number | null {
    return lastEnd(this.#open.map((record) => ({ id: record.id, lane: record.lane, leftMs: this.#leftOf(record) })));
  }

  /** Milliseconds that those jobs in line will take of which that is known, where it is not of all; the whole takes longer. */
  get leastLeftMs(): number {
    return lastEnd(this.#open.map((record) => ({ id: record.id, lane: record.lane, leftMs: this.#leftOf(record) ?? 0 }))) ?? 0;
  }

  /** Milliseconds that the rest of the plan will take; null where nobody can tell. */
  get expectedMs(): number | null {
    return this.expected(this.#work);
  }

  /** Milliseconds that some work will take on the engines it would go to; null until such was made there. */
  expected(plan: readonly PlannedWork[]): number | null {
    const { lanes } = this.#parts;
    const drawn = plan.flatMap((work) => ('request' in work ? [work] : []));
    return lastEnd(
      drawn.map(({ key, request }) => {
        const { lane, model } = lanes.chooseForFilm(request);
        return { id: key, lane, leftMs: lanes.expectedMs(request, lane, model) };
      }),
    );
  }

  /** Sends all that remains, and what failed once more. */
  async make(): Promise<void> {
    await this.retry();
    await this.send((facts) => planFilm(this.#project.film, facts));
  }

  /** Sends the keyframes that are missing. */
  makeKeyframes(): Promise<void> {
    return this.send((facts) => planFilm(this.#project.film, { ...facts, keyframesOnly: true }));
  }

  /** Sends what `planned` makes of the facts; says how much it was. */
  async send(planned: (facts: FilmFacts) => readonly PlannedWork[]): Promise<void> {
    const { batches, lanes, shell } = this.#parts;
    if (this.#sending || !this.#facts || !lanes.forClips) return;
    this.#sending = true;
    try {
      if (this.#facts.quick) await keepOwnLora(this.#facts.quick, this.#parts);
      const [sizes, missingLoras] = await Promise.all([batches.productSizes(this.#project.film), batches.missingLoras(this.#project.film)]);
      const plan = planned({ ...this.#facts, missingLoras, pictureSize: (asset) => sizes.get(asset) });
      const sent = await batches.makeFilm(this.#project, plan, { model: lanes.forClips, choose: (workload) => lanes.chooseForFilm(workload) });
      if (!sent.ok) return void shell.toast('warn', explainRefusal(sent.fault));
      this.#refused = sent.value.refused;
      if (sent.value.jobs > 0) shell.announce(`${sent.value.jobs === 1 ? '1 job is' : `${sent.value.jobs} jobs are`} in the queue.`);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      shell.toast('bad', explainInLine(error.fault));
    } finally {
      this.#sending = false;
    }
  }

  pause(): Promise<void> {
    return queueListOf(this.#parts).actions.pause(this.#open.filter(canPause));
  }

  resume(): Promise<void> {
    return queueListOf(this.#parts).actions.resume(this.#open.filter(canResume));
  }

  cancel(): Promise<void> {
    return queueListOf(this.#parts).actions.cancel(this.#open.filter(canCancel));
  }

  retry(): Promise<void> {
    return queueListOf(this.#parts).actions.retry(this.#failed);
  }

  #leftOf(record: JobRecord): number | null {
    const { lanes } = this.#parts;
    return queueListOf(this.#parts).times.leftMs(record) ?? lanes.expectedMs(record.request, record.lane, record.request.model);
  }

  #factsNow(): FilmFacts | null {
    const { create, gallery, jobs, lanes } = this.#parts;
    if (!lanes.forClips || gallery.loading) return null;
    // Other takes are other facts, though they are asked for one by one.
    void gallery.takes;
    const id = this.#id;
    const [clips, keyframes] = [workByClip(jobs.records, id), workByKeyframe(jobs.records, id)];
    const words = create.wordList;
    return {
      model: lanes.forClips,
      takes: this.takes,
      ...(this.steps !== null && { steps: this.steps }),
      ...(this.isQuick && this.quick && { quick: this.quick }),
      seed: seedOf(id),
      hasTake: (take) => gallery.get(take) !== undefined,
      keyframeJob(keyframe) {
        const work = keyframes.get(keyframe);
        return (work?.running ?? work?.waiting.at(-1) ?? work?.failed.at(-1))?.id;
      },
      underWay(clip) {
        const work = clips.get(clip);
        return work ? (work.running ? 1 : 0) + work.waiting.length + work.failed.length : 0;
      },
      ...(words && { say: ownWords(words) }),
    };
  }
}

/** Each film draws from seeds of its own: the first 32 bits of its id that are random. */
const seedOf = (project: string): number => Number.parseInt(project.slice(-8), 16);

/** When the last of some work ends, each lane one after the other; null where nobody can tell. */
function lastEnd<Id>(line: readonly { readonly id: Id; readonly lane: string; readonly leftMs: number | null }[]): number | null {
  const ends = [...foresee(line).values()].map(({ endsInMs }) => endsInMs);
  return ends.length === 0 || ends.includes(null) ? null : Math.max(...(ends as number[]));
}
