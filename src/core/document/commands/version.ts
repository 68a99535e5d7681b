import type { VersionId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { done, notFound } from './done.ts';

/** Gives the project as it stands a name, to be opened again as it was. */
export const saveVersion =
  (name: string): Command<VersionId> =>
  (edit) => {
    const id = edit.newId<VersionId>();
    edit.add('versions', id, { name, createdAt: edit.now(), snapshot: edit.snapshot() });
    return done(id, 'save version');
  };

export const renameVersion =
  (id: VersionId, name: string): Command<void> =>
  (edit) => {
    if (!edit.has('versions', id)) return notFound('version');
    edit.set('versions', id, { name });
    return done(undefined, 'rename version', `versions/${id}/name`);
  };

/** Puts a version's name into the bin; the moment itself stays in the project's past. */
export const removeVersion =
  (id: VersionId): Command<void> =>
  (edit) => {
    if (!edit.project.versions.some((version) => version.id === id)) return notFound('version');
    edit.set('versions', id, { removedAt: edit.now() });
    return done(undefined, 'remove version');
  };

export const restoreVersion =
  (id: VersionId): Command<void> =>
  (edit) => {
    if (!edit.project.bin.versions.some((version) => version.id === id)) return notFound('version');
    edit.set('versions', id, { removedAt: null });
    return done(undefined, 'restore version');
  };
