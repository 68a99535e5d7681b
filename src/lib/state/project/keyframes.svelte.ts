import { firstKeyframe, lastKeyframe } from '#core/domain/timeline/cut.ts';
import type { End } from '#core/domain/film-run/planned-work.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Keyframe } from '#core/schema/keyframe.ts';
import type { KeyframeId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { ClipWork } from './batch-progress.ts';
import { BoardState, type ClipCell } from './board.svelte.ts';

/** `none`: nobody has asked for one. `gone`: its take is not in the gallery. */
export type SlotState = 'none' | 'waiting' | 'making' | 'failed' | 'there' | 'gone';

/** One end of a clip, and the still that it shows. */
export interface Slot {
  readonly key: string;
  readonly cell: ClipCell;
  /** Of the clip in the film, from 0. */
  readonly place: number;
  readonly end: End;
  readonly keyframe: Keyframe | undefined;
  /** The slot whose still it shows; undefined where it has its own. */
  readonly from: Slot | undefined;
  readonly work: ClipWork | undefined;
  readonly state: SlotState;
}

interface Around {
  film(): Project;
  work(): ReadonlyMap<KeyframeId, ClipWork>;
  hasTake(id: TakeId): boolean;
}

/** The Keyframes screen: the ends of all clips in the cut in their order, where the keys are and what is looked at closely. */
export class KeyframesState {
  #at = $state<string | null>(null);
  #detail = $state<string | null>(null);
  readonly #around: Around;
  readonly #board: BoardState;
  readonly #slots = $derived.by(() => this.#read());
  readonly #current = $derived(Math.max(0, this.#slots.findIndex(({ key }) => key === this.#at)));

  constructor(around: Around) {
    this.#around = around;
    this.#board = new BoardState(() => around.film());
  }

  /** First and last of each clip, one behind the other. */
  get slots(): readonly Slot[] {
    return this.#slots;
  }

  get clips(): readonly ClipCell[] {
    return this.#board.clips;
  }

  /** Where the keys are. */
  get at(): number {
    return this.#current;
  }

  /** What is looked at closely. */
  get detail(): Slot | undefined {
    return this.#slots.find(({ key }) => key === this.#detail);
  }

  focus(key: string): void {
    this.#at = key;
  }

  look(key: string | null): void {
    this.#detail = key;
    if (key !== null) this.#at = key;
  }

  #read(): Slot[] {
    const slots: Slot[] = [];
    this.#board.clips.forEach((cell, place) => {
      const { clip } = cell;
      const found = { clip, stack: cell.stack, scene: cell.row.scene };
      const before = slots.at(-1);
      const first = firstKeyframe(this.#around.film(), found);
      const inherits = clip.first === 'inherit' && before !== undefined && first !== undefined && before.keyframe?.id === first.id;
      slots.push(this.#slot(cell, place, 'first', first, inherits ? before : undefined));
      slots.push(this.#slot(cell, place, 'last', lastKeyframe(clip), undefined));
    });
    return slots;
  }

  #slot(cell: ClipCell, place: number, end: End, keyframe: Keyframe | undefined, from: Slot | undefined): Slot {
    const work = keyframe && this.#around.work().get(keyframe.id);
    return { key: `${cell.key}/${end}`, cell, place, end, keyframe, from, work, state: this.#stateOf(keyframe, work) };
  }

  #stateOf(keyframe: Keyframe | undefined, work: ClipWork | undefined): SlotState {
    if (work?.running) return 'making';
    if (work && work.waiting.length > 0) return 'waiting';
    if (keyframe?.still) return keyframe.still.kind === 'picture' || this.#around.hasTake(keyframe.still.take) ? 'there' : 'gone';
    return work && work.failed.length > 0 ? 'failed' : 'none';
  }
}
