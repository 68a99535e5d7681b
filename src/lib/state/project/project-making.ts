import { forkProject } from '#core/document/branch/branch.ts';
import { renameProject } from '#core/document/commands/project.ts';
import { createProject } from '#core/document/create-project.ts';
import { duplicateProject } from '#core/document/duplicate-project.ts';
import type { HistoryPoint, LogEntry } from '#core/document/log/compact.ts';
import type { KeptLog } from '#core/document/log/moments.ts';
import { seal, unseal } from '#core/document/log/sealed.ts';
import type { ProjectDocument } from '#core/document/project-document.ts';
import { summarise } from '#core/domain/project/project-summary.ts';
import type { Template } from '#core/domain/templates/template.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { Result } from '#core/schema/result.ts';
import { compactInWorker } from '#lib/storage/compact-in-worker.ts';
import { browserOrigin } from './browser-origin.ts';
import { type LeftProjects, OpenProject, type OpenParts } from './open-project.svelte.ts';
import { RestedDocuments } from './rested-documents.ts';

/*
 * What the list of projects does with their documents. It brings Yjs along, so it is loaded when a project is first
 * opened or made.
 */

/** A project that is in no store yet. */
export interface MadeProject {
  readonly record: ProjectRecord;
  readonly entry: LogEntry;
  readonly points?: readonly HistoryPoint[];
}

export const leftProjects = (): LeftProjects => ({ held: new Map(), rested: new RestedDocuments() });

export const open = (id: ProjectId, parts: OpenParts): Promise<Result<OpenProject, EditRefusal>> => OpenProject.open(id, parts);

export const rename = (project: OpenProject, name: string): boolean => project.run(renameProject(name)).ok;

export function newProject(name: string, template?: Template): MadeProject {
  const made = createProject({ name, ...(template && { template }) }, browserOrigin);
  // A name alone is never refused.
  if (!made.ok) throw new Error(made.fault.reason);
  return sealed(made.value);
}

/** A second project that begins as this one stands. */
export const copyOf = (document: ProjectDocument, name: string): MadeProject => sealed(duplicateProject(document, name, browserOrigin));

/** A project with the same past. */
export async function branchOf(log: KeptLog, name: string): Promise<MadeProject> {
  const { entry, points } = await compactInWorker(log.entries, log.points);
  // What was sealed a moment ago opens.
  return { ...sealed(forkProject(unseal(entry.bytes)!, name, browserOrigin)), points };
}

function sealed(document: ProjectDocument): MadeProject {
  const { id, createdAt } = document.project;
  const record: ProjectRecord = { schema: 1, id, createdAt, changedAt: createdAt, ...summarise(document.project) };
  const entry = { bytes: seal(document.encode()), at: createdAt };
  document.dispose();
  return { record, entry };
}
