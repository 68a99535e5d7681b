import { getContext, setContext } from 'svelte';
import { sameBytes } from '#core/domain/bytes/same-bytes.ts';
import type { LogEntry } from '#core/document/log/compact.ts';
import type { KeptLog } from '#core/document/log/moments.ts';
import { openLog } from '#core/document/log/open-log.ts';
import { unseal } from '#core/document/log/sealed.ts';
import type { Command, ProjectDocument } from '#core/document/project-document.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { ProjectStore } from '#lib/storage/ports.ts';
import type { Unwritten } from '../store/unwritten.svelte.ts';
import { browserOrigin } from './browser-origin.ts';
import { projectChannel } from './project-channel.ts';
import { sayOpen } from './project-lock.ts';
import { ProjectWriting, type Standing } from './project-writing.svelte.ts';
import type { RestedDocuments } from './rested-documents.ts';
import { shorten } from './shorten.ts';

/** What a tab keeps of projects that no screen shows any more. */
export interface LeftProjects {
  /** Those that hold what the store could not take. */
  readonly held: Map<ProjectId, OpenProject>;
  readonly rested: RestedDocuments;
}

export interface OpenParts extends LeftProjects {
  readonly projects: ProjectStore;
  readonly unwritten: Unwritten;
  /** Tabs with the same scope show the same project. */
  readonly scope: string;
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

  readonly #parts: OpenParts;
  readonly #stop = new AbortController();
  /** None where it shows the past, in which nothing happens any more. */
  readonly #channel: BroadcastChannel | undefined;
  /** The id that it is kept under, which a branch did not have yet in the past that it shares. */
  readonly #id: ProjectId;
  /** Whether the screen that showed it has left it. */
  #isLeft = false;
  readonly #writing: ProjectWriting;
  readonly #unheard: () => void;
  /** Lets other tabs take back what an import has brought to its log. */
  #letGo = () => {};

  private constructor(document: ProjectDocument, unreadable: number, channel: BroadcastChannel | undefined, parts: OpenParts, id = document.project.id) {
    this.document = document;
    this.#id = id;
    this.unreadable = unreadable;
    this.#parts = parts;
    this.#channel = channel;
    this.#writing = new ProjectWriting(id, {
      ...parts,
      film: () => this.#film,
      isReadOnly: () => this.#readOnly !== undefined,
      tell: (update) => channel?.postMessage(update),
      settled: () => this.#close(),
    });
    this.#show();
    this.#unheard = document.onUpdate((update, source) => {
      this.#show();
      if (source === 'local') this.#writing.keep(update);
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
    const project = new OpenProject(parts.rested.goOn(id, opened.value.document), opened.value.setAside.length, channel, parts);
    // Said between the opening of the channel and the reading of the log.
    void project.#catchUp(log.entries);
    void project.#writing.takeUp((update) => void project.document.receive(update));
    void project.#writing.sumUp(log.entries.at(-1)?.at ?? 0);
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
    return this.#writing.standing;
  }

  /** Whether it was deleted for good meanwhile, in another tab. */
  get isGone(): boolean {
    return this.#writing.isGone;
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
    await this.#writing.flush();
    return this.#parts.projects.log(this.id);
  }

  /** Closes it once everything is written. While something cannot be, it stays, to be opened again as it is. */
  async dispose(): Promise<void> {
    this.#isLeft = true;
    if (!this.#channel || (await this.#writing.flush())) this.#close();
    else if (this.#isLeft) this.#parts.held.set(this.id, this);
  }

  #close(): void {
    // It may have been opened again while it was being written.
    if (!this.#isLeft || this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#channel?.close();
    this.#letGo();
    if (this.#channel) this.#parts.held.delete(this.id);
    this.#unheard();
    const canGoOn = this.#channel && !this.isGone && (this.#undoName ?? this.#redoName) !== undefined;
    if (canGoOn) this.#parts.rested.keep(this.id, this.document);
    else this.document.dispose();
  }

  #show(): void {
    const { project } = this.document;
    this.#film = project.id === this.#id ? project : { ...project, id: this.#id };
    this.#undoName = this.document.undoName;
    this.#undoNames = this.document.undoNames;
    this.#redoName = this.document.redoName;
    this.#readOnly = this.document.readOnly;
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
      this.#writing.sawStored(log !== undefined);
    } catch (error) {
      // A tab that is shut out of the store shows what it last knew.
      if (!(error instanceof FaultError)) throw error;
    }
  }
}

const KEY = Symbol('project');

/** Hands the open project to all components below. It may change: the function gives the one of the moment. */
export function setProject(project: () => OpenProject): void {
  setContext(KEY, project);
}

/** The project that the layout above has opened. */
export function useProject(): OpenProject {
  return getContext<() => OpenProject>(KEY)();
}
