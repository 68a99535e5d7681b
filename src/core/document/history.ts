import * as Y from 'yjs';
import { rootsOf } from './layout.ts';

/** How long a pause in typing may be for it to stay one change, in milliseconds. */
const PAUSE = 2000;

const NAME = 'name';

/** The local changes of a document, each with a name, to be undone and redone. */
export class History {
  readonly #manager: Y.UndoManager;
  readonly #now: () => number;
  #name = '';
  #typing: { field: string; at: number } | undefined;

  /** Only transactions of `origin` are remembered: nobody undoes what someone else did. */
  constructor(doc: Y.Doc, origin: object, now: () => number) {
    this.#now = now;
    // When changes belong together is decided in `begin`, by the field and not by the clock alone.
    this.#manager = new Y.UndoManager(rootsOf(doc), { trackedOrigins: new Set([origin]), captureTimeout: Infinity });
    this.#manager.on('stack-item-added', ({ stackItem }) => {
      const undone = this.#manager.currStackItem;
      stackItem.meta.set(NAME, undone ? undone.meta.get(NAME) : this.#name);
    });
  }

  /**
   * Says what the transaction in progress is called. `field`: where a person types; typing on in one
   * field without a pause is one change.
   */
  begin(name: string, field: string | undefined): void {
    const at = this.#now();
    const goesOn = field !== undefined && this.#typing?.field === field && Math.abs(at - this.#typing.at) <= PAUSE;
    if (!goesOn) this.#manager.stopCapturing();
    this.#typing = field === undefined ? undefined : { field, at };
    this.#name = name;
  }

  /** What would be undone next. */
  get undoName(): string | undefined {
    return this.#manager.undoStack.at(-1)?.meta.get(NAME) as string | undefined;
  }

  /** What Undo would undo, one after the other. */
  get undoNames(): string[] {
    return this.#manager.undoStack.map(({ meta }) => meta.get(NAME) as string).reverse();
  }

  get redoName(): string | undefined {
    return this.#manager.redoStack.at(-1)?.meta.get(NAME) as string | undefined;
  }

  /** Undoes the last change and says its name; undefined where there is nothing left to undo. */
  undo(): string | undefined {
    this.#typing = undefined;
    return this.#manager.undo()?.meta.get(NAME) as string | undefined;
  }

  redo(): string | undefined {
    this.#typing = undefined;
    return this.#manager.redo()?.meta.get(NAME) as string | undefined;
  }

  dispose(): void {
    this.#manager.destroy();
  }
}
