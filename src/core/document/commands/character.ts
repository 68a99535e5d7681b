import { findClip } from '../../domain/timeline/cut.ts';
import { Character } from '../../schema/character.ts';
import type { CharacterId, ClipId } from '../../schema/project-ids.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { assetChanges } from './asset-set.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { counted, done, notFound } from './done.ts';
import { clipName } from './names.ts';
import { rankAtEnd } from './shelf.ts';

const Fields = Character.omit({ id: true });
type Fields = Omit<Character, 'id'>;

export const addCharacter =
  (content: Changes<Fields>): Command<CharacterId> =>
  (edit) => {
    const fields = checkChanges(Fields, content);
    if (!fields.ok) return fields;
    const id = edit.newId<CharacterId>();
    edit.add('characters', id, { ...fields.value, references: undefined, rank: rankAtEnd(edit, 'characters') });
    setReferences(edit, id, [], content.references);
    return done(id, 'add character');
  };

export const editCharacter =
  (id: CharacterId, changes: Changes<Fields>): Command<void> =>
  (edit) => {
    const character = edit.project.characters.find((one) => one.id === id);
    if (!character) return notFound('character');
    const fields = checkChanges(Fields, changes);
    if (!fields.ok) return fields;
    edit.set('characters', id, { ...fields.value, references: undefined });
    setReferences(edit, id, character.references, changes.references);
    return done(undefined, 'edit character', typedField('characters', id, fields.value));
  };

export const duplicateCharacter =
  (id: CharacterId): Command<CharacterId> =>
  (edit) => {
    if (!edit.project.characters.some((one) => one.id === id)) return notFound('character');
    const copy = edit.newId<CharacterId>();
    edit.copy('characters', id, copy, { rank: rankAtEnd(edit, 'characters') });
    return done(copy, 'duplicate character');
  };

function setReferences(edit: Edit, id: CharacterId, values: Fields['references'], wanted: Fields['references'] | undefined): void {
  if (!wanted) return;
  const present = { values, ranks: edit.ranks('characters', id, 'references') };
  edit.set('characters', id, { references: assetChanges(present, wanted) });
}

/** Lets clips show a character, or no longer show it. */
export const applyCharacter =
  (id: CharacterId, clips: readonly ClipId[], applied = true): Command<void> =>
  (edit) => {
    if (!edit.project.characters.some((one) => one.id === id)) return notFound('character');
    if (clips.some((clip) => !findClip(edit.project, clip))) return notFound('clip');
    for (const clip of clips) edit.set('clips', clip, { characters: { [id]: applied || undefined } });
    const where = counted('clip', clips.length, clipName(edit.project, clips[0] as ClipId));
    return done(undefined, applied ? `apply a character to ${where}` : `take a character off ${where}`);
  };
