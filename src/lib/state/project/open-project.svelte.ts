import { getContext, setContext } from 'svelte';
import { sameBytes } from '#core/domain/bytes/same-bytes.ts';
import { summarise } from '#core/domain/project/project-summary.ts';
import type { LogEntry } from '#core/document/log/compact.ts';
import type { KeptLog } from '#core/document/log/moments.ts';
import { openLog } from '#core/document/log/open-log.ts';
import { packEntries, unpackEntries } from '#core/document/log/packed-entries.ts';
import { seal, unseal } from '#core/document/log/sealed.ts';
import type { Command, ProjectDocument } from '#core/document/project-document.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { ProjectStore } from '#lib/storage/ports.ts';
import type { WriteAhead } from '#lib/storage/write-ahead.ts';
import { afterPicture } from '../shell/after-picture.ts';
import type { Unwritten } from '../store/unwritten.svelte.ts';
import { browserOrigin } from './browser-origin.ts';
import { newNote, notesOf } from './left-edits.ts';
import { projectChannel } from './project-channel.ts';
import { sayOpen } from './project-lock.ts';
import { shorten } from './shorten.ts';

export interface OpenParts {
  readonly projects: ProjectStore;
  readonly unwritten: Unwritten;
  /** Tabs with the same scope show the same project. */
  readonly scope: string;
  /** Projects that no screen shows any more and that hold what the store could not take. */
  readonly held: Map<ProjectId, OpenProject>;
}

/** How what was changed stands: in the store, on its way there, or only in this tab. */
export type Standing = 'kept' | 'writing' | 'held';

/** An update that the store does not have yet. */
interface Unkept {
  readonly update: Uint8Array;
  readonly entry: LogEntry;
}

/**
 * A project that is looked at in this tab. Every change is in the store before other tabs hear of it, so
 * that nothing they build on it can be without its ground. What the store cannot take stays here.
 */
export class OpenProject {
  readonly document: ProjectDocument;
  /** How many entries of its log could not be read. */
  readonly unreadable: number;
  #film = $state.raw<Project>() as Project;
  #undoName = $state<string | undefined>();
  #redoName = $state<string | undefined>();
  #undoNames = $state.raw<readonly string[]>([]);
  #readOnly = $state.raw<EditRefusal | undefined>();
  #standing = $state<Standing>('kept');
  #isGone = $state(false);

  readonly #parts: OpenParts;
  readonly #stop = new AbortController();
  /** None where it shows the past, in which nothing happens any more. */
  readonly #channel: BroadcastChannel | undefined;
  /** The id that it is kept under, which a branch did not have yet in the past that it shares. */
  readonly #id: ProjectId;
  #unkept: readonly Unkept[] = [];
  /** Of this tab alone: two tabs may be left in one moment. */
  readonly #ahead: WriteAhead;
  /** Whether the screen that showed it has left it. */
  #isLeft = false;
  #writing: Promise<boolean> | undefined;
  /** Lets other tabs take back what an import has brought to its log. */
  #letGo = () => {};

