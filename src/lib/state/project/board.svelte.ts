import { clipInCut, sceneInCut } from '#core/domain/timeline/cut.ts';
import { all, among, nothingSelected, type Selection, stretched, toggled } from '#core/domain/timeline/selection.ts';
import { clipSlate, sceneSlate } from '#core/domain/timeline/slate.ts';
import type { Clip, ClipStack } from '#core/schema/clip.ts';
import type { ClipId, SceneId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { Scene, SceneStack } from '#core/schema/scene.ts';

/** A clip as the board shows it: the one of its family that is in the cut. */
export interface ClipCell {
  readonly kind: 'clip';
  /** The family's id: the cell stays the same when an alternate takes the clip's place. */
  readonly key: string;
  readonly id: ClipId;
  readonly clip: Clip;
  readonly stack: ClipStack;
  readonly row: SceneCell;
  readonly slate: string;
}

export interface SceneCell {
  readonly kind: 'scene';
  readonly key: string;
  readonly id: SceneId;
  readonly scene: Scene;
  readonly stack: SceneStack;
  readonly number: number;
  readonly slate: string;
}

export type Cell = SceneCell | ClipCell;

export interface BoardRow {
  readonly head: SceneCell;
  readonly clips: readonly ClipCell[];
  readonly open: boolean;
}

/** The Board: its rows, where the keys are, what is chosen and what is looked at closely. */
export class BoardState {
  #folded = $state.raw<ReadonlySet<string>>(new Set());
  #at = $state<string | null>(null);
  #detail = $state<string | null>(null);
  #selection = $state.raw<Selection<string>>(nothingSelected());
  /** Where the current cell was last: when it is gone, the next one stands there. */
  #place = 0;
  readonly #film: () => Project;

  readonly #drawn = new WeakMap<SceneStack, BoardRow>();
  readonly #rows = $derived.by(() => this.#film().scenes.map((stack, i) => this.#rowOf(stack, i + 1, !this.#folded.has(stack.family))));
  readonly #cells = $derived(this.#rows.flatMap(({ head, clips, open }): Cell[] => [head, ...(open ? clips : [])]));
  readonly #clips = $derived(this.#rows.flatMap(({ clips }) => clips));
  readonly #byKey = $derived(new Map(this.#rows.flatMap(({ head, clips }) => [head, ...clips].map((cell): [string, Cell] => [cell.key, cell]))));
  readonly #chosen = $derived(among(this.#selection, this.#clips.map(({ key }) => key)));
  readonly #selected = $derived(this.#chosen.ids.size === 0 ? [] : this.#clips.filter(({ key }) => this.#chosen.ids.has(key)));
  readonly #current = $derived.by(() => {
    const index = this.#cells.findIndex(({ key }) => key === this.#at);
    return this.#cells[index >= 0 ? index : Math.min(this.#place, this.#cells.length - 1)];
  });
  /** Apart from its cell, which is a new one whenever something in its scene changes. */
  readonly #currentKey = $derived(this.#current?.key);

  /** `film` gives the project as it stands. */
  constructor(film: () => Project) {
    this.#film = film;
  }

  get film(): Project {
    return this.#film();
  }

  get rows(): readonly BoardRow[] {
    return this.#rows;
  }

  /** What the arrow keys walk over. */
  get cells(): readonly Cell[] {
    return this.#cells;
  }

  /** Every clip of the board, those of folded scenes too. */
  get clips(): readonly ClipCell[] {
    return this.#clips;
  }

  /** The cell that Tab reaches. */
  get current(): Cell | undefined {
    return this.#current;
  }

  isCurrent(key: string): boolean {
    return this.#currentKey === key;
  }

  focus(key: string): void {
    this.#at = key;
    this.#place = Math.max(0, this.#cells.findIndex((cell) => cell.key === key));
  }

  setOpen(key: string, open: boolean): void {
    const folded = new Set(this.#folded);
    if (open) folded.delete(key);
    else folded.add(key);
    this.#folded = folded;
  }

  find(key: string | null): Cell | undefined {
    return key === null ? undefined : this.#byKey.get(key);
  }

  /** The cell that a clip stands in, also one that is not in the cut. */
  cellOf(clip: ClipId): ClipCell | undefined {
    return this.#clips.find(({ stack }) => stack.members.some(({ id }) => id === clip));
  }

  /** The cell that a clip or a scene stands in, by its id. */
  holding(id: string): Cell | undefined {
    return this.cellOf(id as ClipId) ?? this.#rows.find(({ head }) => head.stack.members.some((scene) => scene.id === id))?.head;
  }

  /** What is looked at closely; undefined while nothing is. */
  get detail(): Cell | undefined {
    return this.find(this.#detail);
  }

  isLookedAt(key: string): boolean {
    return this.#detail === key;
  }

  look(key: string | null): void {
    this.#detail = key;
  }

  /** The chosen clips, in the order of the board. */
  get selected(): readonly ClipCell[] {
    return this.#selected;
  }

  has(key: string): boolean {
    return this.#chosen.ids.has(key);
  }

  /** Chooses none; the next stretch begins at this clip. */
  stand({ key }: ClipCell): void {
    this.#selection = { ...nothingSelected<string>(), anchor: key };
  }

  toggle({ key }: ClipCell): void {
    this.#selection = toggled(this.#chosen, key);
  }

  /** Chooses all from the last single step, or else from `from`, to this clip. */
  stretch({ key }: ClipCell, from?: ClipCell): void {
    this.#selection = stretched(this.#chosen, this.#clips.map((cell) => cell.key), key, from?.key);
  }

  chooseAll(): void {
    this.#selection = all(this.#clips.map(({ key }) => key));
  }

  chooseNone(): void {
    this.#selection = nothingSelected();
  }

  /** The clips that a command at a cell is about: all that is chosen where the clip is among it, else it alone; a scene's own. */
  targets(cell: Cell): readonly ClipCell[] {
    if (cell.kind === 'scene') return this.#clips.filter(({ row }) => row.key === cell.key);
    return this.has(cell.key) ? this.selected : [cell];
  }

  /** The same row again where nothing in it changed, so that only what changed is drawn. */
  #rowOf(stack: SceneStack, number: number, open: boolean): BoardRow {
    const before = this.#drawn.get(stack);
    if (before?.head.number === number && before.open === open) return before;
    const row = rowOf(stack, number, open);
    this.#drawn.set(stack, row);
    return row;
  }
}

function rowOf(stack: SceneStack, number: number, open: boolean): BoardRow {
  const scene = sceneInCut(stack);
  const head: SceneCell = { kind: 'scene', key: stack.family, id: scene.id, scene, stack, number, slate: sceneSlate(number, scene.alternate) };
  const clips = scene.clips.map((one, index): ClipCell => {
    const clip = clipInCut(one);
    return { kind: 'clip', key: one.family, id: clip.id, clip, stack: one, row: head, slate: clipSlate(number, index, clip.alternate) };
  });
  return { head, clips, open };
}
