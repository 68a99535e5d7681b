import * as Y from 'yjs';
import type { ProjectId } from '../schema/project-ids.ts';
import { Edit, type Origin } from './edit.ts';
import { tableOf } from './layout.ts';
import { ProjectDocument } from './project-document.ts';
import { ProjectReader } from './read/project-reader.ts';

/**
 * A project of its own that begins as another one stands, or once stood. Clips show the same takes in
 * both. Its past begins here: the versions of the other one, which lie in that one's log, stay there.
 */
export function duplicateProject(document: ProjectDocument, name: string, origin: Origin): ProjectDocument {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, document.encode());
  doc.transact(() => {
    const edit = new Edit(doc, new ProjectReader(doc), origin);
    edit.setSingle('head', { id: edit.newId<ProjectId>(), name, createdAt: edit.now(), forkedFrom: null });
    tableOf(doc, 'versions').clear();
  });
  return new ProjectDocument(doc, origin);
}
