import { lorasOfRecipe } from '#core/domain/generate/loras-of-recipe.ts';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import { loadPart } from '#core/domain/load-part.ts';
import { snapShape } from '#core/domain/generate/snap.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { JobId, type Sha256 } from '#core/schema/ids.ts';
import { GenerationRequest, type Picture } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Focus, Take } from '#core/schema/take.ts';
import type { PictureFacts } from '#lib/engine/browser/read-picture.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { Lanes } from '../engines/lanes.svelte.ts';

interface Parts {
  readonly queue: Queue;
  readonly blobs: BlobStore;
  readonly lanes: Lanes;
}

const MIDDLE: Focus = { x: 0.5, y: 0.5 };

/** Makes takes again on the accelerator: drafts here, finals there. */
export class FinalTakes {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The model of the accelerator that would make it; undefined where there is none. */
  model(take: Take): ModelFacts | undefined {
    return this.#parts.lanes.finalModel(take.recipe.mode);
  }

  /**
   * Sends the recipe of a take to the accelerator: its words, seed, pictures, steps and guidance, in the size and length
   * of the model there that are nearest in shape. Throws FaultError `no-room-on-disk`.
   */
  async send(take: Take): Promise<Result<JobId, Fault>> {
    const model = this.model(take);
    if (!model) return fail({ reason: 'accelerator-away', facts: {} });
    const { recipe, crops } = take;
    const shape = finalShape(take, model);
    const { mode, prompt, negativePrompt, seed, scheduler } = recipe;
    const same = recipe.model.id === model.id;
    const { steps, guidance } = same ? recipe : model.defaults;
    try {
      const request = GenerationRequest.parse({
        ...{ model: model.id, mode, prompt, negativePrompt, seed, scheduler, steps, guidance, ...shape },
        frameRate: same ? recipe.frameRate : model.frameRate,
        first: await this.#picture(recipe.inputs.first, shape, crops?.first),
        last: await this.#picture(recipe.inputs.last, shape, crops?.last),
        loras: finalLoras(take, model),
        references: recipe.inputs.references,
      });
      const id = JobId.parse(crypto.randomUUID());
      await this.#parts.queue.submit(id, request, { lane: 'remote', variedFrom: take.id, crops, madeFor: take.madeFor });
      return ok(id);
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  }

  async #picture(sha256: Sha256 | undefined, shape: PictureFacts, focus: Focus = MIDDLE): Promise<Picture | undefined> {
    if (!sha256) return undefined;
    const blob = await this.#parts.blobs.get(sha256);
    if (!blob) throw new FaultError('picture-missing', { file: 'The picture of this take' });
    const { cropPicture } = await loadPart(() => import('#lib/engine/browser/read-picture.ts'));
    return cropPicture(blob, 'picture', sha256, shape, focus);
  }
}

/** The engines that merge LoRAs into the layers of one model, which fit no other. */
const MERGING: readonly string[] = ['browser', 'onnx'];

/** The LoRAs of a take that its final is made with: the few steps of a draft are not those of another model. */
export const finalLoras = ({ recipe }: Pick<Take, 'recipe'>, model: Pick<ModelFacts, 'id'>): Take['recipe']['loras'] =>
  recipe.model.id === model.id || !MERGING.includes(recipe.engine.id) ? lorasOfRecipe(recipe) : undefined;

/** The size of a model that is nearest in shape to a take's, and as many frames as play as long. */
export function finalShape({ recipe }: Pick<Take, 'recipe'>, model: ModelFacts): { width: number; height: number; frames: number } {
  const { mode, width, height, frames, frameRate } = recipe;
  if (recipe.model.id === model.id) return { width, height, frames };
  const apart = ([w, h]: readonly [number, number]) => Math.abs(Math.log(w / h) - Math.log(width / height));
  const sizes = [model.size.default, ...model.size.presets];
  const [finalWidth, finalHeight] = sizes.reduce((best, size) => (apart(size) < apart(best) - 1e-9 ? size : best));
  const asked = { mode, width: finalWidth, height: finalHeight, frames: Math.round((frames / frameRate) * model.frameRate) };
  return snapShape(asked, model).shape;
}
