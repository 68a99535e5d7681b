import type { Engine, EngineDescription, GenerationResult, RunContext } from '#core/domain/generate/engine.ts';
import { modeFor } from '#core/domain/generate/mode-for.ts';
import { stageProgress } from '#core/pipelines/job-progress.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';

/** An engine that draws a grey ramp, step by step, as slowly as a test wants. */
export class FakeEngine implements Engine {
  readonly #stepMs: number;
  /** What the next run ends with instead of a clip. */
  nextFault: Fault | undefined;
  /** What the runs after that end with, one after the other. */
  readonly laterFaults: Fault[] = [];
  /** Whether runs stand still after their first step, whatever they are told. */
  hangs = false;
  /** What was asked so far. */
  readonly asked: { readonly request: GenerationRequest; readonly tiling: boolean | undefined }[] = [];
  runs = 0;
  disposed = false;

  constructor(stepMs = 5) {
    this.#stepMs = stepMs;
  }

  async describe(): Promise<EngineDescription> {
    return { id: 'browser', version: 'fake', provider: 'wasm', why: 'It is a test.' };
  }

  async run(request: GenerationRequest, context: RunContext): Promise<Result<GenerationResult, Fault>> {
    this.runs++;
    const fault = this.nextFault ?? requestFault(request);
    this.nextFault = this.laterFaults.shift();
    this.asked.push({ request, tiling: context.tiling });
    const { steps, width, height, frames, frameRate } = request;
    for (let step = 0; step <= steps; step++) {
      if (context.signal.aborted || this.disposed) return fail({ reason: 'cancelled', facts: {} });
      context.onProgress(stageProgress('denoise', step, steps));
      if (this.hangs) await new Promise(() => {});
      context.onPreview?.({ width: 2, height: 1, frames: 1, frameRate, rgb: new Uint8Array(6).fill(step) });
      await new Promise((resolve) => setTimeout(resolve, this.#stepMs));
      if (fault && step >= steps / 2) return fail(fault);
    }
    const rgb = new Uint8Array(frames * width * height * 3).map((_, i) => i + request.seed);
    return ok({
      video: { width, height, frames, frameRate, rgb },
      recipe: {
        schema: 1,
        mode: request.mode,
        model: { id: 'fake', version: '1', license: 'Apache-2.0' },
        prompt: request.prompt,
        negativePrompt: request.negativePrompt,
        seed: request.seed,
        ...{ width, height, frames, frameRate, steps },
        guidance: request.guidance,
        scheduler: request.scheduler,
        shift: 3,
        inputs: { ...(request.first && { first: request.first.sha256 }), ...(request.last && { last: request.last.sha256 }) },
        engine: { id: 'browser', version: 'fake', provider: 'wasm' },
      },
      timings: { denoise: steps * this.#stepMs },
      adjustments: [],
    });
  }

  async dispose(): Promise<void> {
    this.disposed = true;
  }
}

function requestFault({ mode, prompt, first, last }: GenerationRequest): Fault | undefined {
  if (prompt === '' && mode === modeFor({ prompt, first: false, last: false })) return { reason: 'prompt-empty', facts: {} };
  if ((mode === 'i2v' || mode === 'flf2v') && !first) return { reason: 'first-picture-missing', facts: {} };
  if (mode === 'flf2v' && !last) return { reason: 'last-picture-missing', facts: {} };
  return undefined;
}
