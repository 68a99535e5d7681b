import type { Fault } from '#core/schema/fault.ts';
import type { Sha256, TakeId } from '#core/schema/ids.ts';
import type { Focus, Take } from '#core/schema/take.ts';
import { MEASURES_VERSION, type TakeMeasures } from '#core/schema/take-measures.ts';
import type { Measurer } from '#lib/engine/browser/measurer.ts';
import { lead } from '#lib/queue/lead.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { GalleryState } from './gallery.svelte.ts';
import { idle } from '../shell/idle.ts';
import type { JobsState } from '../queue/jobs.svelte.ts';

interface Parts {
  readonly gallery: Pick<GalleryState, 'takes' | 'get' | 'media' | 'noteMeasures' | 'whenLoaded'>;
  readonly blobs: Pick<BlobStore, 'get'>;
  readonly measurer: Pick<Measurer, 'measure'>;
  readonly jobs: Pick<JobsState, 'running'>;
  /** The name under which the tabs agree which of them measures what nobody looks at. */
  readonly scope: string;
  /** How long a page is left alone after it has opened, and between two takes. Milliseconds. */
  readonly calm?: { readonly start: number; readonly between: number };
}

const CALM = { start: 15_000, between: 400 };

/** What is measured in the background is kept so many at a time. */
const PORTION = 8;

const MIDDLE: Focus = { x: 0.5, y: 0.5 };

/**
 * Measures takes that were not measured yet: those that are looked at at once, all others one by one in one of the
 * tabs, while nothing is generated and the page has nothing else to do.
 */
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

  /** Measures takes that a person looks at, one after the other, and keeps it. */
  async look(takes: readonly Take[]): Promise<void> {
    await Promise.all(takes.map((take) => this.#measureOnce(take)));
    await this.#keep();
  }

  /** Measures what nobody looks at, as long as the page lives. */
  async begin(): Promise<void> {
    await lead(`${this.#parts.scope}-measuring`, (signal) => this.#background(signal), this.#closed.signal);
  }

  dispose(): void {
    this.#closed.abort();
  }

  async #background(signal: AbortSignal): Promise<void> {
    const { start, between } = this.#parts.calm ?? CALM;
    await this.#parts.gallery.whenLoaded;
    await pause(start, signal);
    while (!signal.aborted) {
      await idle(5_000);
      if (signal.aborted) break;
      // What is generated has the machine to itself.
      const next = this.#parts.jobs.running ? undefined : this.#parts.gallery.takes.find((take) => !this.of(take) && !this.faultOf(take));
      if (next) await this.#measureOnce(next);
      if (!next || this.#gathered.size >= PORTION) await this.#keep();
      await pause(next ? between : start, signal);
    }
    await this.#keep();
  }

  #measureOnce(take: Take): Promise<void> {
    if (this.of(take) || this.faultOf(take)) return Promise.resolve();
    const underway = this.#underway.get(take.id);
    if (underway) return underway;
    const work = this.#line.then(() => this.#measure(take)).finally(() => this.#underway.delete(take.id));
    this.#underway.set(take.id, work);
    this.#line = work.catch(() => undefined);
    return work;
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

  async #keep(): Promise<void> {
    const gathered = this.#gathered;
    if (gathered.size === 0) return;
    this.#gathered = new Map();
    await this.#parts.gallery.noteMeasures(gathered);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
