import * as Y from 'yjs';
import type { EditRefusal } from '../schema/edit-refusal.ts';
import type { VersionId } from '../schema/project-ids.ts';
import type { Project } from '../schema/project.ts';
import { fail, ok, type Result } from '../schema/result.ts';
import { Edit, type Origin } from './edit.ts';
import { History } from './history.ts';
import { entityOf, LAYOUT, singleOf } from './layout.ts';
import { readHead } from './read/head.ts';
import { ProjectReader } from './read/project-reader.ts';
import { OWN_HEAD, returnTo } from './return-to.ts';
import { isRecord, sameValue } from './same-value.ts';
import { inspectUpdate } from './update.ts';

/** What a command did: what it made, and its name in the history ("move clip 3"). */
export interface Done<Value> {
  readonly value: Value;
  readonly name: string;
  /** The field that was typed in, where typing on is the same change. */
  readonly field?: string | undefined;
}

/** One change to a project. It checks first and writes after, so a refused one leaves nothing behind. */
export type Command<Value> = (edit: Edit) => Result<Done<Value>, EditRefusal>;

/** How an update came to be: by a command here, or from elsewhere. */
export type UpdateSource = 'local' | 'remote';

/** A project's document: read as plain values, changed by commands alone. */
export class ProjectDocument {
  readonly #doc: Y.Doc;
  readonly #reader: ProjectReader;
  readonly #history: History;
  readonly #origin: Origin;
  readonly #isPast: boolean;
  readonly #local = {};

  /**
   * `doc` belongs to this object from now on. `past`: the document as it once was, to be looked at.
   */
  constructor(doc: Y.Doc, origin: Origin, { past = false } = {}) {
    this.#doc = doc;
    this.#origin = origin;
    this.#isPast = past;
    this.#reader = new ProjectReader(doc);
    this.#history = new History(doc, this.#local, origin.now);
  }

  /** The project as it stands. What did not change since the last reading is the same object. */
  get project(): Project {
    return this.#reader.read();
  }

