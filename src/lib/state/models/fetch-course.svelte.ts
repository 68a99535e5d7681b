import { type FetchPace, paceAfter } from '#core/domain/models/fetch-pace.ts';
import type { ModelWork } from '#core/domain/models/model-place.ts';
import type { ModelId } from '#core/schema/catalogue.ts';
import { FetchVoice } from './fetch-voice.ts';

/** Where nothing arrives nobody is told of anything: so often it is looked whether that is so. Milliseconds. */
const TICK_MS = 1_000;

/** How the work with models of a place goes: how fast, and how long it still takes. */
export class FetchCourse {
  #paces = $state.raw<ReadonlyMap<ModelId, FetchPace>>(new Map());
  #work: readonly ModelWork[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  #isOver = false;
  readonly #voice: FetchVoice;
  readonly #nameOf: (id: ModelId) => string;

  constructor(say: (text: string) => void, nameOf: (id: ModelId) => string) {
    this.#voice = new FetchVoice(say);
    this.#nameOf = nameOf;
  }

  of(id: ModelId): FetchPace | undefined {
    return this.#paces.get(id);
  }

  /** Takes in what is being done at this moment. */
  see(work: readonly ModelWork[]): void {
    // A look that was under way may end after nobody looks any more.
    if (this.#isOver) return;
    const at = performance.now();
    const kindOf = new Map(this.#work.map(({ id, kind }) => [id, kind]));
    this.#paces = new Map(work.map(({ id, kind, done, total }) => [id, paceAfter(kindOf.get(id) === kind ? this.#paces.get(id) : undefined, { at, done, total })]));
    this.#work = work;
    this.#voice.hear(work, at, ({ id }) => this.#nameOf(id), ({ id }) => this.of(id));
    if (work.length === 0) this.#rest();
    else this.#timer ??= setInterval(() => this.see(this.#work), TICK_MS);
  }

  /** Nobody tells how it goes: what was seen before says nothing of now. */
  lose(): void {
    this.#paces = new Map();
    this.#work = [];
    this.#rest();
  }

  dispose(): void {
    this.#isOver = true;
    this.#rest();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