  private constructor(document: ProjectDocument, unreadable: number, channel: BroadcastChannel | undefined, parts: OpenParts, id = document.project.id) {
    this.document = document;
    this.#id = id;
    this.unreadable = unreadable;
    this.#parts = parts;
    this.#channel = channel;
    this.#ahead = newNote(parts.scope, this.id);
    this.#show();
    document.onUpdate((update, source) => {
      this.#show();
      if (source === 'local') this.#keep(update);
    });
    if (!channel) return;
    channel.onmessage = ({ data }: MessageEvent<Uint8Array>) => void document.receive(data);
    const { signal } = this.#stop;
    // A page that was put aside has heard nothing meanwhile.
    addEventListener('pageshow', ({ persisted }) => persisted && void this.#catchUp(), { signal });
  }

  /** Refused with `not-found` where there is no such project, with `damaged` where nothing of it can be read. */
  static async open(id: ProjectId, parts: OpenParts): Promise<Result<OpenProject, EditRefusal>> {
    const held = parts.held.get(id);
    if (held) {
      parts.held.delete(id);
      held.#isLeft = false;
      return ok(held);
    }
    const letGo = await sayOpen(parts.scope, id);
    const opened = await OpenProject.#read(id, parts, letGo).catch((error: unknown) => {
      letGo();
      throw error;
    });
    if (!opened.ok) letGo();
    return opened;
  }

  static async #read(id: ProjectId, parts: OpenParts, letGo: () => void): Promise<Result<OpenProject, EditRefusal>> {
    // What other tabs say from now on waits until the log is read.
    const channel = projectChannel(parts.scope, id);
    const log = await parts.projects.log(id);
    const opened = log ? openLog(log.entries.map(({ bytes }) => bytes), browserOrigin) : fail<EditRefusal>({ reason: 'not-found', what: 'project' });
    if (!log || !opened.ok) {
      channel.close();
      return opened.ok ? fail({ reason: 'damaged' }) : opened;
    }
    const project = new OpenProject(opened.value.document, opened.value.setAside.length, channel, parts);
    // Said between the opening of the channel and the reading of the log.
    void project.#catchUp(log.entries);
    void project.#takeUp();
    void project.#sumUp(log.entries.at(-1)?.at ?? 0);
    const compacted = shorten(id, log, parts.projects);
    project.#letGo = () => void compacted.then(letGo);
    return ok(project);
  }

  /** The project as it was, to be looked at. `document`: its past. */
  past(document: ProjectDocument, unreadable: number): OpenProject {
    return new OpenProject(document, unreadable, undefined, this.#parts, this.#id);
  }

  get id(): ProjectId {
    return this.#id;
  }

  /** The project as it stands; a new object after each change, with all that did not change the same. */
  get film(): Project {
    return this.#film;
  }

  /** What Undo would undo. */
  get undoName(): string | undefined {
    return this.#undoName;
  }

  get redoName(): string | undefined {
    return this.#redoName;
  }

  /** What Undo would undo, one after the other. */
  get undoNames(): readonly string[] {
    return this.#undoNames;
  }

  /** Why it can only be looked at. */
  get readOnly(): EditRefusal | undefined {
    return this.#readOnly;
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** Whether it was deleted for good meanwhile, in another tab. */
  get isGone(): boolean {
    return this.#isGone;
  }

  run<Value>(command: Command<Value>): Result<Value, EditRefusal> {
    return this.document.run(command);
  }

  /** Runs what nobody did here, as when work that was asked for is done: it is no step to undo. */
  settle<Value>(command: Command<Value>): Result<Value, EditRefusal> {
    return this.document.settle(command);
  }

  /** Undoes the last change made in this tab and says its name. */
  undo(): string | undefined {
    return this.document.undo();
  }

  redo(): string | undefined {
    return this.document.redo();
  }

  /** The log as it lies in the store, to open the past from. */
  async log(): Promise<KeptLog | undefined> {
    await this.#flush();
    return this.#parts.projects.log(this.id);
  }

  /** Closes it once everything is written. While something cannot be, it stays, to be opened again as it is. */
  async dispose(): Promise<void> {
    this.#isLeft = true;
    if (!this.#channel || (await this.#flush())) this.#close();
    else if (this.#isLeft) this.#parts.held.set(this.id, this);
  }

  #close(): void {
    // It may have been opened again while it was being written.
    if (!this.#isLeft || this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#channel?.close();
    this.#letGo();
    if (this.#channel) this.#parts.held.delete(this.id);
    this.document.dispose();
  }

  #show(): void {
    const { project } = this.document;
    this.#film = project.id === this.#id ? project : { ...project, id: this.#id };
    this.#undoName = this.document.undoName;
    this.#undoNames = this.document.undoNames;
    this.#redoName = this.document.redoName;
    this.#readOnly = this.document.readOnly;
  }

  #keep(update: Uint8Array): void {
    this.#unkept = [...this.#unkept, { update, entry: { bytes: seal(update), at: Date.now() } }];
    this.#note();
    if (this.#standing === 'kept') this.#standing = 'writing';
    void this.#flush();
  }

  /** Notes what is on its way, where that is no more than somebody does by hand. */
  #note(): void {
    const entries = this.#unkept.map(({ entry }) => entry);
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
    if (bytes > MOST_NOTED) this.#ahead.clear();
    else this.#ahead.note(packEntries(entries));
  }

  #flush(): Promise<boolean> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
      // A change that came at the very end has nobody to write it.
      if (this.#unkept.length > 0 && this.#standing === 'writing') void this.#flush();
    });
    return this.#writing;
  }

  async #writeAll(): Promise<boolean> {
    const { projects, unwritten } = this.#parts;
    // All that comes before the next picture is one write, and does not hold that picture up.
    await afterPicture();
    while (this.#unkept.length > 0) {
      const now = this.#unkept;
      try {
        const kept = await projects.append(this.id, now.map(({ entry }) => entry), { ...summarise(this.#film), changedAt: Date.now() });
        this.#isGone = !kept;
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        this.#standing = 'held';
        unwritten.hold(this.#heldName, error.fault, () => this.#tryAgain());
        return false;
      }
      this.#unkept = this.#unkept.slice(now.length);
      // What came meanwhile is noted with what is kept now, which it may hold twice.
      if (this.#unkept.length === 0) this.#ahead.clear();
      for (const { update } of now) this.#channel?.postMessage(update);
    }
    unwritten.drop(this.#heldName);
    this.#standing = 'kept';
    return true;
  }

  /** Takes up what a page that was left could not hand to the store any more. Said to the store twice, it changes nothing. */
  async #takeUp(): Promise<void> {
    if (this.readOnly) return;
    const taken = notesOf(this.#parts.scope, this.id).map((note) => ({ note, words: note.left() ?? '' }));
    for (const { bytes } of taken.flatMap(({ words }) => unpackEntries(words))) {
      const update = unseal(bytes);
      if (!update) continue;
      this.document.receive(update);
      this.#keep(update);
    }
    // Noted here it may be too much, and the store may be full.
    if (taken.length > 0 && (await this.#flush())) for (const { note, words } of taken) note.done(words);
  }

  /** Brings the record up to a log that a page has written without it, because it was left in that moment, or that an older version summed up. */
  async #sumUp(lastChange: number): Promise<void> {
    const { projects } = this.#parts;
    try {
      const record = await projects.get(this.id);
      if (this.readOnly || !record || (record.changedAt >= lastChange && record.things && record.takes)) return;
      await projects.append(this.id, [], { ...summarise(this.#film), changedAt: Math.max(lastChange, record.changedAt) });
    } catch (error) {
      // The list shows what it last knew until there is room.
      if (!(error instanceof FaultError)) throw error;
    }
  }

  async #tryAgain(): Promise<boolean> {
    const kept = await this.#flush();
    if (kept) this.#close();
    return kept;
  }

  get #heldName(): string {
    return `changes to a project (${this.id.slice(0, 8)})`;
  }

  /** `known`: the beginning of the log, where it was read before. */
  async #catchUp(known: readonly LogEntry[] = []): Promise<void> {
    try {
      const log = await this.#parts.projects.log(this.id);
      for (const [i, { bytes }] of (log?.entries ?? []).entries()) {
        // Another tab may have made the log shorter meanwhile.
        const before = known[i];
        if (before && sameBytes(before.bytes, bytes)) continue;
        const update = unseal(bytes);
        if (update) this.document.receive(update);
      }
      this.#isGone = log === undefined;
    } catch (error) {
      // A tab that is shut out of the store shows what it last knew.
      if (!(error instanceof FaultError)) throw error;
    }
  }
}

/** Bytes of updates that are noted at most: the room for notes is small, and packing them takes time. */
const MOST_NOTED = 64 * 1024;

const KEY = Symbol('project');

/** Hands the open project to all components below. It may change: the function gives the one of the moment. */
export function setProject(project: () => OpenProject): void {
  setContext(KEY, project);
}

/** The project that the layout above has opened. */
export function useProject(): OpenProject {
  return getContext<() => OpenProject>(KEY)();
}
