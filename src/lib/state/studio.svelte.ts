import { getContext, setContext } from 'svelte';
import type { Measurer } from '#lib/engine/browser/measurer.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { BackupState } from './backup/backup.svelte.ts';
import type { CreateState } from './create/create.svelte.ts';
import type { EnhancedTakes } from './create/enhanced-takes.ts';
import type { FinalTakes } from './create/final-takes.ts';
import type { AcceleratorState } from './engines/accelerator.svelte.ts';
import type { EngineState } from './engines/engine.svelte.ts';
import type { Lanes } from './engines/lanes.svelte.ts';
import type { LanguageState } from './engines/language.svelte.ts';
import type { FilmExports } from './gallery/film-exports.svelte.ts';
import type { GalleryState } from './gallery/gallery.svelte.ts';
import type { MeaningSearch } from './gallery/meaning-search.svelte.ts';
import type { Songs } from './gallery/songs.ts';
import type { CutOuts } from './project/cut-outs.svelte.ts';
import type { TakeDescribing } from './gallery/take-describing.svelte.ts';
import type { TakeMeasuring } from './gallery/take-measuring.svelte.ts';
import type { ModelsOnDemand } from './models/models-on-demand.ts';
import type { NoticesState } from './notices/notices.svelte.ts';
import type { TellingState } from './notices/telling.svelte.ts';
import type { BatchMaker } from './project/batch-maker.ts';
import type { ProjectList } from './project/project-list.svelte.ts';
import type { FilmWishes } from './queue/film-wishes.svelte.ts';
import type { JobsState } from './queue/jobs.svelte.ts';
import type { UpdateState } from './shell/app-update.svelte.ts';
import type { KeyMap } from './shell/key-map.svelte.ts';
import type { Presence } from './shell/presence.ts';
import type { RecentPicks } from './shell/recent-picks.svelte.ts';
import type { OnDemand } from './shell/on-demand.ts';
import type { ShellState } from './shell/shell.svelte.ts';
import type { Signature } from './shell/signature.svelte.ts';
import type { Volume } from './shell/volume.svelte.ts';
import type { Assets } from './store/assets.svelte.ts';
import type { StoreState } from './store/store.svelte.ts';

/** All that the screens read, and what they call. Made by `openStudio`. */
export interface Studio {
  readonly create: CreateState;
  readonly jobs: JobsState;
  readonly queue: Queue;
  readonly blobs: BlobStore;
  readonly gallery: GalleryState;
  readonly assets: Assets;
  readonly projects: ProjectList;
  readonly batches: BatchMaker;
  readonly measurer: Measurer;
  readonly measuring: TakeMeasuring;
  readonly meaning: OnDemand<MeaningSearch>;
  /** What takes and pictures show, as a model says it. */
  readonly words: OnDemand<TakeDescribing>;
  /** What cuts the subject out of pictures. */
  readonly cutOuts: OnDemand<CutOuts>;
  readonly songs: Songs;
  readonly volume: Volume;
  readonly signature: Signature;
  readonly engine: EngineState;
  readonly accelerator: AcceleratorState;
  readonly language: LanguageState;
  readonly models: ModelsOnDemand;
  readonly lanes: Lanes;
  readonly finals: FinalTakes;
  readonly enhanced: EnhancedTakes;
  readonly films: FilmExports;
  /** Small things that are kept under a name, whatever becomes of the tab. */
  readonly marks: Pick<Storage, 'getItem' | 'setItem'>;
  readonly wishes: FilmWishes;
  readonly shell: ShellState;
  readonly keys: KeyMap;
  readonly picks: RecentPicks;
  readonly notices: NoticesState;
  readonly telling: TellingState;
  readonly presence: Presence;
  readonly update: UpdateState;
  readonly store: StoreState;
  readonly backup: BackupState;
  /** Ends the worker, closes storage and lets go of every blob URL. */
  dispose(): Promise<void>;
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
