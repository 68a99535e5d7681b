import * as Y from 'yjs';
import type { ProjectId } from '../schema/project-ids.ts';
import { Edit, type Origin } from './edit.ts';
import { ProjectDocument } from './project-document.ts';
import { ProjectReader } from './read/project-reader.ts';

/** A project of its own that begins as another one stands. Clips show the same takes in both. */
export function duplicateProject(document: ProjectDocument, name: string, origin: Origin): ProjectDocument {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, document.encode());
  doc.transact(() => {
    const edit = new Edit(doc, new ProjectReader(doc), origin);
    edit.setSingle('head', { id: edit.newId<ProjectId>(), name, createdAt: edit.now() });
  });
  return new ProjectDocument(doc, origin);
}
