import { findClip } from '../../domain/timeline/cut.ts';
import type { ClipId, StyleId } from '../../schema/project-ids.ts';
import { Style } from '../../schema/style.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { assetChanges } from './asset-set.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { counted, done, notFound } from './done.ts';
import { clipName } from './names.ts';
import { rankAtEnd } from './shelf.ts';

const Fields = Style.omit({ id: true });
type Fields = Omit<Style, 'id'>;

export const addStyle =
  (content: Changes<Fields>): Command<StyleId> =>
  (edit) => {
    const fields = checkChanges(Fields, content);
    if (!fields.ok) return fields;
    const id = edit.newId<StyleId>();
    edit.add('styles', id, { ...fields.value, loras: undefined, rank: rankAtEnd(edit, 'styles') });
    setLoras(edit, id, [], content.loras);
    return done(id, 'add style');
  };

export const editStyle =
  (id: StyleId, changes: Changes<Fields>): Command<void> =>
  (edit) => {
    const style = edit.project.styles.find((one) => one.id === id);
    if (!style) return notFound('style');
    const fields = checkChanges(Fields, changes);
    if (!fields.ok) return fields;
    edit.set('styles', id, { ...fields.value, loras: undefined });
    setLoras(edit, id, style.loras, changes.loras);
    return done(undefined, 'edit style', typedField('styles', id, fields.value));
  };

export const duplicateStyle =
  (id: StyleId): Command<StyleId> =>
  (edit) => {
    if (!edit.project.styles.some((one) => one.id === id)) return notFound('style');
    const copy = edit.newId<StyleId>();
    edit.copy('styles', id, copy, { rank: rankAtEnd(edit, 'styles') });
    return done(copy, 'duplicate style');
  };

function setLoras(edit: Edit, id: StyleId, values: Fields['loras'], wanted: Fields['loras'] | undefined): void {
  if (!wanted) return;
  const present = { values, ranks: edit.ranks('styles', id, 'loras') };
  edit.set('styles', id, { loras: assetChanges(present, wanted) });
}

/** Lets clips be generated in a style; null: in none. */
export const applyStyle =
  (id: StyleId | null, clips: readonly ClipId[]): Command<void> =>
  (edit) => {
    if (id !== null && !edit.project.styles.some((one) => one.id === id)) return notFound('style');
    if (clips.some((clip) => !findClip(edit.project, clip))) return notFound('clip');
    for (const clip of clips) edit.set('clips', clip, { style: id });
    const where = counted('clip', clips.length, clipName(edit.project, clips[0] as ClipId));
    return done(undefined, id === null ? `take the style off ${where}` : `apply a style to ${where}`);
  };
