import { z } from 'zod';
import { Instant } from './film-time.ts';
import { ProjectId } from './project-ids.ts';
import { ProjectSummary } from './project-summary.ts';

/** A project as the list knows it. Its film lies in its log. */
export const ProjectRecord = ProjectSummary.extend({
  schema: z.literal(1),
  id: ProjectId,
  createdAt: Instant,
  changedAt: Instant,
  /** Since when it is out of the way. */
  archivedAt: Instant.optional(),
  /** Since when it is in the bin. */
  deletedAt: Instant.optional(),
});
export type ProjectRecord = z.infer<typeof ProjectRecord>;
