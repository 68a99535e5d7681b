import { lorasOfRecipe } from '#core/domain/generate/loras-of-recipe.ts';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import { snapShape } from '#core/domain/generate/snap.ts';
import { FaultError } from '#core/schema/fault.ts';
import { JobId, type Sha256 } from '#core/schema/ids.ts';
import { GenerationRequest, type Picture } from '#core/schema/request.ts';
import type { Focus, Take } from '#core/schema/take.ts';
import { cropPicture, type PictureFacts } from '#lib/engine/browser/read-picture.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

const MIDDLE: Focus = { x: 0.5, y: 0.5 };

/** Asks a model of the accelerator for a take once more. Throws FaultError, such as `no-room-on-disk` and `picture-missing`. */
export async function sendFinal(take: Take, model: ModelFacts, { queue, blobs }: { readonly queue: Queue; readonly blobs: BlobStore }): Promise<JobId> {
  const { recipe, crops } = take;
  const shape = finalShape(take, model);
  const { mode, prompt, negativePrompt, seed, scheduler } = recipe;
  const same = recipe.model.id === model.id;
  const { steps, guidance } = same ? recipe : model.defaults;
  const request = GenerationRequest.parse({
    ...{ model: model.id, mode, prompt, negativePrompt, seed, scheduler, steps, guidance, ...shape },
    frameRate: same ? recipe.frameRate : model.frameRate,
    first: await picture(blobs, recipe.inputs.first, shape, crops?.first),
    last: await picture(blobs, recipe.inputs.last, shape, crops?.last),
    loras: finalLoras(take, model),
    references: recipe.inputs.references,
  });
  const id = JobId.parse(crypto.randomUUID());
  await queue.submit(id, request, { lane: 'remote', variedFrom: take.id, crops, madeFor: take.madeFor });
  return id;
}

async function picture(blobs: BlobStore, sha256: Sha256 | undefined, shape: PictureFacts, focus: Focus = MIDDLE): Promise<Picture | undefined> {
  if (!sha256) return undefined;
  const blob = await blobs.get(sha256);
  if (!blob) throw new FaultError('picture-missing', { file: 'The picture of this take' });
  return cropPicture(blob, 'picture', sha256, shape, focus);
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
