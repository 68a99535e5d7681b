import * as Y from 'yjs';
import { type Entity, entityOf, type SingleName, singleNames, singleOf, tableNames, tableOf } from '../layout.ts';
import { OWN_HEAD } from '../return-to.ts';
import { sameValue } from '../same-value.ts';
import { writeText } from '../text.ts';

/** What of the film itself a branch never changes at home. */
const OWN: Partial<Record<SingleName, readonly string[]>> = { head: [...OWN_HEAD, 'name'] };

/**
 * Makes things say what a branch made of them since it parted: what the branch changed is as it is there, all else stays. So
 * what was left out of a merge comes after all. `base`: the film at the fork. `ids`: which things; `project` is the film itself.
 */
export function takeAgain(doc: Y.Doc, base: Y.Doc, branch: Y.Doc, ids: (id: string) => boolean, project: string): void {
  for (const table of tableNames) {
    // Versions are of the branch's own past.
    if (table === 'versions') continue;
    const now = tableOf(doc, table);
    for (const id of new Set([...tableOf(base, table).keys(), ...tableOf(branch, table).keys()])) {
      if (!ids(id)) continue;
      const [entity, was, is] = [entityOf(doc, table, id), entityOf(base, table, id), entityOf(branch, table, id)];
      if (is && entity) takeFields(entity, was, is);
      else if (is) now.set(id, is.clone());
      else if (was) now.delete(id);
    }
  }
  if (ids(project)) for (const name of singleNames) takeFields(singleOf(doc, name), singleOf(base, name), singleOf(branch, name), OWN[name]);
}

function takeFields(entity: Entity, was: Entity | undefined, is: Entity, but: readonly string[] = []): void {
  for (const field of new Set([...(was?.keys() ?? []), ...is.keys()])) {
    if (but.includes(field)) continue;
    const [then, now, here] = [was?.get(field), is.get(field), entity.get(field)];
    if (now instanceof Y.Text) takeText(entity, field, then, now);
    else if (now instanceof Y.Map && here instanceof Y.Map) takeEntries(here, then instanceof Y.Map ? then : undefined, now);
    else if (now instanceof Y.Map) entity.set(field, now.clone());
    else if (!sameValue(then, now) && !sameValue(here, now)) {
      if (now === undefined) entity.delete(field);
      else entity.set(field, now);
    }
  }
}

function takeText(entity: Entity, field: string, then: unknown, now: Y.Text): void {
  const text = now.toString();
  if ((then instanceof Y.Text ? then.toString() : '') === text) return;
  const here = entity.get(field);
  if (here instanceof Y.Text) writeText(here, text);
  else entity.set(field, now.clone());
}

/** What the branch put into a set comes, and what it took out goes; what the film put in stays. */
function takeEntries(here: Y.Map<unknown>, then: Y.Map<unknown> | undefined, now: Y.Map<unknown>): void {
  for (const key of new Set([...(then?.keys() ?? []), ...now.keys()])) {
    const value = now.get(key);
    if (sameValue(then?.get(key), value) || sameValue(here.get(key), value)) continue;
    if (value === undefined) here.delete(key);
    else here.set(key, value);
  }
}
