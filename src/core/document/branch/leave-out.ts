import type * as Y from 'yjs';
import { align } from '../align.ts';
import { entityOf, singleNames, singleOf, tableNames, tableOf } from '../layout.ts';

/**
 * Makes everything but what is in `taken` say again what it said in `before`. `project`: the id under
 * which the film itself, its brief and its sound, is taken.
 */
export function leaveOut(doc: Y.Doc, before: Y.Doc, taken: ReadonlySet<string>, project: string): void {
  for (const table of tableNames) {
    const [now, then] = [tableOf(doc, table), tableOf(before, table)];
    for (const id of new Set([...now.keys(), ...then.keys()])) {
      if (taken.has(id)) continue;
      const [entity, was] = [entityOf(doc, table, id), entityOf(before, table, id)];
      if (entity && was) align(entity, was);
      else if (was) now.set(id, was.clone());
      else if (entity) now.delete(id);
    }
  }
  if (!taken.has(project)) for (const name of singleNames) align(singleOf(doc, name), singleOf(before, name));
}
