import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { thingsIn } from '#core/domain/project/project-things.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { IndexedThing } from '#core/schema/project-summary.ts';
import type { Project } from '#core/schema/project.ts';
import type { Thing } from '../palette/offers.svelte.ts';

/** The scenes and clips of a film, to be found by name and prompt and shown on its Board. */
export const thingsOf = (film: Project): readonly Thing[] => thingsIn(film).map((thing) => onBoard(film.id, thing));

/** A scene or a clip that is shown on the Board of its project. */
export const onBoard = (project: ProjectId, { kind, id, ...words }: IndexedThing): Thing => ({
  ...words,
  // A branch has the clips of its film under the same ids.
  id: `${kind}:${project}/${id}`,
  // eslint-disable-next-line svelte/no-navigation-without-resolve -- it is resolved; the rule does not see past the query.
  run: () => void goto(`${resolve('/projects/[id]/board', { id: project })}?show=${id}`),
});
