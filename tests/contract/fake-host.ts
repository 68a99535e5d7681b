import type { EngineHost, WorkflowDesk } from '../../accelerator/engines/ports.ts';
import { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { FakeEngine } from './fake-engine.ts';

/** The fake engine as one of an accelerator's, with the model `fake`. */
export class FakeHost extends FakeEngine implements EngineHost {
  readonly #id: AcceleratorEngineId;
  readonly #listeners = new Set<() => void>();
  #fault: Fault | undefined;
  #missing: { file: string; folder: string }[] = [];
  readonly workflows: WorkflowDesk | undefined;
  unloads = 0;
  loaded: string | undefined;

  constructor(id: AcceleratorEngineId = 'onnx', stepMs = 5, workflows?: WorkflowDesk) {
    super(stepMs);
    this.#id = id;
    this.workflows = workflows;
  }

  async offer(): Promise<EngineOffer> {
    return EngineOffer.parse({
      ...{ id: this.#id, version: 'fake', provider: 'cpu', why: 'It is a test.', ...(this.#fault && { fault: this.#fault }) },
      models: [
        {
          ...{ id: 'fake', name: 'Fake', version: '1', family: 'test', license: { spdx: 'Apache-2.0' }, missing: this.#missing, loaded: this.loaded === 'fake' },
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

  async load(model: string): Promise<Result<void, Fault>> {
    if (model !== 'fake') return fail({ reason: 'model-not-found', facts: { model } });
    this.loaded = model;
    return ok(undefined);
  }

  async unload(): Promise<void> {
    this.loaded = undefined;
    this.unloads += 1;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
