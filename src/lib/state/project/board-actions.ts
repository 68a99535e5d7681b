import { boardOf, type ClipTarget, type Direction, stepClips, stepScenes } from '#core/domain/timeline/board-order.ts';
import { alternateLabel } from '#core/domain/timeline/alternates.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { addClipAlternate, addSceneAlternate, putClipInCut, putSceneInCut } from '#core/document/commands/alternate.ts';
import { addClip, duplicateClip, moveClips, removeClips, restoreClip } from '#core/document/commands/clip.ts';
import { addScene, duplicateScene, moveScenes, removeScenes, restoreScene } from '#core/document/commands/scene.ts';
import { joinClips, splitClip } from '#core/document/commands/split-join.ts';
import { addTakes, removeTakes, selectTake } from '#core/document/commands/take.ts';
import type { Command } from '#core/document/project-document.ts';
import { setTransition } from '#core/document/commands/transition.ts';
import { transitionWords } from '#core/domain/timeline/transition-words.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { ClipId, SceneId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { Result } from '#core/schema/result.ts';
import type { Transition } from '#core/schema/transition.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { BoardState, Cell, ClipCell, SceneCell } from './board.svelte.ts';

/** An open project, as far as the board changes it. */
export interface Editor {
  readonly film: Project;
  readonly undoName: string | undefined;
  run<Value>(command: Command<Value>): Result<Value, EditRefusal>;
  undo(): string | undefined;
}

/** What a person does on the board. Each says what it did; what is refused is said in its sentence. */
export class BoardActions {
  readonly #editor: Editor;
  readonly #board: BoardState;
  readonly #shell: Pick<ShellState, 'announce' | 'toast'>;

  constructor(editor: Editor, board: BoardState, shell: Pick<ShellState, 'announce' | 'toast'>) {
    this.#editor = editor;
    this.#board = board;
    this.#shell = shell;
  }

  /** Runs a command; undefined, and the refusal said, where it was refused. */
  run<Value>(command: Command<Value>): { readonly value: Value } | undefined {
    const result = this.#editor.run(command);
    if (result.ok) return { value: result.value };
    this.#shell.toast('warn', explainRefusal(result.fault));
    return undefined;
  }

  /** Says how a clip goes over into the next one; answers why not. */
  setTransition(cell: ClipCell, transition: Transition): EditRefusal | undefined {
    const result = this.#editor.run(setTransition(cell.id, transition));
    if (!result.ok) return result.fault;
    this.#shell.announce(`${titled(cell)}: ${transitionWords(transition) || 'Cuts into the next'}.`);
    return undefined;
  }

  /** A new scene behind the one at this cell, at the film's end without one; resolves with its cell's key. */
  addScene(at?: Cell): SceneId | undefined {
    const head = at && (at.kind === 'scene' ? at : at.row);
    const next = head && this.#board.rows[head.number]?.head;
    const made = this.run(addScene({ before: next?.id ?? null }));
    if (made) this.#shell.announce('New scene.');
    return made?.value;
  }

  /** A new clip right behind the clip at this cell, or at the end of the scene. */
  addClip(at: Cell): ClipId | undefined {
    const head = at.kind === 'scene' ? at : at.row;
    const clips = head.scene.clips;
    const next = at.kind === 'clip' ? clips[clips.findIndex(({ family }) => family === at.key) + 1] : undefined;
    const made = this.run(addClip({ scene: head.id, before: next?.inCut ?? null }));
    if (!made) return undefined;
    this.#board.setOpen(head.key, true);
    this.#shell.announce(`New clip in scene ${head.number}.`);
    return made.value;
  }

  duplicate(cell: Cell): void {
    const made = cell.kind === 'clip' ? this.run(duplicateClip(cell.id)) : this.run(duplicateScene(cell.id));
    if (made) this.#shell.announce(`${titled(cell)} has a copy right behind it.`);
  }

  /** Splits a clip in two equal halves, as near as frames allow. */
  split(cell: ClipCell): void {
    if (this.run(splitClip(cell.id, Math.floor(cell.clip.length / 2)))) this.#shell.announce(`${titled(cell)} is two clips now.`);
  }

  /** Makes one clip of this and the one behind it in its scene. */
  join(cell: ClipCell): void {
    const next = this.nextOf(cell);
    if (next && this.run(joinClips(cell.id, next.inCut))) this.#shell.announce(`${titled(cell)} took in the clip behind it.`);
  }

  nextOf({ row, key }: ClipCell) {
    const { clips } = row.scene;
    return clips[clips.findIndex(({ family }) => family === key) + 1];
  }

  /** Puts clips, or a scene with its clips, into the bin, and offers the way back. */
  remove(cell: Cell): void {
    if (cell.kind === 'scene') {
      if (!this.run(removeScenes(cell.stack.members.map(({ id }) => id)))) return;
      return this.#offerUndo(`${titled(cell)} is in the bin.`, () => cell.stack.members.map(({ id }) => restoreScene(id)));
    }
    const cells = this.#board.targets(cell);
    const ids = cells.flatMap(({ stack }) => stack.members.map(({ id }) => id));
    if (!this.run(removeClips(ids))) return;
    const said = cells.length === 1 ? `${titled(cell)} is in the bin.` : `${cells.length} clips are in the bin.`;
    this.#offerUndo(said, () => ids.map((id) => restoreClip(id)));
  }

