import type { Engine, EngineDescription, GenerationResult } from '#core/domain/generate/engine.ts';
import { loadPart } from '#core/domain/load-part.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { FrameMode } from '#core/schema/frame-model.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { ProviderPlan } from '../choose.ts';
import type { FinishedFile, LaneContext, LaneEngine } from '../lane.ts';
import type { EngineControl } from '../status.ts';

/** All that this browser makes: clips and stills by its engine, larger and more frames by models of their own. */
export class BrowserWork implements LaneEngine {
  readonly #host: Engine & EngineControl;
  /** Where inference runs: said at once, and again when that changes. */
  readonly #plan: Promise<ProviderPlan>;
  #latest: ProviderPlan | undefined;

  constructor(host: Engine & EngineControl) {
    this.#host = host;
    this.#plan = new Promise((resolve) => {
      host.subscribe((event) => {
        if (!('plan' in event)) return;
        this.#latest = event.plan;
        resolve(event.plan);
      });
    });
  }

  describe(): Promise<EngineDescription> {
    return this.#host.describe();
  }

  async run(request: GenerationRequest, context: LaneContext): Promise<Result<GenerationResult | FinishedFile, Fault>> {
    const { data: mode } = FrameMode.safeParse(request.mode);
    if (!mode) return this.#host.run(request, context);
    try {
      const { enhanceInWorker } = await loadPart(() => import('./frame-engine.ts'));
      return await enhanceInWorker(mode, request, context, this.#latest ?? (await this.#plan));
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  }
}
