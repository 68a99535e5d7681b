import type { TitleId } from '../../schema/project-ids.ts';
import { Title } from '../../schema/title.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { done, notFound } from './done.ts';

const Fields = Title.omit({ id: true });
type Fields = Omit<Title, 'id'>;

export const addTitle =
  (at: number, content: Changes<Omit<Fields, 'at'>> = {}): Command<TitleId> =>
  (edit) => {
    const fields = checkChanges(Fields, { ...content, at });
    if (!fields.ok) return fields;
    const id = edit.newId<TitleId>();
    edit.add('titles', id, fields.value);
    return done(id, 'add title');
  };

export const editTitle =
  (id: TitleId, changes: Changes<Fields>): Command<void> =>
  (edit) => {
    if (!edit.project.titles.some((one) => one.id === id)) return notFound('title');
    const fields = checkChanges(Fields, changes);
    if (!fields.ok) return fields;
    edit.set('titles', id, fields.value);
    return done(undefined, 'at' in fields.value ? 'move title' : 'edit title', typedField('titles', id, fields.value));
  };
