import { summarise } from '#core/domain/project/project-summary.ts';
import type { LogEntry } from '#core/document/log/compact.ts';
import { packEntries, unpackEntries } from '#core/document/log/packed-entries.ts';
import { seal, unseal } from '#core/document/log/sealed.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { ProjectStore } from '#lib/storage/ports.ts';
import type { WriteAhead } from '#lib/storage/write-ahead.ts';
import { afterPicture } from '../shell/after-picture.ts';
import type { Unwritten } from '../store/unwritten.svelte.ts';
import { newNote, notesOf } from './left-edits.ts';

/** How what was changed stands: in the store, on its way there, or only in this tab. */
export type Standing = 'kept' | 'writing' | 'held';

interface Parts {
  readonly projects: ProjectStore;
  readonly unwritten: Unwritten;
  /** Tabs with the same scope show the same project. */
  readonly scope: string;
  /** The project as it stands. */
  film(): Project;
  /** Whether it can only be looked at. */
  isReadOnly(): boolean;
  /** The store has it now: other tabs may hear of it. */
  tell(update: Uint8Array): void;
  /** What was held is in the store at last. */
  settled(): void;
}

/** An update that the store does not have yet. */
interface Unkept {
  readonly update: Uint8Array;
  readonly entry: LogEntry;
}

/** Brings what is changed in a project to the store. What the store cannot take stays here. */
export class ProjectWriting {
  #standing = $state<Standing>('kept');
  #isGone = $state(false);
  readonly #id: ProjectId;
  readonly #parts: Parts;
  #unkept: readonly Unkept[] = [];
  /** Of this tab alone: two tabs may be left in one moment. */
  readonly #ahead: WriteAhead;
  #writing: Promise<boolean> | undefined;

  /** `id`: the one that the project is kept under. */
  constructor(id: ProjectId, parts: Parts) {
    this.#id = id;
    this.#parts = parts;
    this.#ahead = newNote(parts.scope, id);
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** Whether the store had no such project when it was asked last. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Notes whether the store has such a project. */
  sawStored(isThere: boolean): void {
    this.#isGone = !isThere;
  }

  /** Keeps what was changed here. */
  keep(update: Uint8Array): void {
    this.#unkept = [...this.#unkept, { update, entry: { bytes: seal(update), at: Date.now() } }];
    this.#note();
    if (this.#standing === 'kept') this.#standing = 'writing';
    void this.flush();
  }

  /** Notes what is on its way, where that is no more than somebody does by hand. */
  #note(): void {
    const entries = this.#unkept.map(({ entry }) => entry);
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
    if (bytes > MOST_NOTED) this.#ahead.clear();
    else this.#ahead.note(packEntries(entries));
  }

  /** Resolves with whether all that was changed is in the store. */
  flush(): Promise<boolean> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
      // A change that came at the very end has nobody to write it.
      if (this.#unkept.length > 0 && this.#standing === 'writing') void this.flush();
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
        const kept = await projects.append(this.#id, now.map(({ entry }) => entry), { ...summarise(this.#parts.film()), changedAt: Date.now() });
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
      for (const { update } of now) this.#parts.tell(update);
    }
    unwritten.drop(this.#heldName);
    this.#standing = 'kept';
    return true;
  }

  /** Takes up what a page that was left could not hand to the store any more. Said to the store twice, it changes nothing. */
  async takeUp(receive: (update: Uint8Array) => void): Promise<void> {
    if (this.#parts.isReadOnly()) return;
    const taken = notesOf(this.#parts.scope, this.#id).map((note) => ({ note, words: note.left() ?? '' }));
    for (const { bytes } of taken.flatMap(({ words }) => unpackEntries(words))) {
      const update = unseal(bytes);
      if (!update) continue;
      receive(update);
      this.keep(update);
    }
    // Noted here it may be too much, and the store may be full.
    if (taken.length > 0 && (await this.flush())) for (const { note, words } of taken) note.done(words);
  }

  /** Brings the record up to a log that a page has written without it, because it was left in that moment, or that an older version summed up. */
  async sumUp(lastChange: number): Promise<void> {
    const { projects } = this.#parts;
    try {
      const record = await projects.get(this.#id);
      if (this.#parts.isReadOnly() || !record || (record.changedAt >= lastChange && record.things && record.takes)) return;
      await projects.append(this.#id, [], { ...summarise(this.#parts.film()), changedAt: Math.max(lastChange, record.changedAt) });
    } catch (error) {
      // The list shows what it last knew until there is room.
      if (!(error instanceof FaultError)) throw error;
    }
  }

  async #tryAgain(): Promise<boolean> {
    const kept = await this.flush();
    if (kept) this.#parts.settled();
    return kept;
  }

  get #heldName(): string {
    return `changes to a project (${this.#id.slice(0, 8)})`;
  }
}

/** Bytes of updates that are noted at most: the room for notes is small, and packing them takes time. */
const MOST_NOTED = 64 * 1024;
