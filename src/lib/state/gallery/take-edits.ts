import { inverse, type Mark, marked } from '#core/domain/takes/take-marks.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { TakeStore } from '#lib/storage/ports.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { Unwritten } from '../store/unwritten.svelte.ts';

type Marks = ReadonlyMap<TakeId, Mark>;

/** The takes as they are shown. */
interface View {
  get(id: TakeId): Take | undefined;
  show(takes: readonly Take[]): void;
}

interface Parts {
  readonly store: TakeStore;
  readonly view: View;
  readonly shell: ShellState;
  readonly unwritten: Unwritten;
  /** Called with what is in the store now. */
  readonly tell: (ids: readonly TakeId[]) => void;
}

/** What is held while the store cannot take it. */
const HELD = 'marks on takes';

/** How many edits can be taken back. */
const MOST_UNDOS = 100;

/**
 * What a person marks on takes: on the screen at once, then in the store in the same order, all of one
 * edit or none. What the store cannot take stays on the screen, and is written once it can.
 */
export class TakeEdits {
  readonly #parts: Parts;
  /** Shown, and not in the store yet. */
  #pending: readonly Marks[] = [];
  #undos: readonly Marks[] = [];
  #writing: Promise<boolean> = Promise.resolve(true);
  #undoToast = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A take from the store as it is to be shown: with what is not written yet. */
  shown(take: Take): Take {
    return this.#pending.reduce((shown, marks) => {
      const mark = marks.get(take.id);
      return mark ? marked(shown, mark) : shown;
    }, take);
  }

  /**
   * Marks takes and, with the words given, offers the way back. True once it is kept; false while it is
   * only held in this tab.
   */
  async edit(ids: readonly TakeId[], mark: Mark, said: string): Promise<boolean> {
    const marks = new Map<TakeId, Mark>();
    const back = new Map<TakeId, Mark>();
    for (const id of ids) {
      const take = this.#parts.view.get(id);
      const inverted = take && inverse(take, mark);
      if (!inverted) continue;
      marks.set(id, mark);
      back.set(id, inverted);
    }
    if (marks.size === 0) return true;
    this.#undos = [...this.#undos, back].slice(-MOST_UNDOS);
    const kept = await this.#apply(marks);
    if (kept) this.#offerUndo(back, said);
    return kept;
  }

  /**
   * Keeps what the machine found out about takes. No person did it: nothing is said, there is no way back, and what
   * the store cannot take now is found out again another time. False where it could not.
   */
  async note<Found>(found: ReadonlyMap<TakeId, Found>, put: (take: Take, found: Found) => Take): Promise<boolean> {
    const ids = [...found.keys()];
    try {
      const kept = await this.#parts.store.change(ids, (take) => put(take, found.get(take.id)!));
      this.#parts.view.show(kept.map((take) => this.shown(take)));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return false;
    }
    this.#parts.tell(ids);
    return true;
  }

  /** Takes back the last edit that was not taken back yet; false when there is none. */
  async undo(): Promise<boolean> {
    const last = this.#undos.at(-1);
    if (!last) return false;
    await this.#takeBack(last);
    return true;
  }

  async #takeBack(back: Marks): Promise<void> {
    if (!this.#undos.includes(back)) return;
    this.#undos = this.#undos.filter((other) => other !== back);
    this.#parts.shell.dismiss(this.#undoToast);
    await this.#apply(back);
  }

  #offerUndo(back: Marks, said: string): void {
    this.#parts.shell.dismiss(this.#undoToast);
    this.#undoToast = this.#parts.shell.toast('info', said, { label: 'Undo', run: () => void this.#takeBack(back) });
  }

  #apply(marks: Marks): Promise<boolean> {
    this.#pending = [...this.#pending, marks];
    this.#parts.view.show(
      [...marks].flatMap(([id, mark]) => {
        const take = this.#parts.view.get(id);
        return take ? [marked(take, mark)] : [];
      }),
    );
    return this.#write();
  }

  #write(): Promise<boolean> {
    const write = () => this.#writeAll();
    this.#writing = this.#writing.then(write, write);
    return this.#writing;
  }

  async #writeAll(): Promise<boolean> {
    try {
      for (let marks = this.#pending[0]; marks; marks = this.#pending[0]) {
        const waiting = marks;
        const ids = [...waiting.keys()];
        const kept = await this.#parts.store.change(ids, (take) => marked(take, waiting.get(take.id)!));
        this.#pending = this.#pending.slice(1);
        this.#parts.view.show(kept.map((take) => this.shown(take)));
        this.#parts.tell(ids);
      }
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#parts.unwritten.hold(HELD, error.fault, () => this.#write());
      return false;
    }
    this.#parts.unwritten.drop(HELD);
    return true;
  }
}
