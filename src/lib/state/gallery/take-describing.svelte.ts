import type { Fault } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import { lead } from '#lib/queue/lead.ts';
import type { JobsState } from '../queue/jobs.svelte.ts';
import { idle } from '../shell/idle.ts';
import type { GalleryState } from './gallery.svelte.ts';
import type { PictureWords } from './picture-words.svelte.ts';

interface Parts {
  readonly gallery: Pick<GalleryState, 'takes' | 'get' | 'whenLoaded' | 'noteDescription'>;
  readonly words: PictureWords;
  readonly jobs: Pick<JobsState, 'running'>;
  /** The name under which the tabs agree which of them looks at pictures. */
  readonly scope: string;
  /** How long is waited between two pictures, and before the shelf is looked at again. Milliseconds. */
  readonly calm?: { readonly between: number; readonly again: number };
}

const CALM = { between: 400, again: 20_000 };

/** Describes takes that nobody has described: one by one while nothing else is to do, and at once where a person asks. */
export class TakeDescribing {
  #asked = $state.raw<{ readonly id: TakeId; readonly stop: AbortController }>();
  #faults = $state.raw<ReadonlyMap<TakeId, Fault>>(new Map());
  readonly #parts: Parts;
  readonly #closed = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What describes pictures, for others who have some. */
  get words(): PictureWords {
    return this.#parts.words;
  }

  /** The take that is looked at because a person asked; undefined while none is. */
  get asked(): TakeId | undefined {
    return this.#asked?.id;
  }

  /** Why a take cannot be described. */
  faultOf(id: TakeId): Fault | undefined {
    return this.#faults.get(id);
  }

  /** Describes a take anew because a person asks. True once it is done; false where it could not, or was stopped. */
  async describe(take: Take): Promise<boolean> {
    this.stop();
    const stop = new AbortController();
    this.#asked = { id: take.id, stop };
    this.#faults = new Map([...this.#faults].filter(([id]) => id !== take.id));
    const done = await this.#describe(take, stop.signal);
    if (this.#asked?.stop === stop) this.#asked = undefined;
    return done;
  }

  /** Stops what a person asked for. */
  stop(): void {
    this.#asked?.stop.abort();
    this.#asked = undefined;
  }

  /** Describes what nobody has described yet, in one of the tabs, as long as the page lives. */
  async begin(): Promise<void> {
    await this.#parts.gallery.whenLoaded;
    await this.words.look();
    await lead(`${this.#parts.scope}-describing`, (signal) => this.#background(signal), this.#closed.signal);
  }

  dispose(): void {
    this.stop();
    this.#closed.abort();
    this.words.dispose();
  }

  async #background(signal: AbortSignal): Promise<void> {
    const { between, again } = this.#parts.calm ?? CALM;
    while (!signal.aborted) {
      await idle(5_000);
      if (await this.words.look()) this.#faults = new Map();
      // What is generated has the machine to itself.
      const isFree = !this.#parts.jobs.running && this.words.model !== undefined && !signal.aborted;
      const next = isFree ? this.#parts.gallery.takes.find(({ id, description }) => !description && !this.#faults.has(id)) : undefined;
      if (next) await this.#describe(next);
      await pause(next ? between : again, signal);
    }
  }

  async #describe({ id, poster }: Take, signal?: AbortSignal): Promise<boolean> {
    const said = await this.words.of(poster.sha256, poster.type, signal);
    if (this.#closed.signal.aborted) return false;
    if (said.ok) return this.#parts.gallery.noteDescription(id, said.value);
    if (said.fault.reason !== 'cancelled') this.#faults = new Map(this.#faults).set(id, said.fault);
    return false;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
