import { isOver } from '#core/domain/queue/job.ts';
import type { MadeFor } from '#core/schema/made-for.ts';
import type { ClipId, KeyframeId, ProjectId } from '#core/schema/project-ids.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { canRetry } from '../queue/queue-actions.ts';
import { isRunning } from '../queue/queue-sections.ts';

/** How the making of the takes of a clip, or of a keyframe, stands. */
export interface ClipWork {
  /** The job at work now. */
  readonly running: JobRecord | undefined;
  /** Jobs that wait, for whatever reason. */
  readonly waiting: readonly JobRecord[];
  /** Jobs that failed since anything of the clip was last made, and can be sent again. */
  readonly failed: readonly JobRecord[];
}

const NOTHING: ClipWork = { running: undefined, waiting: [], failed: [] };

/** How the work on each clip of a project stands, by clip; clips without work are left out, and so is the work on their keyframes. */
export const workByClip = (records: readonly JobRecord[], project: ProjectId): ReadonlyMap<ClipId, ClipWork> =>
  workBy(records, (madeFor) => (madeFor.project === project && madeFor.keyframe === undefined ? madeFor.clip : undefined));

/** The same for each keyframe. */
export const workByKeyframe = (records: readonly JobRecord[], project: ProjectId): ReadonlyMap<KeyframeId, ClipWork> =>
  workBy(records, (madeFor) => (madeFor.project === project ? madeFor.keyframe : undefined));

function workBy<Id>(records: readonly JobRecord[], ownerOf: (madeFor: MadeFor) => Id | undefined): ReadonlyMap<Id, ClipWork> {
  const work = new Map<Id, ClipWork>();
  for (const record of records) {
    const { madeFor, job } = record;
    const owner = madeFor && ownerOf(madeFor);
    if (owner === undefined || job.state === 'done' || job.state === 'cancelled') continue;
    const before = work.get(owner) ?? NOTHING;
    if (isRunning(record)) work.set(owner, { ...before, running: record });
    else if (!isOver(job)) work.set(owner, { ...before, waiting: [...before.waiting, record] });
    else if (canRetry(record)) work.set(owner, { ...before, failed: [...before.failed, record] });
  }
  return work;
}
