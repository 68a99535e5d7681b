import { all, among, nothingSelected, type Selection, stretched, toggled } from '#core/domain/timeline/selection.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import type { EngineState } from '../engines/engine.svelte.ts';
import type { JobsState } from './jobs.svelte.ts';
import { MediaUrls } from '../gallery/media-urls.svelte.ts';
import { QueueActions } from './queue-actions.ts';
import { arrange, type Entry, type Section, type SectionName } from './queue-sections.ts';
import { QueueTimes } from './queue-times.svelte.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { getStudio, type Studio } from '../studio.svelte.ts';

/** A line of the list: a job, or the header of a batch. */
export interface Row {
  /** The job's id, or the key of the batch's entry. */
  readonly key: string;
  readonly kind: 'job' | 'batch';
  /** The job; of a batch, all that stand under this header. */
  readonly jobs: readonly JobRecord[];
  readonly entry: Entry;
  readonly section: SectionName;
}

export interface ListedSection extends Section {
  /** The entries that are listed, each with its rows. */
  readonly listed: readonly { readonly entry: Entry; readonly rows: readonly Row[] }[];
  /** Entries that are not listed until more are asked for. */
  readonly more: number;
}

/** So many entries of a section are listed at once. */
const FEW: Record<SectionName, number> = { running: Infinity, person: Infinity, line: 60, failed: 40, finished: 20 };

/** The Queue screen: its list, what is chosen in it, and where the keys are. */
export class QueueList {
  #folded = $state.raw<ReadonlySet<string>>(new Set());
  #opened = $state.raw<ReadonlySet<string>>(new Set());
  #pages = $state.raw<Partial<Record<SectionName, number>>>({});
  #at = $state<string | null>(null);
  #selection = $state.raw<Selection<JobId>>(nothingSelected());

