import { deliverTakes, type Delivery } from '#core/document/commands/take.ts';
import type { Command } from '#core/document/project-document.ts';
import { undelivered } from '#core/domain/queue/undelivered.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { Project } from '#core/schema/project.ts';
import type { Result } from '#core/schema/result.ts';
import type { Take } from '#core/schema/take.ts';

interface Settler {
  readonly film: Project;
  settle<Value>(command: Command<Value>): Result<Value, EditRefusal>;
}

/**
 * Puts takes on the clips and keyframes of a project that asked for them, as far as they were never there, and says
 * which. To be called when the project is opened and whenever there are other takes.
 */
export function deliverTo(project: Settler, takes: readonly Take[]): readonly Delivery[] {
  const fresh = undelivered(project.film, takes);
  // Refused where the project can only be looked at: they are put there when it can be changed.
  return fresh.length > 0 && project.settle(deliverTakes(fresh)).ok ? fresh : [];
}
