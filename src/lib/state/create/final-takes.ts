import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import { loadPart } from '#core/domain/load-part.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { JobId } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Take } from '#core/schema/take.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { Lanes } from '../engines/lanes.svelte.ts';

interface Parts {
  readonly queue: Queue;
  readonly blobs: BlobStore;
  readonly lanes: Lanes;
}

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
   * of the model there that are nearest in shape.
   */
  async send(take: Take): Promise<Result<JobId, Fault>> {
    const model = this.model(take);
    if (!model) return fail({ reason: 'accelerator-away', facts: {} });
    try {
      const { sendFinal } = await loadPart(() => import('./send-final.ts'));
      return ok(await sendFinal(take, model, this.#parts));
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  }
}
