import { binnedAt, isOverdue } from '#core/domain/project/bin-term.ts';
import { loadPart } from '#core/domain/load-part.ts';
import type { Template } from '#core/domain/templates/template.ts';
import { unseal } from '#core/document/log/sealed.ts';
import type { Command, ProjectDocument } from '#core/document/project-document.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { RecordChange } from '#lib/storage/snapshot.ts';
import type { LeftProjects, OpenParts, OpenProject } from './open-project.svelte.ts';
import { forgetNotes } from './left-edits.ts';
import { projectChannel } from './project-channel.ts';
import type { MadeProject } from './project-making.ts';

// A document brings Yjs along, which is large; the list alone shows without it.
const making = () => loadPart(() => import('./project-making.ts'));

/** Which projects are shown. */
export type Shelf = 'current' | 'archive' | 'bin';

/** All projects of this browser, as their list shows them. Other tabs hear of every change to it. */
export class ProjectList {
  #records = $state.raw<readonly ProjectRecord[]>([]);
  #loaded = $state(false);
  readonly #current = $derived(this.#records.filter((record) => shelfOf(record) === 'current'));
  readonly #archive = $derived(this.#records.filter((record) => shelfOf(record) === 'archive'));
  readonly #bin = $derived(this.#records.filter((record) => shelfOf(record) === 'bin'));
  readonly #parts: Omit<OpenParts, keyof LeftProjects>;
  #left: LeftProjects | undefined;
  readonly #report: (fault: Fault) => void;
  readonly #channel: BroadcastChannel;

  constructor(parts: Omit<OpenParts, keyof LeftProjects>, report: (fault: Fault) => void) {
    this.#parts = parts;
    this.#report = report;
    this.#channel = new BroadcastChannel(`${parts.scope}-projects`);
    this.#channel.onmessage = () => void this.load();
  }

  /** Whether the list has been read. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** How many there are, those in the bin included. */
  get count(): number {
    return this.#records.length;
  }

  get current(): readonly ProjectRecord[] {
    return this.#current;
  }

  get archive(): readonly ProjectRecord[] {
    return this.#archive;
  }

  get bin(): readonly ProjectRecord[] {
    return this.#bin;
  }

