import type { Fault } from '#core/schema/fault.ts';
import type { Sha256, TakeId } from '#core/schema/ids.ts';
import type { Focus, Take } from '#core/schema/take.ts';
import { MEASURES_VERSION, type TakeMeasures } from '#core/schema/take-measures.ts';
import type { Measurer } from '#lib/engine/browser/measurer.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { GalleryState } from './gallery.svelte.ts';

interface Parts {
  readonly gallery: Pick<GalleryState, 'media' | 'noteMeasures'>;
  readonly blobs: Pick<BlobStore, 'get'>;
  readonly measurer: Pick<Measurer, 'measure'>;
}

const MIDDLE: Focus = { x: 0.5, y: 0.5 };

/** Measures takes that were not measured yet, one after the other, each once. */
export class TakeMeasuring {
  /** Measured, and perhaps not in the store. */
  #measured = $state.raw<ReadonlyMap<TakeId, TakeMeasures>>(new Map());
  #faults = $state.raw<ReadonlyMap<TakeId, Fault>>(new Map());
  readonly #parts: Parts;
  readonly #closed = new AbortController();
  readonly #underway = new Map<TakeId, Promise<void>>();
  #line: Promise<void> = Promise.resolve();
  /** To be kept together. */
  #gathered = new Map<TakeId, TakeMeasures>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What was measured of a take; undefined while nothing was. */
  of(take: Take): TakeMeasures | undefined {
    return take.measures?.version === MEASURES_VERSION ? take.measures : this.#measured.get(take.id);
  }

  /** Why a take cannot be measured. */
  faultOf(take: Take): Fault | undefined {
    return this.#faults.get(take.id);
  }

  /** Measures takes that a person looks at, and keeps it. */
  async look(takes: readonly Take[]): Promise<void> {
    await Promise.all(takes.map((take) => this.measure(take)));
    await this.keep();
  }

  /** How many were measured and are to be kept. */
  get unkept(): number {
    return this.#gathered.size;
  }

  /** Measures a take where it was not; it is to be kept then. */
  measure(take: Take): Promise<void> {
    if (this.of(take) || this.faultOf(take)) return Promise.resolve();
    const underway = this.#underway.get(take.id);
    if (underway) return underway;
    const work = this.#line.then(() => this.#measure(take)).finally(() => this.#underway.delete(take.id));
    this.#underway.set(take.id, work);
    this.#line = work.catch(() => undefined);
    return work;
  }

  /** Keeps what was measured. */
  async keep(): Promise<void> {
    const gathered = this.#gathered;
    if (gathered.size === 0) return;
    this.#gathered = new Map();
    await this.#parts.gallery.noteMeasures(gathered);
  }

  dispose(): void {
    this.#closed.abort();
  }

  async #measure(take: Take): Promise<void> {
    const { gallery, measurer } = this.#parts;
    const file = await gallery.media(take);
    if (!file) return this.#fail(take, { reason: 'media-damaged', facts: {} });
    const { frames, frameRate, inputs } = take.recipe;
    const [first, last] = await Promise.all([this.#still(inputs.first, take.crops?.first), this.#still(inputs.last, take.crops?.last)]);
    const result = await measurer.measure({ file, frames, rate: frameRate, first, last }, this.#closed.signal);
    if (this.#closed.signal.aborted) return;
    if (!result.ok) return this.#fail(take, result.fault);
    this.#measured = new Map(this.#measured).set(take.id, result.value);
    this.#gathered.set(take.id, result.value);
  }

  async #still(sha256: Sha256 | undefined, focus = MIDDLE) {
    const file = sha256 && (await this.#parts.blobs.get(sha256));
    return file && { file, focus };
  }

  #fail({ id }: Take, fault: Fault): void {
    this.#faults = new Map(this.#faults).set(id, fault);
  }
}
