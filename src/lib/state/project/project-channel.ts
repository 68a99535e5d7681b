import type { ProjectId } from '#core/schema/project-ids.ts';

/** The channel on which tabs tell each other of changes to one project: updates that are in the store. */
export const projectChannel = (scope: string, id: ProjectId): BroadcastChannel => new BroadcastChannel(`${scope}-project-${id}`);
