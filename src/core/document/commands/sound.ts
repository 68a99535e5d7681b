import { Narration, SongPlacement } from '../../schema/sound.ts';
import type { NarrationId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { done, notFound } from './done.ts';

/** Changes how the song lies under the film. */
export const setSound =
  (changes: Changes<SongPlacement>): Command<void> =>
  (edit) => {
    const fields = checkChanges(SongPlacement, changes);
    if (!fields.ok) return fields;
    edit.setSingle('sound', fields.value);
    return done(undefined, 'edit the sound');
  };

const Fields = Narration.omit({ id: true });
type Fields = Omit<Narration, 'id'>;

export const addNarration =
  (narration: Fields): Command<NarrationId> =>
  (edit) => {
    const fields = checkChanges(Fields, narration);
    if (!fields.ok) return fields;
    const id = edit.newId<NarrationId>();
    edit.add('narration', id, fields.value);
    return done(id, narration.spoken ? `add narration read by ${narration.spoken.model}` : 'add narration');
  };

export const editNarration =
  (id: NarrationId, changes: Changes<Omit<Fields, 'asset' | 'type' | 'spoken'>>): Command<void> =>
  (edit) => {
    if (!edit.project.narration.some((one) => one.id === id)) return notFound('narration');
    const fields = checkChanges(Fields, changes);
    if (!fields.ok) return fields;
    edit.set('narration', id, fields.value);
    return done(undefined, 'at' in fields.value ? 'move narration' : 'edit narration', typedField('narration', id, fields.value));
  };