  readonly #arranged = $derived.by(() => arrange(this.#jobs.records));
  readonly #sections = $derived(this.#arranged.sections.map((section) => this.#list(section)));
  readonly #rows = $derived(this.#sections.flatMap(({ listed }) => listed.flatMap(({ rows }) => rows)));
  /** Every listed job from top to bottom, those of folded batches too. */
  readonly #order = $derived(
    this.#rows.flatMap((row) => (row.kind === 'batch' && this.isOpen(row) ? [] : row.jobs.map(({ id }) => id))),
  );
  readonly #chosen = $derived.by(() => among(this.#selection, this.#jobs.records.map(({ id }) => id)).ids);
  readonly #current = $derived(this.#rows.some(({ key }) => key === this.#at) ? this.#at : (this.#rows[0]?.key ?? null));
  readonly #places = $derived(new Map(this.#arranged.line.map(({ id }, at) => [id, at + 1])));

  readonly actions: QueueActions;
  readonly times: QueueTimes;
  /** The pictures that jobs were given. */
  readonly pictures: MediaUrls;
  readonly #jobs: JobsState;

  constructor(queue: Queue, blobs: BlobStore, jobs: JobsState, engine: Pick<EngineState, 'expectedMs'>, shell: ShellState) {
    this.#jobs = jobs;
    this.actions = new QueueActions(queue, shell, () => this.#arranged.line);
    this.times = new QueueTimes(jobs, engine);
    this.pictures = new MediaUrls(blobs);
  }

  /** The sections that hold anything, in the order they are shown. */
  get sections(): readonly ListedSection[] {
    return this.#sections;
  }

  /** All rows from top to bottom, as the arrow keys walk them. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** Jobs that wait for their turn, in the order of work. */
  get line(): readonly JobRecord[] {
    return this.#arranged.line;
  }

  get failed(): readonly JobRecord[] {
    return this.#jobs.records.filter(({ job }) => job.state === 'failed');
  }

  /** Whether all is paused. */
  get held(): boolean {
    return this.#jobs.held;
  }

  /** The place of a job in line, from 1; undefined when it does not wait in line. */
  place(id: JobId): number | undefined {
    return this.#places.get(id);
  }

  /** The row that Tab reaches. */
  get current(): string | null {
    return this.#current;
  }

  focus(key: string): void {
    this.#at = key;
  }

  /** Whether the jobs under a batch's header, or the details of a job, are shown. */
  isOpen({ kind, key, section }: Pick<Row, 'kind' | 'key' | 'section'>): boolean {
    if (kind === 'job') return this.#opened.has(key);
    return section === 'finished' ? this.#opened.has(key) : !this.#folded.has(key);
  }

  setOpen(row: Row, open: boolean): void {
    const without = (keys: ReadonlySet<string>) => new Set([...keys].filter((key) => key !== row.key));
    this.#opened = open ? new Set(this.#opened).add(row.key) : without(this.#opened);
    this.#folded = open ? without(this.#folded) : new Set(this.#folded).add(row.key);
  }

  /** Lists more entries of a section. */
  showMore(name: SectionName): void {
    this.#pages = { ...this.#pages, [name]: (this.#pages[name] ?? 1) + 1 };
  }

  /** The chosen jobs. */
  get selected(): readonly JobRecord[] {
    return this.#jobs.records.filter(({ id }) => this.#chosen.has(id));
  }

  isSelected({ jobs }: Row): boolean {
    return jobs.every(({ id }) => this.#chosen.has(id));
  }

  /** Chooses one row and nothing else. */
  choose(row: Row): void {
    this.#selection = nothingSelected();
    this.toggle(row);
  }

  /** Chooses a row besides what is chosen, or lets go of it. */
  toggle(row: Row): void {
    const on = !this.isSelected(row);
    for (const { id } of row.jobs) {
      if (this.#chosen.has(id) !== on) this.#selection = toggled(this.#selection, id);
    }
  }

  /** Chooses everything from the last single step to this row; a folded batch whole. */
  stretch(row: Row): void {
    const [first, last] = [row.jobs[0]!.id, row.jobs.at(-1)!.id];
    const { anchor } = this.#selection;
    const downward = anchor !== null && this.#order.indexOf(anchor) < this.#order.indexOf(first);
    const to = downward && !(row.kind === 'batch' && this.isOpen(row)) ? last : first;
    this.#selection = stretched(this.#selection, this.#order, to, to);
  }

  selectAll(): void {
    this.#selection = all(this.#order);
  }

  selectNone(): void {
    this.#selection = nothingSelected();
  }

  /** What a command at a row is about: all that is chosen when the row is among it, else the row alone. */
  targets(row: Row): readonly JobRecord[] {
    return this.isSelected(row) ? this.selected : row.jobs;
  }

  #list(section: Section): ListedSection {
    const { name, entries } = section;
    const count = FEW[name] * (this.#pages[name] ?? 1);
    const listed = entries.slice(0, count).map((entry) => ({ entry, rows: this.#rowsOf(entry, name) }));
    return { ...section, listed, more: Math.max(0, entries.length - count) };
  }

  #rowsOf(entry: Entry, section: SectionName): Row[] {
    const rows = entry.jobs.map((record): Row => ({ key: record.id, kind: 'job', jobs: [record], entry, section }));
    if (!entry.batch) return rows;
    const header: Row = { key: entry.key, kind: 'batch', jobs: entry.jobs, entry, section };
    return this.isOpen(header) ? [header, ...rows] : [header];
  }
}

/** One a studio, made when the first screen asks for it: what is folded and chosen in it stays while a person looks at other pages. */
const LISTS = new WeakMap<Desk, QueueList>();

type Desk = Pick<Studio, 'queue' | 'blobs' | 'jobs' | 'engine' | 'shell'>;

export const getQueueList = (): QueueList => queueListOf(getStudio());

export function queueListOf(studio: Desk): QueueList {
  // What it derives must outlive the component that asks first.
  if (!LISTS.has(studio)) $effect.root(() => void LISTS.set(studio, new QueueList(studio.queue, studio.blobs, studio.jobs, studio.engine, studio.shell)));
  return LISTS.get(studio)!;
}
