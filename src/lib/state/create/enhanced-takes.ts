import type { LaneChoice } from '#core/domain/generate/choose-lane.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import { JobId } from '#core/schema/ids.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import type { Take } from '#core/schema/take.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { Lanes } from '../engines/lanes.svelte.ts';

/** The longest side that browsers encode and show without fail, and the most frames a second. */
const LONGEST_SIDE = 4096;
const FASTEST = 120;

/** Makes takes larger, or lets them move more smoothly: each becomes a take of its own. */
export class EnhancedTakes {
  readonly #queue: Pick<Queue, 'submit'>;
  readonly #lanes: Pick<Lanes, 'chooseForFrames'>;

  constructor(queue: Pick<Queue, 'submit'>, lanes: Pick<Lanes, 'chooseForFrames'>) {
    this.#queue = queue;
    this.#lanes = lanes;
  }

  /** Puts the work in line, where a person makes clips, and answers where. The new take stands where the old one does. Only for what `whyNot` says nothing of. */
  async send(take: Take, mode: FrameMode): Promise<LaneChoice> {
    const { recipe, media, madeFor } = take;
    const { width, height, frames, frameRate } = recipe;
    const request = GenerationRequest.parse({
      ...(mode === 'upscale' ? { width: width * 2, height: height * 2, frames, frameRate } : { width, height, frames: frames * 2, frameRate: frameRate * 2 }),
      ...{ mode, prompt: recipe.prompt, seed: 0, steps: 1, guidance: 0, source: media.sha256 },
    });
    const choice = this.#lanes.chooseForFrames(mode, request);
    await this.#queue.submit(JobId.parse(crypto.randomUUID()), request, { lane: choice.lane, variedFrom: take.id, madeFor });
    return choice;
  }
}

/** Why a take cannot be worked on so; undefined where it can. */
export function whyNotEnhanced({ recipe, media }: Pick<Take, 'recipe' | 'media'>, mode: FrameMode): string | undefined {
  if (mode === 'upscale') {
    return Math.max(recipe.width, recipe.height) * 2 > LONGEST_SIDE ? `It would be longer than ${LONGEST_SIDE} pixels.` : undefined;
  }
  if (!media.type.startsWith('video/')) return 'A still does not move.';
  return recipe.frameRate * 2 > FASTEST ? `It would have more than ${FASTEST} frames a second.` : undefined;
}
