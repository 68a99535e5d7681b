import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { setBrief } from '#core/document/commands/brief.ts';
import { addCutOutToPool } from '#core/document/commands/cut-out.ts';
import type { KeyframeEnd } from '#core/document/commands/keyframe.ts';
import { addClipsOf, type ClipMaterial } from '#core/document/commands/clips-of-assets.ts';
import { addToPool, type AddedToPool, editPoolItem, type NewPoolItem, tagPoolItems } from '#core/document/commands/pool.ts';
import { removeFromShelf, restoreToShelf } from '#core/document/commands/shelf.ts';
import { putTakeOnClip, startOrEndOn } from '#core/document/commands/use-asset.ts';
import type { Command } from '#core/document/project-document.ts';
import { quotedName } from '#core/domain/words/said-name.ts';
import type { Still } from '#core/schema/keyframe.ts';
import type { PoolItem } from '#core/schema/pool-item.ts';
import type { ClipId, PoolItemId } from '#core/schema/project-ids.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { Editor } from './board-actions.ts';
import type { KeptCutOut } from './cut-outs.svelte.ts';

/** What a clip makes of an asset. */
export type ClipUse = 'take' | KeyframeEnd;

/** What a person does in the pool. Each says what it did; what is refused is said in its sentence. */
export class PoolActions {
  readonly #editor: Editor;
  readonly #shell: Pick<ShellState, 'announce' | 'toast'>;

  constructor(editor: Editor, shell: Pick<ShellState, 'announce' | 'toast'>) {
    this.#editor = editor;
    this.#shell = shell;
  }

  /** Undefined, and the refusal said, where nothing could be added. */
  add(items: readonly NewPoolItem[]): AddedToPool | undefined {
    return this.#run(addToPool(items))?.value;
  }

  /** Puts a cut-out beside what it was cut out of. Its id; undefined, and the refusal said, where it could not be. */
  addCutOut(kept: KeptCutOut): PoolItemId | undefined {
    const result = this.#run(addCutOutToPool({ ...kept, kind: 'image', description: '', tags: [], take: null }));
    if (!result) return undefined;
    const { added: [id = result.value.present[0]] } = result.value;
    this.#shell.toast('good', `${quotedName(kept.name)} is in the pool.`);
    return id;
  }

  /** While a person types. */
  write({ id }: PoolItem, changes: { readonly name?: string; readonly description?: string }): void {
    this.#run(editPoolItem(id, changes));
  }

  tag(items: readonly PoolItem[], word: string): void {
    if (this.#run(tagPoolItems(idsOf(items), word, true))) this.#shell.announce(`Tagged ${quotedName(word)}${ofMany(items)}.`);
  }

  untag(items: readonly PoolItem[], word: string): void {
    if (this.#run(tagPoolItems(idsOf(items), word, false))) this.#shell.announce(`The tag ${quotedName(word)} is off${ofMany(items)}.`);
  }

  /** Takes things out of the pool, and offers the way back. Where they are in use they stay. */
  remove(items: readonly PoolItem[]): void {
    if (items.length === 0 || !this.#run(removeFromShelf('pool', idsOf(items)))) return;
    const said = items.length === 1 ? `${quotedName(items[0]!.name)} is out of the pool.` : `${items.length} items are out of the pool.`;
    const { undoName, film } = this.#editor;
    const run = (): void => {
      if (this.#editor.undoName === undoName && this.#editor.film === film) this.#editor.undo();
      else for (const { id } of items) this.#run(restoreToShelf('pool', id));
      this.#shell.announce(items.length === 1 ? `${quotedName(items[0]!.name)} is back.` : `${items.length} items are back.`);
    };
    this.#shell.toast('info', said, { label: 'Undo', run });
  }

  /** Puts an item to use on a clip; `slate` is what the clip is called. True where that was done. */
  use(item: PoolItem, clip: ClipId, slate: string, as: ClipUse): boolean {
    if (!this.#run(commandFor(item, clip, as))) return false;
    const said = as === 'take' ? `Clip ${slate} shows ${quotedName(item.name)}.` : `Clip ${slate} ${as === 'first' ? 'starts' : 'ends'} on ${quotedName(item.name)}.`;
    this.#shell.toast('good', said);
    return true;
  }

  /** Makes a new clip of each, at the end of the film, and offers the way to the first of them. True where that was done. */
  newClips(materials: readonly ClipMaterial[], show: (first: ClipId) => void): boolean {
    const made = materials.length === 0 ? undefined : this.#run(addClipsOf(materials));
    if (!made) return false;
    const said = materials.length === 1 ? 'A new clip stands at the end of the film.' : `${materials.length} new clips stand at the end of the film.`;
    this.#shell.toast('good', said, { label: 'To the Board', run: () => show(made.value[0]!) });
    return true;
  }

  /** Makes it the song of the brief. */
  setSong({ asset, type, name }: PoolItem): void {
    if (this.#run(setBrief({ song: { asset, type, name } }))) this.#shell.toast('good', `${quotedName(name)} is the song of the film.`);
  }

  #run<Value>(command: Command<Value>): { readonly value: Value } | undefined {
    const result = this.#editor.run(command);
    if (result.ok) return { value: result.value };
    this.#shell.toast('warn', explainRefusal(result.fault));
    return undefined;
  }
}

/**
 * What a clip can make of an item. `isTakeHere`: whether the take that it came from is in the gallery; a video
 * without one is brought in as a take first.
 */
export function usesOf({ kind, take }: PoolItem, isTakeHere: boolean): readonly ClipUse[] {
  const asTake: readonly ClipUse[] = kind === 'video' || (take !== null && isTakeHere) ? ['take'] : [];
  return kind === 'image' || asTake.length > 0 ? [...asTake, 'first', 'last'] : [];
}

/** What a new clip shows of an item: the first thing that it can be, or nothing. `prompt`: of the take that it came from. */
export function materialOf(item: PoolItem, isTakeHere: boolean, prompt: string | undefined): ClipMaterial | undefined {
  const [as] = usesOf(item, isTakeHere);
  if (as === undefined) return undefined;
  const { name, length, take } = item;
  const words = prompt === undefined ? { name, prompt: '' } : { name: name === prompt ? '' : name, prompt };
  return { ...words, length, shows: as === 'take' ? { kind: 'take', take: take! } : { kind: 'still', still: stillOf(item) } };
}

// A picture is held by its own bytes; of what moves only a take has a still that goes with it.
const stillOf = ({ asset, type, name, take, kind }: PoolItem): Still => (kind === 'image' ? { kind: 'picture', asset, type, name } : { kind: 'take', take: take! });

function commandFor(item: PoolItem, clip: ClipId, as: ClipUse): Command<void> {
  return as === 'take' ? putTakeOnClip(clip, item.take!) : startOrEndOn(clip, as, stillOf(item));
}

const idsOf = (items: readonly PoolItem[]) => items.map(({ id }) => id);
const ofMany = (items: readonly PoolItem[]) => (items.length === 1 ? '' : `, ${items.length} items`);
