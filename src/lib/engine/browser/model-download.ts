import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { ModelCache } from '#lib/workers/model-cache.ts';
import type { ModelStatus } from '../status.ts';

/** Steps in which progress is told: a hundredth of the whole. */
const TOLD_STEP = 0.01;

/** Brings the model here and tells where it stands. */
export class ModelDownload {
  readonly #cache: ModelCache;
  readonly #tell: (status: ModelStatus, manifest: ModelManifest | null) => void;
  #status: ModelStatus = { status: 'absent', fraction: 0, bytes: 0, kept: false };
  #manifest: ModelManifest | null = null;
  #running: Promise<Result<ModelManifest, Fault>> | undefined;

  constructor(cache: ModelCache, tell: (status: ModelStatus, manifest: ModelManifest | null) => void) {
    this.#cache = cache;
    this.#tell = tell;
  }

  get status(): ModelStatus {
    return this.#status;
  }

  get manifest(): ModelManifest | null {
    return this.#manifest;
  }

  /** The model's manifest once all of it is here; fetches it where that has not happened. */
  ready(): Promise<Result<ModelManifest, Fault>> {
    if (this.#status.status === 'ready' && this.#manifest) return Promise.resolve(ok(this.#manifest));
    this.#running ??= this.#fetch().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Marks what is kept as broken and throws it away, so that it is fetched anew. */
  async discard(fault: Fault): Promise<void> {
    await this.#cache.forget();
    this.#set({ ...this.#status, status: 'broken', kept: false, fault });
  }

  /** Throws away what is kept, so that it is fetched when it is next needed. */
  async forget(): Promise<void> {
    await this.#running;
    await this.#cache.forget();
    this.#set({ status: 'absent', fraction: 0, bytes: 0, kept: false });
  }

  async #fetch(): Promise<Result<ModelManifest, Fault>> {
    this.#set({ status: 'fetching', fraction: 0, bytes: 0, kept: false });
    try {
      const { manifest, kept } = await this.#cache.fetch((done, total) => this.#progress(done / total, total));
      this.#manifest = manifest;
      this.#set({ ...this.#status, status: 'ready', fraction: 1, kept });
      return ok(manifest);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#set({ ...this.#status, status: 'broken', fault: error.fault });
      return fail(error.fault);
    }
  }

  #progress(fraction: number, bytes: number): void {
    if (fraction - this.#status.fraction < TOLD_STEP && this.#status.bytes === bytes) return;
    this.#set({ ...this.#status, fraction, bytes });
  }

  #set(status: ModelStatus): void {
    this.#status = status;
    this.#tell(status, this.#manifest);
  }
}
