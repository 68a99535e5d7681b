import { makeReady } from '#core/document/commands/film-run.ts';
import type { Command } from '#core/document/project-document.ts';
import type { LaneChoice } from '#core/domain/generate/choose-lane.ts';
import type { Workload } from '#core/domain/queue/expected-time.ts';
import type { PlannedClip, PlannedWork } from '#core/domain/film-run/planned-work.ts';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { Fault } from '#core/schema/fault.ts';
import { BatchId, JobId, type Sha256, type TakeId } from '#core/schema/ids.ts';
import type { Still } from '#core/schema/keyframe.ts';
import type { Project } from '#core/schema/project.ts';
import type { Picture } from '#core/schema/request.ts';
import { ok, type Result } from '#core/schema/result.ts';
import type { Take } from '#core/schema/take.ts';
import type { PictureFacts } from '#lib/engine/browser/read-picture.ts';
import type { Queue, Submission } from '#lib/queue/events.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { Refused, Sent } from './batch-parts.ts';
import { pictureOfStill } from './picture-of-still.ts';

interface Parts {
  readonly queue: Pick<Queue, 'submitAll'>;
  readonly blobs: BlobStore;
  readonly take: (id: TakeId) => Take | undefined;
}

/** The project that a plan is of, open and to be changed. */
interface Editor {
  readonly film: Project;
  run<Value>(command: Command<Value>): Result<Value, EditRefusal>;
}

/** How planned work goes out. */
export interface SendFilm {
  readonly model: ModelFacts;
  choose(workload: Workload): LaneChoice;
}

/**
 * Sends a plan: first the document learns of the keyframes, as one change, then all jobs are in the queue or none. What
 * has its pictures takes them along; what waits for some names the jobs that make them. Throws FaultError `no-room-on-disk`.
 */
export async function sendFilm(parts: Parts, project: Editor, plan: readonly PlannedWork[], { model, choose }: SendFilm): Promise<Result<Sent, EditRefusal>> {
  const ready = project.run(makeReady(plan));
  if (!ready.ok) return ready;
  const jobs = new Map<string, JobId>();
  const submissions: Submission[] = [];
  const refused: Refused[] = [];
  const batch = BatchId.parse(crypto.randomUUID());
  const send = (work: PlannedWork & { readonly kind: 'keyframe' | 'clip' }, pictures: Pictures): void => {
    const id = JobId.parse(crypto.randomUUID());
    jobs.set(work.key, id);
    const { lane, model: named } = choose(work.request);
    const keyframe = ready.value.get(work.key);
    submissions.push({
      id,
      request: { ...work.request, ...pictures.given, ...(named !== undefined && { model: named }) },
      origin: {
        ...{ batch, lane },
        madeFor: { project: project.film.id, clip: work.clip, ...(keyframe && { keyframe }) },
        ...(Object.keys(pictures.awaited).length > 0 && { picturesFrom: pictures.awaited }),
        ...((named === undefined || named === model.id) && { reuse: { id: model.id, version: model.version } }),
      },
    });
  };
  for (const work of plan) {
    if (work.kind === 'keyframe') send(work, { given: {}, awaited: {} });
    else if (work.kind === 'refused') refused.push({ clip: work.clip, fault: work.fault });
    else if (work.kind === 'clip') {
      const pictures = await gather(work, jobs, (still) => pictureOfStill(parts, still, work.request));
      if (pictures.ok) send(work, pictures.value);
      else refused.push({ clip: work.clip, fault: pictures.fault });
    }
  }
  if (submissions.length > 0) await parts.queue.submitAll(submissions);
  return ok({ jobs: submissions.length, refused });
}

interface Pictures {
  /** Those that are there. */
  readonly given: { first?: Picture; last?: Picture };
  /** The jobs that make the others. */
  readonly awaited: { first?: JobId; last?: JobId };
}

async function gather(work: PlannedClip, jobs: ReadonlyMap<string, JobId>, read: (still: Still) => Promise<Result<Picture, Fault>>): Promise<Result<Pictures, Fault>> {
  const [given, awaited]: [Pictures['given'], Pictures['awaited']] = [{}, {}];
  for (const end of ['first', 'last'] as const) {
    const source = work[end];
    if (!source) continue;
    if (source.kind === 'planned') awaited[end] = jobs.get(source.key)!;
    else if (source.kind === 'job') awaited[end] = source.job;
    // A take bears the id of the job that made it, and is read when its turn comes.
    else if (source.still.kind === 'take') awaited[end] = JobId.parse(source.still.take);
    else {
      const picture = await read(source.still);
      if (!picture.ok) return picture;
      given[end] = picture.value;
    }
  }
  return ok({ given, awaited });
}

/** How large the pictures of the products in the brief are, as far as they can be read. */
export async function productSizes(blobs: BlobStore, { brief }: Pick<Project, 'brief'>): Promise<ReadonlyMap<Sha256, PictureFacts>> {
  const sizes = new Map<Sha256, PictureFacts>();
  for (const { asset, type, shows } of brief.pictures) {
    if (shows !== 'product') continue;
    const blob = await blobs.get(asset, type);
    const bitmap = blob && (await createImageBitmap(blob).catch(() => undefined));
    if (!bitmap) continue;
    sizes.set(asset, { width: bitmap.width, height: bitmap.height });
    bitmap.close();
  }
  return sizes;
}
