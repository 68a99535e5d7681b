import { castCharacter, type ClipsOnOff, styleClips } from '#core/document/commands/cast-clips.ts';
import { addCharacter, duplicateCharacter, editCharacter } from '#core/document/commands/character.ts';
import { addCutOutToCharacter } from '#core/document/commands/cut-out.ts';
import { removeFromShelf, restoreToShelf } from '#core/document/commands/shelf.ts';
import { addStyle, duplicateStyle, editStyle } from '#core/document/commands/style.ts';
import type { Command } from '#core/document/project-document.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { quotedName, saidName } from '#core/domain/words/said-name.ts';
import type { Character } from '#core/schema/character.ts';
import type { CharacterId, StyleId } from '#core/schema/project-ids.ts';
import type { Style } from '#core/schema/style.ts';
import type { NamedBytes } from '../store/assets.svelte.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { Editor } from './board-actions.ts';
import type { KeptCutOut } from './cut-outs.svelte.ts';

/** A character or a style. */
export type CastMember = { readonly kind: 'character'; readonly one: Character } | { readonly kind: 'style'; readonly one: Style };

/** What a member is called. */
export const memberName = ({ kind, one }: CastMember): string => one.name || (kind === 'character' ? 'Character without a name' : 'Style without a name');

/** What a member is called within a sentence. */
export const saidMember = (member: CastMember): string => saidName(memberName(member));

/** What a person does with cast and styles. Each says what it did; what is refused is said in its sentence. */
export class CastActions {
  readonly #editor: Editor;
  readonly #shell: Pick<ShellState, 'announce' | 'toast'>;

  constructor(editor: Editor, shell: Pick<ShellState, 'announce' | 'toast'>) {
    this.#editor = editor;
    this.#shell = shell;
  }

  addCharacter(): CharacterId | undefined {
    const made = this.#run(addCharacter({}));
    if (made) this.#shell.announce('New character.');
    return made?.value;
  }

  addStyle(content: Partial<Omit<Style, 'id'>> = {}): StyleId | undefined {
    const made = this.#run(addStyle(content));
    if (made) this.#shell.announce('New style.');
    return made?.value;
  }

  /** While a person types, too. */
  writeCharacter({ id }: Character, changes: Partial<Omit<Character, 'id'>>): void {
    this.#run(editCharacter(id, changes));
  }

  /** Puts a cut-out behind the reference picture that it was cut out of. True where that was done. */
  addCutOut({ id }: Character, { asset, type, name, cutOut }: KeptCutOut): boolean {
    const isDone = this.#run(addCutOutToCharacter(id, { asset, type, name, cutOut })) !== undefined;
    if (isDone) this.#shell.toast('good', `${quotedName(name)} is among the reference pictures.`);
    return isDone;
  }

  writeStyle({ id }: Style, changes: Partial<Omit<Style, 'id'>>): void {
    this.#run(editStyle(id, changes));
  }

  duplicate(member: CastMember): CharacterId | StyleId | undefined {
    const made = member.kind === 'character' ? this.#run(duplicateCharacter(member.one.id)) : this.#run(duplicateStyle(member.one.id));
    if (made) this.#shell.announce(`${saidMember(member)} has a copy.`);
    return made?.value;
  }

  /** Puts it into the bin, and offers the way back. Clips have it again when it is back. */
  remove(member: CastMember): boolean {
    const table = member.kind === 'character' ? 'characters' : 'styles';
    if (!this.#run(removeFromShelf(table, [member.one.id]))) return false;
    const { undoName, film } = this.#editor;
    const run = (): void => {
      if (this.#editor.undoName === undoName && this.#editor.film === film) this.#editor.undo();
      else this.#run(restoreToShelf(table, member.one.id));
      this.#shell.announce(`${saidMember(member)} is back.`);
    };
    this.#shell.toast('info', `${saidMember(member)} is in the bin.`, { label: 'Undo', run });
    return true;
  }

  /** Says which clips have it; `picture`: those that show a character also start on it. */
  apply(member: CastMember, clips: ClipsOnOff, picture: NamedBytes | null): boolean {
    const still = picture && ({ kind: 'picture', ...picture } as const);
    const command = member.kind === 'character' ? castCharacter(member.one.id, clips, still) : styleClips(member.one.id, clips);
    if (!this.#run(command)) return false;
    const [on, off] = [clips.on.length, clips.off.length];
    this.#shell.toast('good', `${saidMember(member)} is ${on > 0 ? `applied to ${counted(on)}` : `off ${counted(off)}`}.`);
    return true;
  }

  #run<Value>(command: Command<Value>): { readonly value: Value } | undefined {
    const result = this.#editor.run(command);
    if (result.ok) return { value: result.value };
    this.#shell.toast('warn', explainRefusal(result.fault));
    return undefined;
  }
}

const counted = (clips: number): string => (clips === 1 ? '1 clip' : `${clips} clips`);
