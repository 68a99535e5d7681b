import * as Comlink from 'comlink';
import type { GenerationResult, RunContext } from '#core/domain/generate/engine.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { InferenceApi, ModelHome } from '#lib/workers/inference.worker.ts';
import type { ProviderPlan } from '../choose.ts';
import { RUNTIME_FILES } from './runtime-files.ts';

/** How long a cancelled worker may take to answer before it is ended, in milliseconds. */
const CANCEL_MS = 300;

/** How often the page looks whether it should cancel, where the signal has no event for it, in milliseconds. */
const LOOK_MS = 50;

/**
 * One worker with one model and provider, from the page's side. It is good until its first
 * `worker-died`, `device-lost` or answered-too-late cancel; `alive` says whether it still is.
 */
export class InferenceWorker {
  readonly plan: ProviderPlan;
  readonly model: ModelHome;
  readonly #worker: Worker;
  readonly #api: Comlink.Remote<InferenceApi>;
  readonly #lock = `kinora-inference-${crypto.randomUUID()}`;
  readonly #died: Promise<Result<never, Fault>>;
  #die: () => void = () => {};
  #alive = true;
  #opened: Promise<Result<null, Fault>> | undefined;

  constructor(plan: ProviderPlan, model: ModelHome) {
    this.plan = plan;
    this.model = model;
    this.#worker = new Worker(new URL('../../workers/inference.worker.ts', import.meta.url), { type: 'module' });
    this.#api = Comlink.wrap<InferenceApi>(this.#worker);
    this.#died = new Promise((resolve) => {
      this.#die = () => {
        this.terminate();
        resolve(fail({ reason: 'worker-died', facts: {} }));
      };
    });
    this.#worker.onerror = () => this.#die();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Opens the model if that has not happened yet, then makes a clip. */
  async run(request: GenerationRequest, context: RunContext): Promise<Result<GenerationResult, Fault>> {
    return this.#cancellable(context, async () => {
      const opened = await this.#open(context);
      if (!opened.ok) return opened;
      return this.#api.run(
        request,
        context.tiling ?? false,
        Comlink.proxy({
          onProgress: (progress) => context.onProgress(progress),
          onPreview: (preview) => context.onPreview?.(preview),
          bytes: async (sha256) => context.bytes?.(sha256),
        }),
      );
    });
  }

  /** The version of ONNX Runtime. */
  version(): Promise<string> {
    return this.#api.version(this.#options);
  }

  get #options() {
    const { provider, threads } = this.plan;
    return { provider, threads, files: RUNTIME_FILES[provider] };
  }

  terminate(): void {
    this.#alive = false;
    this.#worker.terminate();
  }

  async #open(context: RunContext): Promise<Result<null, Fault>> {
    this.#opened ??= this.#begin(context);
    const opened = await this.#opened;
    // What could not be opened is tried afresh next time.
    if (!opened.ok) this.terminate();
    return opened;
  }

  async #begin(context: RunContext): Promise<Result<null, Fault>> {
    // The worker holds the lock as long as it lives; whoever gets it knows that the worker is gone. Where the
    // browser refuses locks, its errors alone say so.
    if (await this.#api.holdLock(this.#lock)) void navigator.locks.request(this.#lock, async () => this.#die());
    return this.#api.open(
      { ...this.#options, model: this.model },
      Comlink.proxy({ onProgress: (progress) => context.onProgress(progress) }),
    );
  }

  async #cancellable<Value>(
    context: RunContext,
    work: () => Promise<Result<Value, Fault>>,
  ): Promise<Result<Value, Fault>> {
    const cancelled: Result<never, Fault> = fail({ reason: 'cancelled', facts: {} });
    if (context.signal.aborted) return cancelled;
    let look: ReturnType<typeof setInterval> | undefined;
    let late: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<Result<never, Fault>>((resolve) => {
      look = setInterval(() => {
        if (!context.signal.aborted) return;
        clearInterval(look);
        void this.#api.cancel();
        late = setTimeout(() => {
          this.terminate();
          resolve(cancelled);
        }, CANCEL_MS - LOOK_MS);
      }, LOOK_MS);
    });
    try {
      const result = await Promise.race([work(), this.#died, tooLate]);
      return context.signal.aborted && !result.ok ? cancelled : result;
    } finally {
      clearInterval(look);
      clearTimeout(late);
    }
  }
}