  /** Reads the list anew. */
  async load(): Promise<void> {
    await this.#reporting(async () => {
      this.#records = await this.#parts.projects.all();
      this.#loaded = true;
    });
  }

  /** Opens a project for a screen, which disposes of it. Throws FaultError `part-missing` and what reading the store throws. */
  async open(id: ProjectId): Promise<Result<OpenProject, EditRefusal>> {
    const { leftProjects, open } = await making();
    return open(id, { ...this.#parts, ...(this.#left ??= leftProjects()) });
  }

  /** Makes a project; undefined, and said why, where it could not be kept. */
  async create(name: string, template?: Template): Promise<ProjectId | undefined> {
    return this.#add(async () => (await making()).newProject(name, template));
  }

  /** The branches of a project that are not in the bin. */
  branchesOf(id: ProjectId): readonly ProjectRecord[] {
    return this.#records.filter(({ branchOf, deletedAt }) => branchOf === id && deletedAt === undefined);
  }

  get(id: ProjectId): ProjectRecord | undefined {
    return this.#records.find((record) => record.id === id);
  }

  /** Makes a second project that begins as this one stands. */
  async duplicate({ id, name }: ProjectRecord): Promise<ProjectId | undefined> {
    return this.#with(id, ({ document }) => this.#add(async () => (await making()).copyOf(document, `${name} (copy)`)));
  }

  /** Makes a project that begins as a past one was. */
  async keepPast(past: ProjectDocument, name: string): Promise<ProjectId | undefined> {
    return this.#add(async () => (await making()).copyOf(past, name));
  }

  /** Makes a branch of a project, which has the same past and goes its own way from here. */
  async fork(id: ProjectId, name: string): Promise<ProjectId | undefined> {
    return this.#with(id, async (project) => {
      const log = await project.log();
      if (!log) return undefined;
      return this.#add(async () => (await making()).branchOf(log, name));
    });
  }

  async rename({ id }: ProjectRecord, name: string): Promise<boolean> {
    const isRenamed = await this.#with(id, async (project) => (await making()).rename(project, name));
    await this.#changed();
    return isRenamed ?? false;
  }

  /**
   * Runs a command on a project that this tab need not have open; tabs that have hear of it. Undefined where
   * it cannot be opened.
   */
  async run<Value>(id: ProjectId, command: Command<Value>): Promise<Result<Value, EditRefusal> | undefined> {
    const ran = await this.#with(id, async (project) => project.run(command));
    await this.#changed();
    return ran;
  }

  /** A project as it stands; undefined where it cannot be read. */
  async read(id: ProjectId): Promise<Project | undefined> {
    return this.#with(id, async ({ film }) => film);
  }

  /** Puts a project away, or takes it out again; resolves with whether that was kept. */
  setArchived(id: ProjectId, away: boolean): Promise<boolean> {
    return this.#change(id, ({ archivedAt: _, ...record }) => (away ? { ...record, archivedAt: Date.now() } : record));
  }

  /** Puts a project into the bin, or back to where it was. */
  setBinned(id: ProjectId, binned: boolean): Promise<boolean> {
    const now = Date.now();
    return this.#change(id, ({ deletedAt: _, ...record }) => (binned ? { ...record, deletedAt: binnedAt(now, { createdAt: record.changedAt }) } : record));
  }

  /** Deletes for good what has lain in the bin for so many days, as it stands in the store now. */
  async expire(days: number): Promise<void> {
    const now = Date.now();
    const isOver = (record: ProjectRecord) => isOverdue(record, days, now);
    if (!this.#bin.some(isOver)) return;
    await this.#reporting(async () => {
      await this.#parts.projects.deleteWhere(isOver);
      await this.#changed();
    });
  }

  /** Deletes projects for good; takes stay in the gallery. */
  async delete(...ids: readonly ProjectId[]): Promise<boolean> {
    return this.#reporting(async () => {
      await this.#parts.projects.delete(...ids);
      forgetNotes(this.#parts.scope, ids);
      await this.#changed();
    });
  }

  /** Shows what an import has brought, in every tab: in the list, and in projects that are open. */
  async arrived(changes: readonly RecordChange[]): Promise<void> {
    for (const change of changes) {
      if (change.store !== 'projects' || !change.before) continue;
      const channel = projectChannel(this.#parts.scope, change.after.id);
      for (const { bytes } of change.log.entries) channel.postMessage(unseal(bytes));
      channel.close();
    }
    await this.#changed();
  }

  /** Shows what was taken back. */
  takenBack(): Promise<void> {
    return this.#changed();
  }

  dispose(): void {
    this.#channel.close();
    this.#left?.rested.dispose();
  }

  async #add(make: () => Promise<MadeProject>): Promise<ProjectId | undefined> {
    let added: ProjectId | undefined;
    await this.#reporting(async () => {
      const { record, entry, points = [] } = await make();
      await this.#parts.projects.add(record, { entries: [entry], points });
      added = record.id;
      await this.#changed();
    });
    return added;
  }

  /** False also where the project is gone. */
  async #change(id: ProjectId, change: (record: ProjectRecord) => ProjectRecord): Promise<boolean> {
    let changed: readonly ProjectRecord[] = [];
    const kept = await this.#reporting(async () => {
      changed = await this.#parts.projects.change([id], change);
      await this.#changed();
    });
    return kept && changed.length > 0;
  }

  async #with<Value>(id: ProjectId, work: (project: OpenProject) => Promise<Value>): Promise<Value | undefined> {
    let value: Value | undefined;
    await this.#reporting(async () => {
      const opened = await this.open(id);
      if (!opened.ok) return;
      value = await work(opened.value);
      await opened.value.dispose();
    });
    return value;
  }

  async #changed(): Promise<void> {
    this.#channel.postMessage('changed');
    await this.load();
  }

  async #reporting(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#report(error.fault);
      return false;
    }
  }
}

const shelfOf = ({ archivedAt, deletedAt }: ProjectRecord): Shelf =>
  deletedAt !== undefined ? 'bin' : archivedAt !== undefined ? 'archive' : 'current';
