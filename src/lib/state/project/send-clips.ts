import { type BatchSettings, planBatch } from '#core/domain/queue/batch-plan.ts';
import { requestOfClip } from '#core/domain/generate/clip-request.ts';
import { type CutClip, findClip, firstKeyframe, lastKeyframe } from '#core/domain/timeline/cut.ts';
import type { LaneChoice } from '#core/domain/generate/choose-lane.ts';
import type { Workload } from '#core/domain/queue/expected-time.ts';
import { castInWords } from '#core/domain/generate/lora-words.ts';
import { modeFor } from '#core/domain/generate/mode-for.ts';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import { quickened } from '#core/domain/generate/quick.ts';
import { stillInStyle } from '#core/domain/generate/still-in-style.ts';
import type { Fault } from '#core/schema/fault.ts';
import { BatchId, JobId, TakeId } from '#core/schema/ids.ts';
import type { Keyframe } from '#core/schema/keyframe.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { ClipId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { GenerationRequest, Picture } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Style } from '#core/schema/style.ts';
import type { PictureFacts } from '#lib/engine/browser/read-picture.ts';
import type { Submission } from '#lib/queue/events.ts';
import { randomSeed } from '../create/form-fields.svelte.ts';
import type { BatchParts, Refused, Sent } from './batch-parts.ts';
import { missingLoras } from './missing-loras.ts';
import { pictureOfStill } from './picture-of-still.ts';

type Request = Omit<GenerationRequest, 'seed'>;

/**
 * Sends takes of clips to the queue in one action: all that can be made, or none where the queue
 * cannot keep them. LoRAs that cannot act are said in words. `choose` says of each where it goes; the browser where it is absent. Throws FaultError `no-room-on-disk`.
 */
export async function sendClips(
  parts: BatchParts,
  film: Project,
  clips: readonly ClipId[],
  settings: BatchSettings,
  manifest: ModelFacts,
  choose?: (workload: Workload) => LaneChoice,
): Promise<Sent> {
  const project = castInWords(film, manifest, await missingLoras(parts.blobs, film));
  const requests = new Map<ClipId, Request>();
  const refused: Refused[] = [];
  for (const clip of clips) {
    const found = findClip(project, clip);
    if (!found) continue;
    const request = await requestOf(parts, project, found, manifest, settings);
    if (request.ok) requests.set(clip, request.value);
    else refused.push({ clip, fault: request.fault });
  }
  const plan = planBatch([...requests.keys()], settings, randomSeed);
  const batch = plan.length > 1 ? BatchId.parse(crypto.randomUUID()) : undefined;
  const submissions = plan.map(
    ({ clip, seed }): Submission => {
      const request = requests.get(clip) as Request;
      const { lane = 'browser', model } = choose?.(request) ?? {};
      return {
        id: JobId.parse(crypto.randomUUID()),
        request: { ...request, seed, ...(model !== undefined && { model }) },
        origin: { batch, lane, madeFor: { project: project.id, clip }, stopBroken: settings.stopBroken },
      };
    },
  );
  if (submissions.length > 0) await parts.queue.submitAll(submissions);
  return { jobs: submissions.length, refused };
}

/** Sends one still in a style to the queue; resolves with the id that its take will have. Throws FaultError `no-room-on-disk`. */
export async function sendStill(parts: BatchParts, project: Project, asked: Style, words: string, manifest: ModelManifest): Promise<Result<TakeId, Fault>> {
  const cast = { characters: [], styles: [asked] };
  const style = castInWords(cast, manifest, await missingLoras(parts.blobs, cast)).styles[0] as Style;
  const request = stillInStyle(project, style, words, manifest);
  if (!request.ok) return request;
  const id = JobId.parse(crypto.randomUUID());
  await parts.queue.submitAll([{ id, request: { ...request.value, seed: randomSeed() } }]);
  return ok(TakeId.parse(id));
}

async function requestOf(parts: BatchParts, project: Project, found: CutClip, manifest: ModelFacts, settings: BatchSettings): Promise<Result<Request, Fault>> {
  const words = requestOfClip(project, found, manifest, settings);
  if (!words.ok) return words;
  const { prompt } = words.value;
  const first = await pictureOf(parts, firstKeyframe(project, found), words.value);
  const last = await pictureOf(parts, lastKeyframe(found.clip), words.value);
  if (!first.ok) return first;
  if (!last.ok) return last;
  if (last.value && !first.value) return fail({ reason: 'first-picture-missing', facts: {} });
  if (prompt === '' && !first.value) return fail({ reason: 'prompt-empty', facts: {} });
  return ok({
    ...quickened(words.value, settings.quick, manifest),
    mode: modeFor({ prompt, first: first.value !== undefined, last: last.value !== undefined }),
    ...(first.value && { first: first.value }),
    ...(last.value && { last: last.value }),
  });
}

/** A keyframe's still, cropped to the film's shape; undefined where it shows none yet. */
async function pictureOf(parts: BatchParts, keyframe: Keyframe | undefined, shape: PictureFacts): Promise<Result<Picture | undefined, Fault>> {
  return keyframe?.still ? pictureOfStill(parts, keyframe.still, shape) : ok(undefined);
}
