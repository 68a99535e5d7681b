import { type BatchSettings, planBatch } from '#core/domain/batch-plan.ts';
import { negativePromptOfClip, promptOfClip } from '#core/domain/clip-prompt.ts';
import { adaptersOfClip, inRequest } from '#core/domain/clip-adapters.ts';
import { framesFor, sizeFor } from '#core/domain/clip-shape.ts';
import { type CutClip, findClip, firstKeyframe, lastKeyframe } from '#core/domain/cut.ts';
import type { LaneChoice } from '#core/domain/choose-lane.ts';
import type { Workload } from '#core/domain/expected-time.ts';
import { modeFor } from '#core/domain/mode-for.ts';
import type { ModelFacts } from '#core/domain/model-facts.ts';
import { stillInStyle } from '#core/domain/still-in-style.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { BatchId, JobId, TakeId } from '#core/schema/ids.ts';
import type { Keyframe } from '#core/schema/keyframe.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { ClipId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import { type GenerationRequest, type Picture, PROMPT_LIMIT } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Style } from '#core/schema/style.ts';
import type { Take } from '#core/schema/take.ts';
import { cropPicture, type PictureFacts } from '#lib/engine/browser/read-picture.ts';
import type { Queue, Submission } from '#lib/queue/events.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import { randomSeed } from '../form-fields.svelte.ts';

interface Parts {
  readonly queue: Queue;
  readonly blobs: BlobStore;
  readonly take: (id: TakeId) => Take | undefined;
}

/** A clip that cannot be made as it stands. */
export interface Refused {
  readonly clip: ClipId;
  readonly fault: Fault;
}

export interface Sent {
  /** Jobs that are in the queue now. */
  readonly jobs: number;
  readonly refused: readonly Refused[];
}

type Request = Omit<GenerationRequest, 'seed'>;

/** What a person sees of a picture that is cropped to the film's shape: its middle. */
const MIDDLE = { x: 0.5, y: 0.5 };

/** Puts the making of clips into the queue. */
export class BatchMaker {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Sends takes of clips to the queue in one action: all that can be made, or none where the queue
   * cannot keep them. `choose` says of each where it goes; the browser where it is absent. Throws FaultError `no-room-on-disk`.
   */
  async make(project: Project, clips: readonly ClipId[], settings: BatchSettings, manifest: ModelFacts, choose?: (workload: Workload) => LaneChoice): Promise<Sent> {
    const requests = new Map<ClipId, Request>();
    const refused: Refused[] = [];
    for (const clip of clips) {
      const found = findClip(project, clip);
      if (!found) continue;
      const request = await this.#request(project, found, manifest, settings);
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
          origin: { batch, lane, madeFor: { project: project.id, clip } },
        };
      },
    );
    if (submissions.length > 0) await this.#parts.queue.submitAll(submissions);
    return { jobs: submissions.length, refused };
  }

  /** Sends one still in a style to the queue; resolves with the id that its take will have. Throws FaultError `no-room-on-disk`. */
  async preview(project: Project, style: Style, words: string, manifest: ModelManifest): Promise<Result<TakeId, Fault>> {
    const request = stillInStyle(project, style, words, manifest);
    if (!request.ok) return request;
    const id = JobId.parse(crypto.randomUUID());
    await this.#parts.queue.submitAll([{ id, request: { ...request.value, seed: randomSeed() } }]);
    return ok(TakeId.parse(id));
  }

  async #request(project: Project, found: CutClip, manifest: ModelFacts, settings: BatchSettings): Promise<Result<Request, Fault>> {
    const prompt = promptOfClip(project, found);
    const negativePrompt = negativePromptOfClip(project, found);
    const style = project.styles.find(({ id }) => id === found.clip.style);
    for (const { length } of [prompt, negativePrompt]) {
      if (length > PROMPT_LIMIT) return fail({ reason: 'prompt-too-long', facts: { length, limit: PROMPT_LIMIT } });
    }
    const [width, height] = sizeFor(project.settings.aspect, manifest.size);
    const first = await this.#picture(firstKeyframe(project, found), { width, height });
    const last = await this.#picture(lastKeyframe(found.clip), { width, height });
    if (!first.ok) return first;
    if (!last.ok) return last;
    if (last.value && !first.value) return fail({ reason: 'first-picture-missing', facts: {} });
    if (prompt === '' && !first.value) return fail({ reason: 'prompt-empty', facts: {} });
    return ok({
      mode: modeFor({ prompt, first: first.value !== undefined, last: last.value !== undefined }),
      ...{ prompt, negativePrompt, width, height },
      frames: framesFor(found.clip.length, project.settings.frameRate, manifest),
      frameRate: manifest.frameRate,
      steps: style?.steps ?? settings.steps,
      guidance: style?.guidance ?? settings.guidance,
      scheduler: style?.scheduler ?? manifest.defaults.scheduler,
      ...(first.value && { first: first.value }),
      ...(last.value && { last: last.value }),
      ...inRequest(adaptersOfClip(project, found.clip)),
    });
  }

  /** A keyframe's still, cropped to the film's shape; undefined where it shows none yet. */
  async #picture(keyframe: Keyframe | undefined, shape: PictureFacts): Promise<Result<Picture | undefined, Fault>> {
    const still = keyframe?.still;
    if (!still) return ok(undefined);
    const take = still.kind === 'take' ? this.#parts.take(still.take) : undefined;
    // A take that moves shows its first frame.
    const file = still.kind === 'picture' ? { sha256: still.asset, type: still.type } : take?.media.type.startsWith('image/') ? take.media : take?.poster;
    const name = still.kind === 'picture' ? still.name : 'keyframe';
    const blob = file && (await this.#parts.blobs.get(file.sha256, file.type));
    if (!file || !blob) return fail({ reason: 'picture-unreadable', facts: { file: name } });
    try {
      return ok(await cropPicture(blob, name, file.sha256, shape, MIDDLE));
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  }
}
