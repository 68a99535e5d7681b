import type { EngineHost } from '../../accelerator/engines/ports.ts';
import { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import type { Fault } from '#core/schema/fault.ts';
import { FakeEngine } from './fake-engine.ts';

/** The fake engine as one of an accelerator's, with the model `fake`. */
export class FakeHost extends FakeEngine implements EngineHost {
  readonly #id: AcceleratorEngineId;
  readonly #listeners = new Set<() => void>();
  #fault: Fault | undefined;
  #missing: { file: string; folder: string }[] = [];
  unloads = 0;

  constructor(id: AcceleratorEngineId = 'onnx', stepMs = 5) {
    super(stepMs);
    this.#id = id;
  }

  async offer(): Promise<EngineOffer> {
    return EngineOffer.parse({
      ...{ id: this.#id, version: 'fake', provider: 'cpu', why: 'It is a test.', ...(this.#fault && { fault: this.#fault }) },
      models: [
        {
          ...{ id: 'fake', name: 'Fake', version: '1', family: 'test', license: { spdx: 'Apache-2.0' }, missing: this.#missing },
          modes: ['t2i', 't2v', 'i2v', 'ti2v', 'flf2v'],
          size: { multiple: 16, min: 16, max: 512, default: [32, 32], presets: [[32, 32]] },
          frames: { multiple: 1, offset: 0, default: 5, max: 81 },
          frameRate: 8,
          defaults: { steps: 2, guidance: 1, shift: 3 },
        },
      ],
    });
  }

  /** From now on it is away, or there again. */
  goAway(isAway: boolean): void {
    this.#fault = isAway ? { reason: 'engine-away', facts: {} } : undefined;
    for (const listener of this.#listeners) listener();
  }

  /** From now on its model lacks a file, or is whole again. */
  lackFile(lacks: boolean): void {
    this.#missing = lacks ? [{ file: 'fake.onnx', folder: 'models/fake' }] : [];
    for (const listener of this.#listeners) listener();
  }

  async unload(): Promise<void> {
    this.unloads += 1;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
