import type { Edit } from '../edit.ts';
import { LAID_WITH } from './lay-words.ts';

/** Puts all scenes into the bin, and with them the titles and captions that were laid out with them. What a person added stays. */
export function clearFilm(edit: Edit): void {
  const scenes = new Set<unknown>(edit.project.scenes.flatMap(({ members }) => members.map(({ id }) => id)));
  for (const id of scenes) edit.set('scenes', id as string, { removedAt: edit.now() });
  for (const table of ['titles', 'captions'] as const) {
    for (const { id } of edit.project[table]) if (scenes.has(edit.field(table, id, LAID_WITH))) edit.set(table, id, { removedAt: edit.now() });
  }
}
