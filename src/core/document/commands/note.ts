import { Note, type NoteSubject } from '../../schema/note.ts';
import type { NoteId } from '../../schema/project-ids.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { checkChanges } from './changes.ts';
import { done, notFound } from './done.ts';

const Fields = Note.omit({ id: true, createdAt: true, resolvedAt: true });

interface AddNoteOptions {
  readonly about?: NoteSubject;
  /** The frame it is about, counted from the start of what it is about. */
  readonly at?: number | null;
  readonly author?: string;
}

export const addNote =
  (text: string, { about = { kind: 'project' }, at = null, author = '' }: AddNoteOptions = {}): Command<NoteId> =>
  (edit) => {
    if (about.kind === 'scene' && !edit.has('scenes', about.id)) return notFound('scene');
    if (about.kind === 'clip' && !edit.has('clips', about.id)) return notFound('clip');
    const fields = checkChanges(Fields, { text, about, at, author });
    if (!fields.ok) return fields;
    const id = edit.newId<NoteId>();
    edit.add('notes', id, { ...fields.value, createdAt: edit.now() });
    return done(id, 'add note');
  };

export const editNote =
  (id: NoteId, text: string): Command<void> =>
  (edit) => {
    if (!isThere(edit, id)) return notFound('note');
    edit.set('notes', id, { text });
    return done(undefined, 'edit note', `notes/${id}/text`);
  };

/** Says that what a note asks for is done, or is not. */
export const resolveNote =
  (id: NoteId, resolved = true): Command<void> =>
  (edit) => {
    if (!isThere(edit, id)) return notFound('note');
    edit.set('notes', id, { resolvedAt: resolved ? edit.now() : null });
    return done(undefined, resolved ? 'resolve note' : 'reopen note');
  };

const isThere = (edit: Edit, id: NoteId): boolean => edit.project.notes.some((one) => one.id === id);