  /** Why the document can only be looked at; undefined where it can be changed. */
  get readOnly(): EditRefusal | undefined {
    if (this.#isPast) return { reason: 'past-version' };
    const { major } = readHead(singleOf(this.#doc, 'head')).layout;
    return major > LAYOUT.major ? { reason: 'newer-version', found: major, known: LAYOUT.major } : undefined;
  }

  /** Makes one change, all of it or nothing, and remembers it under its name. */
  run<Value>(command: Command<Value>): Result<Value, EditRefusal> {
    const { readOnly } = this;
    if (readOnly) return fail(readOnly);
    return this.#doc.transact((): Result<Value, EditRefusal> => {
      const done = command(new Edit(this.#doc, this.#reader, this.#origin));
      if (!done.ok) return done;
      this.#history.begin(done.value.name, done.value.field);
      return ok(done.value.value);
    }, this.#local);
  }

  /**
   * Makes a change that no person made here, as when work that was asked for is done. It is no step to
   * be undone: Undo still takes back what a person did last.
   */
  settle<Value>(command: Command<Value>): Result<Value, EditRefusal> {
    const { readOnly } = this;
    if (readOnly) return fail(readOnly);
    return this.#doc.transact((): Result<Value, EditRefusal> => {
      const done = command(new Edit(this.#doc, this.#reader, this.#origin));
      return done.ok ? ok(done.value.value) : done;
    }, 'settled');
  }

  get undoName(): string | undefined {
    return this.#history.undoName;
  }

  get undoNames(): readonly string[] {
    return this.#history.undoNames;
  }

  get redoName(): string | undefined {
    return this.#history.redoName;
  }

  /** Undoes the last change made here and says its name; undefined where nothing was undone. */
  undo(): string | undefined {
    return this.readOnly ? undefined : this.#history.undo();
  }

  redo(): string | undefined {
    return this.readOnly ? undefined : this.#history.redo();
  }

  /** Takes in what was changed elsewhere in the same project. A broken update changes nothing. */
  receive(update: Uint8Array): Result<void, EditRefusal> {
    if (this.#isPast) return fail({ reason: 'past-version' });
    const inspected = inspectUpdate(update);
    if (!inspected.ok) return inspected;
    Y.applyUpdate(this.#doc, update, 'remote');
    return ok(undefined);
  }

  /** Makes the project what it was at a moment of its past, as one change that can be undone. */
  returnTo(past: ProjectDocument): Result<void, EditRefusal> {
    const { readOnly } = this;
    if (readOnly) return fail(readOnly);
    this.#doc.transact(() => {
      returnTo(this.#doc, past.#doc, this.#origin.now());
      this.#history.begin('return to an earlier version', undefined);
    }, this.#local);
    return ok(undefined);
  }

  /**
   * Makes another version's changes a change of one's own, that can be undone under `name`. The update
   * must be whole and of a branch of this project, whose own name and id are not taken over. `amend`: what
   * to do to the merged document within that change; `before` is what it was.
   */
  merge(update: Uint8Array, name: string, amend?: (doc: Y.Doc, before: Y.Doc) => void): Result<void, EditRefusal> {
    const { readOnly } = this;
    if (readOnly) return fail(readOnly);
    const inspected = inspectUpdate(update);
    if (!inspected.ok) return inspected;
    const before = amend && this.#copy();
    this.#doc.transact(() => {
      applyBranch(this.#doc, update, this.#local);
      if (before) amend(this.#doc, before);
      this.#history.begin(name, undefined);
    }, this.#local);
    before?.destroy();
    return ok(undefined);
  }

  /** The project as it would be after `merge`. */
  merged(update: Uint8Array): Project {
    return this.besideMerged(update, (_, merged) => new ProjectReader(merged).read());
  }

  /** Looks at this document and at what it would be after `merge`. */
  besideMerged<Value>(update: Uint8Array, look: (doc: Y.Doc, merged: Y.Doc) => Value): Value {
    const merged = this.#copy();
    applyBranch(merged, update, this.#local);
    const value = look(this.#doc, merged);
    merged.destroy();
    return value;
  }

  /** The project as it would be after a change; as it is where that is refused. */
  tried(command: Command<unknown>): Project {
    const copy = new ProjectDocument(this.#copy(), this.#origin);
    copy.run(command);
    const { project } = copy;
    copy.dispose();
    return project;
  }

  /** The moment at which a branch parted from its project; undefined where it is no branch. */
  get forkSnapshot(): Uint8Array | undefined {
    const fork = singleOf(this.#doc, 'head').get('forkedFrom');
    return isRecord(fork) && fork['snapshot'] instanceof Uint8Array ? fork['snapshot'] : undefined;
  }

  /** The whole document as one update. */
  encode(): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc);
  }

  /** What another copy lacks, given what it has (`state`). */
  encodeSince(state: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc, state);
  }

  /** Says what this copy has, for `encodeSince` of another. */
  state(): Uint8Array {
    return Y.encodeStateVector(this.#doc);
  }

  /** Whether both copies have taken in the same changes, and no other ones. */
  knowsSameAs(other: ProjectDocument): boolean {
    return Y.equalSnapshots(Y.snapshot(this.#doc), Y.snapshot(other.#doc));
  }

  /** This moment, to be opened again from the document's log. */
  snapshot(): Uint8Array {
    return Y.encodeSnapshot(Y.snapshot(this.#doc));
  }

  /** The moment that was given a name; undefined where there is no such version. */
  snapshotOf(version: VersionId): Uint8Array | undefined {
    const snapshot = entityOf(this.#doc, 'versions', version)?.get('snapshot');
    return snapshot instanceof Uint8Array ? snapshot : undefined;
  }

  /** Calls `listener` with every change as it happens, to be kept. Ends with the function that is returned. */
  onUpdate(listener: (update: Uint8Array, source: UpdateSource) => void): () => void {
    const heard = (update: Uint8Array, origin: unknown): void => listener(update, origin === 'remote' ? 'remote' : 'local');
    this.#doc.on('update', heard);
    return () => this.#doc.off('update', heard);
  }

  #copy(): Y.Doc {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, this.encode());
    return doc;
  }

  dispose(): void {
    this.#history.dispose();
    this.#doc.destroy();
  }
}

/** Takes in the changes of a branch, but not what it is known by. */
function applyBranch(doc: Y.Doc, update: Uint8Array, origin: unknown): void {
  doc.transact((transaction) => {
    const head = singleOf(doc, 'head');
    const own = [...OWN_HEAD, 'name'].map((field) => ({ field, value: head.get(field) }));
    Y.applyUpdate(doc, update, origin);
    // Yjs takes an update for someone else's work, and what is written with it for a clash of two clients.
    transaction.local = true;
    for (const { field, value } of own) {
      if (sameValue(head.get(field), value)) continue;
      if (value === undefined) head.delete(field);
      else head.set(field, value);
    }
  }, origin);
}
