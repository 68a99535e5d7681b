import { getContext, setContext } from 'svelte';
import { explainInLine } from '#core/domain/explain.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Queue } from '#lib/queue/events.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { EngineControl } from '#lib/engine/status.ts';
import { CreateState } from './create.svelte.ts';
import { DraftKeeper } from './draft-keeper.ts';
import { EngineState } from './engine.svelte.ts';
import { GalleryState } from './gallery.svelte.ts';
import { JobsState } from './jobs.svelte.ts';
import { ShellState } from './shell.svelte.ts';

/** All that the screens read, and what they call. Made by `openStudio`. */
export class Studio {
  readonly create: CreateState;
  readonly jobs: JobsState;
  readonly gallery: GalleryState;
  readonly engine: EngineState;
  readonly shell: ShellState;
  readonly #release: () => Promise<void>;

  constructor(
    parts: { create: CreateState; jobs: JobsState; gallery: GalleryState; engine: EngineState; shell: ShellState },
    release: () => Promise<void>,
  ) {
    this.create = parts.create;
    this.jobs = parts.jobs;
    this.gallery = parts.gallery;
    this.engine = parts.engine;
    this.shell = parts.shell;
    this.#release = release;
  }

  /** Ends the worker, closes storage and lets go of every blob URL. */
  async dispose(): Promise<void> {
    this.jobs.dispose();
    this.gallery.dispose();
    this.engine.dispose();
    this.shell.dispose();
    await this.#release();
  }
}

const KEY = Symbol('studio');

/** Hands the studio to all components below. */
export function setStudio(studio: Studio): void {
  setContext(KEY, studio);
}

/** The studio that a layout above has set. */
export function getStudio(): Studio {
  return getContext<Studio>(KEY);
}

/** Opens storage, queue and engine and makes the studio of this tab. Called once, in the browser. */
export async function openStudio(): Promise<Studio> {
  const storage = openMemoryStorage();
  const [settings, draft] = await Promise.all([storage.settings.read(), storage.drafts.read()]);
  const shell = new ShellState(storage.settings, settings, storage.kind);
  const queue: Queue = {
    submit: async () => {},
    cancel: async () => {},
    retry: async () => {},
    dismiss: async () => {},
    subscribe: () => () => {},
  };
  const control: EngineControl = { choose: async () => {}, fetchModel: async () => {}, subscribe: () => () => {} };
  const gallery = new GalleryState(storage.takes, storage.blobs, queue, shell);
  const jobs = new JobsState(queue, shell);
  const engine = new EngineState(control, storage.settings, settings, gallery, shell);
  const keeper = new DraftKeeper(storage.drafts, (error) => {
    if (error instanceof FaultError) shell.toast('warn', explainInLine(error.fault));
    else throw error;
  });
  const create = new CreateState(storage.blobs, queue, keeper);
  if (draft) await create.restore(draft);
  await gallery.load();
  engine.watch(() => (create.canGenerate ? create : null));
  return new Studio({ create, jobs, gallery, engine, shell }, async () => {
    keeper.dispose();
    storage.close();
  });
}
