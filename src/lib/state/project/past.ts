import type { OpenedLog } from '#core/document/log/open-log.ts';
import { openMoment } from '#core/document/log/moments.ts';
import { openVersion } from '#core/document/versions.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import { VersionId } from '#core/schema/project-ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { browserOrigin } from './browser-origin.ts';
import type { OpenProject } from './open-project.svelte.ts';

/** A moment of a project that is looked at. */
export interface Past {
  readonly project: OpenProject;
  /** Undefined where the moment has no name. */
  readonly name: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Opens a project as it was. `moment`: a version's id, or a time in milliseconds since 1970. */
export async function openPastOf(present: OpenProject, moment: string): Promise<Result<Past, EditRefusal>> {
  const log = await present.log();
  const version = present.film.versions.find(({ id }) => id === VersionId.safeParse(moment).data);
  const time = /^\d{1,15}$/.test(moment) ? Number(moment) : undefined;
  if (!log || (!version && time === undefined)) return fail({ reason: 'not-found', what: 'version' });
  if (!version) {
    const opened = openMoment(log, time!, browserOrigin);
    return opened.ok ? ok(pastOf(present, opened.value, undefined, opened.value.at)) : opened;
  }
  const opened = openVersion(present.document, log.entries.map(({ bytes }) => bytes), version.id, browserOrigin);
  return opened.ok ? ok(pastOf(present, opened.value, version.name, version.createdAt)) : opened;
}

const pastOf = (present: OpenProject, { document, setAside }: OpenedLog, name: string | undefined, at: number): Past => ({
  project: present.past(document, setAside.length),
  ...{ name, at },
});
