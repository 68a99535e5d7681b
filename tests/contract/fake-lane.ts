import type { WaitReason } from '#core/schema/job.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { EngineLane } from '#lib/engine/lane.ts';
import { FakeEngine } from './fake-engine.ts';

/** A lane that a test sends away and calls back. */
export class FakeLane implements EngineLane {
  readonly engine: FakeEngine;
  readonly sides: ModelManifest['size'] = { multiple: 16, min: 16, max: 512, default: [160, 96], presets: [[160, 96]] };
  looks = 0;
  #awaits: WaitReason | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(engine = new FakeEngine(), awaits?: WaitReason) {
    this.engine = engine;
    this.#awaits = awaits;
  }

  get awaits(): WaitReason | undefined {
    return this.#awaits;
  }

  set awaits(reason: WaitReason | undefined) {
    this.#awaits = reason;
    for (const listener of this.#listeners) listener();
  }

  look(): void {
    this.looks += 1;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
