import type * as Y from 'yjs';
import { align } from './align.ts';
import { type Entity, entityOf, singleOf, type TableName, tableOf } from './layout.ts';
import { isRecord } from './same-value.ts';

/** What makes the film. What was collected for it, takes, keyframes, pool and notes, stays with it. */
const RETURNED = ['scenes', 'clips', 'characters', 'styles', 'markers', 'stories', 'titles', 'captions', 'narration'] as const satisfies readonly TableName[];

/** What a project is known by, and the layout it is written in. */
export const OWN_HEAD = ['layout', 'id', 'createdAt', 'forkedFrom'];

/** Makes a document say again what it said in `past`. What was made since goes into the bin, at `now`. */
export function returnTo(doc: Y.Doc, past: Y.Doc, now: number): void {
  const since = RETURNED.flatMap((table) =>
    [...tableOf(doc, table).keys()].filter((id) => !entityOf(past, table, id)).map((id) => ({ table, id })),
  );
  for (const table of [...RETURNED, 'keyframes'] as const) {
    for (const id of tableOf(past, table).keys()) {
      const then = entityOf(past, table, id);
      if (then) bringBack(doc, table, id, then);
    }
  }
  for (const { table, id } of since) {
    const entity = entityOf(doc, table, id);
    // With a scene that is new, too, it goes into the bin and comes back out of it.
    if (!entity || (table === 'clips' && standsInNewScene(doc, past, entity))) continue;
    if (typeof entity.get('removedAt') !== 'number') entity.set('removedAt', now);
  }
  align(singleOf(doc, 'head'), singleOf(past, 'head'), { but: OWN_HEAD });
  align(singleOf(doc, 'brief'), singleOf(past, 'brief'));
  align(singleOf(doc, 'sound'), singleOf(past, 'sound'));
}

/** Makes an entity as it was. */
function bringBack(doc: Y.Doc, table: TableName, id: string, then: Entity): void {
  const entity = entityOf(doc, table, id);
  if (entity) align(entity, then, { growing: ['takes'] });
  else tableOf(doc, table).set(id, then.clone());
}

function standsInNewScene(doc: Y.Doc, past: Y.Doc, clip: Entity): boolean {
  const family = clip.get('family');
  const head = typeof family === 'string' ? (entityOf(doc, 'clips', family) ?? clip) : clip;
  const place = head.get('place');
  return isRecord(place) && typeof place['scene'] === 'string' && !entityOf(past, 'scenes', place['scene']);
}
