import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { shelfOf, thingsIn } from '#core/domain/project/project-things.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { IndexedThing, ShelvedThing } from '#core/schema/project-summary.ts';
import type { Project } from '#core/schema/project.ts';
import type { Thing } from '../palette/offers.svelte.ts';

const KINDS = { scene: 'clip', clip: 'clip', character: 'cast', style: 'cast', 'pool-item': 'pool' } as const;

/** All that a film has, to be found by name and words and shown where it is. */
export const thingsOf = (film: Project): readonly Thing[] => [...thingsIn(film), ...shelfOf(film)].map((thing) => inProject(film.id, thing));

/** A thing that is shown in its project. */
export const inProject = (project: ProjectId, { kind, id, ...words }: IndexedThing | ShelvedThing): Thing => ({
  ...words,
  kind: KINDS[kind],
  // A branch has the clips of its film under the same ids.
  id: `${kind}:${project}/${id}`,
  run: () => showThing(project, { kind, id }),
});

/** Shows a thing where it is: on the Board, among cast and styles, or in the pool. */
export function showThing(project: ProjectId, { kind, id }: Pick<IndexedThing | ShelvedThing, 'kind' | 'id'>): void {
  // eslint-disable-next-line svelte/no-navigation-without-resolve -- it is resolved; the rule does not see past the query.
  void goto(`${placeOf(KINDS[kind], project)}?show=${id}`);
}

function placeOf(kind: Thing['kind'], id: ProjectId): string {
  if (kind === 'clip') return resolve('/projects/[id]/board', { id });
  return kind === 'cast' ? resolve('/projects/[id]/cast', { id }) : resolve('/projects/[id]/pool', { id });
}
