import type { Engine } from '#core/domain/generate/engine.ts';
import type { WaitReason } from '#core/schema/job.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { EngineLane, LaneEngine } from '../lane.ts';
import type { EngineControl } from '../status.ts';

/** The browser's own engine as jobs see it: away as long as its model is not here. */
export class BrowserLane implements EngineLane {
  readonly engine: LaneEngine;
  readonly #control: EngineControl;
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: () => void;
  #awaits: WaitReason | undefined = 'model';
  #sides: ModelManifest['size'] | undefined;

  /** `work`: what does the jobs, where that is more than the engine itself. */
  constructor(host: Engine & EngineControl, work: LaneEngine = host) {
    this.engine = work;
    this.#control = host;
    this.#unsubscribe = host.subscribe((event) => {
      if (event.kind !== 'model') return;
      this.#sides = event.manifest?.size;
      const { status } = event.model;
      if (status === 'ready') this.#set(undefined);
      else if (status === 'broken') this.#set(navigator.onLine ? 'model' : 'network');
      // While it is fetched again, what was missing is still missing.
      else this.#set(this.#awaits ?? 'model');
    });
  }

  get awaits(): WaitReason | undefined {
    return this.#awaits;
  }

  get sides(): ModelManifest['size'] | undefined {
    return this.#sides;
  }

  look(): void {
    if (this.#awaits) void this.#control.fetchModel();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#unsubscribe();
    this.#listeners.clear();
  }

  #set(awaits: WaitReason | undefined): void {
    if (awaits === this.#awaits) return;
    this.#awaits = awaits;
    for (const listener of this.#listeners) listener();
  }
}
