import { describePoolItems, isUndescribed } from '#core/document/commands/pool.ts';
import type { Command } from '#core/document/project-document.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { PoolItem } from '#core/schema/pool-item.ts';
import type { PoolItemId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { Result } from '#core/schema/result.ts';
import type { PictureWords } from '../gallery/picture-words.svelte.ts';
import type { JobsState } from '../queue/jobs.svelte.ts';
import { idle } from '../shell/idle.ts';

interface Parts {
  readonly film: () => Project;
  /** Makes a change that no person made. */
  readonly settle: (command: Command<void>) => Result<void, EditRefusal>;
  /** Throws FaultError `part-missing` where that part cannot be had now. */
  readonly open: () => Promise<PictureWords>;
  readonly jobs: Pick<JobsState, 'running'>;
  /** How long is waited between two pictures. Milliseconds. */
  readonly calm?: number;
}

const CALM_MS = 400;

/** Describes the pictures of an open pool that nobody has described: one by one while nothing else is to do, and at once where a person asks. */
export class PoolDescribing {
  #words = $state.raw<PictureWords>();
  #asked = $state.raw<{ readonly id: PoolItemId; readonly stop: AbortController }>();
  #faults = $state.raw<ReadonlyMap<PoolItemId, Fault>>(new Map());
  readonly #parts: Parts;
  readonly #closed = new AbortController();
  #work: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The model that describes; undefined where none is here, or nobody has looked yet. */
  get model(): string | undefined {
    return this.#words?.model;
  }

  /** The item that is looked at because a person asked; undefined while none is. */
  get asked(): PoolItemId | undefined {
    return this.#asked?.id;
  }

  faultOf(id: PoolItemId): Fault | undefined {
    return this.#faults.get(id);
  }

  /** Describes an item because a person asks. True once it is done; false where it could not, or was stopped. */
  async describe(item: PoolItem): Promise<boolean> {
    this.stop();
    const stop = new AbortController();
    this.#asked = { id: item.id, stop };
    this.#faults = new Map([...this.#faults].filter(([id]) => id !== item.id));
    const done = await this.#describe(item, stop.signal);
    if (this.#asked?.stop === stop) this.#asked = undefined;
    return done;
  }

  /** Stops what a person asked for. */
  stop(): void {
    this.#asked?.stop.abort();
    this.#asked = undefined;
  }

  /** Describes what nobody has described yet, until nothing is left or the pool is. Called whenever something has come. */
  begin(): Promise<void> {
    this.#work ??= this.#goOn().finally(() => (this.#work = undefined));
    return this.#work;
  }

  dispose(): void {
    this.stop();
    this.#closed.abort();
  }

  async #goOn(): Promise<void> {
    const { jobs, open, film, calm = CALM_MS } = this.#parts;
    // Without a network its part may be missing: then pictures are described by hand.
    const words = await open().catch(passOver);
    if (!words) return;
    await words.look();
    this.#words = words;
    while (words.model !== undefined) {
      await idle(5_000);
      if (this.#closed.signal.aborted) return;
      // What is generated has the machine to itself.
      const next = film().pool.find((item) => item.description === '' && stillOf(item) && !this.#faults.has(item.id));
      if (!next) return;
      if (!jobs.running) await this.#describe(next);
      await new Promise((resolve) => setTimeout(resolve, calm));
    }
  }

  async #describe(item: PoolItem, signal?: AbortSignal): Promise<boolean> {
    const still = stillOf(item);
    if (!still || !this.#words) return false;
    const said = await this.#words.of(still.asset, still.type, signal);
    if (this.#closed.signal.aborted) return false;
    if (said.ok) return this.#parts.settle(describePoolItems(new Map([[item.id, said.value]]))).ok;
    if (said.fault.reason !== 'cancelled') this.#faults = new Map(this.#faults).set(item.id, said.fault);
    return false;
  }
}

/** The picture by which an item can be described; undefined for what has none. */
export const stillOf = ({ kind, asset, type, poster }: PoolItem): { readonly asset: PoolItem['asset']; readonly type: string } | undefined => (kind === 'image' ? { asset, type } : kind === 'video' ? (poster ?? undefined) : undefined);

function passOver(error: unknown): undefined {
  if (!(error instanceof FaultError)) throw error;
  return undefined;
}

/** Whether a model may describe an item: it has a picture, and no person's words. */
export const mayBeDescribed = (item: PoolItem): boolean => stillOf(item) !== undefined && isUndescribed(item);