  /** Moves a scene, or clips that are chosen together, one step. */
  step(cell: Cell, direction: Direction): void {
    const board = boardOf(this.#editor.film);
    if (cell.kind === 'scene') {
      if (direction === 'left' || direction === 'right') return;
      const before = stepScenes(board, new Set([cell.id]), direction);
      if (before === undefined) return this.#shell.announce(direction === 'up' ? 'Already the first scene.' : 'Already the last scene.');
      if (this.run(moveScenes([cell.id], before))) this.#sayPlace(cell.key);
      return;
    }
    const ids = this.#board.targets(cell).map(({ id }) => id);
    const to = stepClips(board, new Set(ids), direction);
    if (to) this.place(ids, to, cell.key);
    else this.#shell.announce('Already at the end of the board.');
  }

  /** Puts clips where they were dropped. `key`: the cell whose new place is said. */
  place(ids: readonly ClipId[], to: ClipTarget, key: string): void {
    if (!this.run(moveClips(ids, to))) return;
    const head = this.#board.rows.find(({ head: { id } }) => id === to.scene)?.head;
    if (head) this.#board.setOpen(head.key, true);
    this.#sayPlace(key);
  }

  placeScene(id: SceneId, before: SceneId | null, key: string): void {
    if (this.run(moveScenes([id], before))) this.#sayPlace(key);
  }

  /** A copy kept behind it, to try another way. */
  addAlternate(cell: Cell): void {
    const made = cell.kind === 'clip' ? this.run(addClipAlternate(cell.id)) : this.run(addSceneAlternate(cell.id));
    const members: readonly { id: string; alternate: number }[] = this.#board.find(cell.key)?.stack.members ?? [];
    const alternate = members.find(({ id }) => id === made?.value)?.alternate;
    if (alternate !== undefined) this.#shell.announce(`Alternate ${alternateName(alternate)} is kept behind ${titled(cell)}.`);
  }

  /** Puts the next one of the family into the cut. */
  swap(cell: Cell): void {
    const members: readonly { id: string }[] = cell.stack.members;
    const next = members[(members.findIndex(({ id }) => id === cell.id) + 1) % members.length]!;
    if (members.length < 2) return this.#shell.announce('It has no alternates.');
    this.putInCut(cell, next.id as ClipId | SceneId);
  }

  putInCut(cell: Cell, id: ClipId | SceneId): void {
    const put = cell.kind === 'clip' ? this.run(putClipInCut(id as ClipId)) : this.run(putSceneInCut(id as SceneId));
    if (put) this.#shell.announce(`${this.#titleNow(cell.key)} is in the cut.`);
  }

  /** Puts one alternate into the bin. */
  removeAlternate(cell: Cell, id: ClipId | SceneId): void {
    const removed = cell.kind === 'clip' ? this.run(removeClips([id as ClipId])) : this.run(removeScenes([id as SceneId]));
    if (!removed) return;
    const back = () => [cell.kind === 'clip' ? restoreClip(id as ClipId) : restoreScene(id as SceneId)];
    this.#offerUndo('The alternate is in the bin.', back);
  }

  /** Takes a take off its clip, and offers the way back. `name`: what it is called. */
  letGo({ id, clip }: ClipCell, take: TakeId, name: string): void {
    const owner = { kind: 'clip', id } as const;
    if (!this.run(removeTakes(owner, [take]))) return;
    this.#offerUndo(`${name} is off the clip. It stays in the gallery.`, () => [addTakes(owner, [take]), ...(clip.selected === take ? [selectTake(owner, take)] : [])]);
  }

  #titleNow(key: string): string {
    const cell = this.#board.find(key);
    return cell ? titled(cell) : 'It';
  }

  #sayPlace(key: string): void {
    const cell = this.#board.find(key);
    if (!cell) return;
    const of = cell.kind === 'scene' ? this.#board.rows.length : cell.row.scene.clips.length;
    const place = cell.kind === 'scene' ? cell.number : cell.row.scene.clips.findIndex(({ family }) => family === key) + 1;
    this.#shell.announce(cell.kind === 'scene' ? `Scene ${place} of ${of}.` : `Place ${place} of ${of} in scene ${cell.row.number}.`);
  }

  /** Offers the way back: Undo where nothing else was done since, else what restores it. */
  #offerUndo(said: string, restore: () => readonly Command<unknown>[]): void {
    const name = this.#editor.undoName;
    const film = this.#editor.film;
    const run = (): void => {
      if (this.#editor.undoName === name && this.#editor.film === film) this.#editor.undo();
      else for (const command of restore()) this.run(command);
    };
    this.#shell.toast('info', said, { label: 'Undo', run });
  }
}

/** What a cell is called: `Clip 1B A1`, `Scene 2`. */
export function titled(cell: SceneCell | ClipCell): string {
  return `${cell.kind === 'clip' ? 'Clip' : 'Scene'} ${cell.slate}`;
}

/** The same in the middle of a sentence: `clip 1B A1`. */
export const titledWithin = (cell: SceneCell | ClipCell): string => `${cell.kind} ${cell.slate}`;

/** What an alternate is called: `Original`, `A2`. */
export const alternateName = (alternate: number): string => alternateLabel(alternate) || 'Original';

