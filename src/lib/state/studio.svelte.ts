import { getContext, setContext } from 'svelte';
import { explainInLine } from '#core/domain/explain.ts';
import type { Fault } from '#core/schema/fault.ts';
import { BrowserEngine } from '#lib/engine/browser/browser-engine.ts';
import { BrowserLane } from '#lib/engine/browser/browser-lane.ts';
import { BrowserFilmMaker } from '#lib/engine/browser/film-maker.ts';
import { RemoteLane } from '#lib/engine/remote/remote-lane.ts';
import { RemoteLink } from '#lib/engine/remote/remote-link.ts';
import { JobQueue } from '#lib/queue/job-queue.ts';
import { lead } from '#lib/queue/lead.ts';
import { settleRemote } from '#lib/queue/settle-remote.ts';
import { openStorage } from '#lib/storage/open-storage.ts';
import { AcceleratorState } from './accelerator.svelte.ts';
import { UpdateState } from './app-update.svelte.ts';
import { Assets } from './assets.svelte.ts';
import { wakeByBackgroundSync } from './background-sync.ts';
import { BackupFolder } from './backup-folder.svelte.ts';
import { BackupState } from './backup.svelte.ts';
import { CreateState } from './create.svelte.ts';
import { DraftKeeper } from './draft-keeper.svelte.ts';
import { EngineState } from './engine.svelte.ts';
import { FinalTakes } from './final-takes.ts';
import { GalleryState } from './gallery.svelte.ts';
import { HeldSettings } from './held-settings.ts';
import { tellOfTheHouse } from './house-notices.svelte.ts';
import { JobsState } from './jobs.svelte.ts';
import { KeyMap } from './key-map.svelte.ts';
import { Lanes } from './lanes.svelte.ts';
import { NoticesState } from './notices.svelte.ts';
import { PassingMarks } from './passing-marks.ts';
import { pairAtStart } from './pair-at-start.ts';
import { BatchMaker } from './project/batch-maker.ts';
import { ProjectList } from './project/project-list.svelte.ts';
import { Presence } from './presence.ts';
import { QueueList } from './queue-list.svelte.ts';
import { RecentPicks } from './recent-picks.svelte.ts';
import { remindOfBackup } from './remind-of-backup.ts';
import { ShellState } from './shell.svelte.ts';
import { Signature } from './signature.svelte.ts';
import { Songs } from './songs.ts';
import { StoreState } from './store.svelte.ts';
import { TellingState } from './telling.svelte.ts';
import { Unwritten } from './unwritten.svelte.ts';
import { Volume } from './volume.svelte.ts';
import { WorkNotices } from './work-notices.ts';

interface StudioParts {
  readonly create: CreateState;
  readonly jobs: JobsState;
  readonly queue: QueueList;
  readonly gallery: GalleryState;
  readonly assets: Assets;
  readonly projects: ProjectList;
  readonly batches: BatchMaker;
  readonly songs: Songs;
  readonly volume: Volume;
  readonly signature: Signature;
  readonly engine: EngineState;
  readonly accelerator: AcceleratorState;
  readonly lanes: Lanes;
  readonly finals: FinalTakes;
  readonly shell: ShellState;
  readonly keys: KeyMap;
  readonly picks: RecentPicks;
  readonly notices: NoticesState;
  readonly telling: TellingState;
  readonly presence: Presence;
  readonly update: UpdateState;
  readonly store: StoreState;
  readonly backup: BackupState;
}

/** All that the screens read, and what they call. Made by `openStudio`. */
export class Studio implements StudioParts {
  readonly create: CreateState;
  readonly jobs: JobsState;
  readonly queue: QueueList;
  readonly gallery: GalleryState;
  readonly assets: Assets;
  readonly projects: ProjectList;
  readonly batches: BatchMaker;
  readonly songs: Songs;
  readonly volume: Volume;
  readonly signature: Signature;
  readonly engine: EngineState;
  readonly accelerator: AcceleratorState;
  readonly lanes: Lanes;
  readonly finals: FinalTakes;
  readonly shell: ShellState;
  readonly keys: KeyMap;
  readonly picks: RecentPicks;
  readonly notices: NoticesState;
  readonly telling: TellingState;
  readonly presence: Presence;
  readonly update: UpdateState;
  readonly store: StoreState;
  readonly backup: BackupState;
  readonly #release: () => Promise<void>;

  constructor(parts: StudioParts, release: () => Promise<void>) {
    this.create = parts.create;
    this.jobs = parts.jobs;
    this.queue = parts.queue;
    this.gallery = parts.gallery;
    this.assets = parts.assets;
    this.projects = parts.projects;
    this.batches = parts.batches;
    this.songs = parts.songs;
    this.volume = parts.volume;
    this.signature = parts.signature;
    this.engine = parts.engine;
    this.accelerator = parts.accelerator;
    this.lanes = parts.lanes;
    this.finals = parts.finals;
    this.shell = parts.shell;
    this.keys = parts.keys;
    this.picks = parts.picks;
    this.notices = parts.notices;
    this.telling = parts.telling;
    this.presence = parts.presence;
    this.update = parts.update;
    this.store = parts.store;
    this.backup = parts.backup;
    this.#release = release;
  }

  /** Ends the worker, closes storage and lets go of every blob URL. */
  async dispose(): Promise<void> {
    this.jobs.dispose();
    this.queue.dispose();
    this.gallery.dispose();
    this.assets.dispose();
    this.projects.dispose();
    this.engine.dispose();
    this.shell.dispose();
    this.telling.dispose();
    this.presence.dispose();
    this.update.dispose();
    this.store.dispose();
    this.backup.dispose();
    await this.#release();
    this.notices.dispose();
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

/** Where the built-in model lies on the site. */
const MODEL_FOLDER = '/models/kinora-mini/';

/**
 * Opens storage, queue and engine and makes the studio of this tab. Called once, in the browser.
 * `onBlocked` hears when a tab of an older version keeps it waiting.
 */
export async function openStudio(onBlocked?: () => void): Promise<Studio> {
  const storage = await openStorage(onBlocked);
  const unwritten = new Unwritten();
  // What is kept in memory belongs to this tab alone, and so does its queue.
  const scope = storage.kind === 'disk' ? 'kinora-queue' : `kinora-queue-${crypto.randomUUID()}`;
  const heldSettings = new HeldSettings(storage.settings, unwritten, scope);
  const [settings, draft] = await Promise.all([storage.settings.read(), storage.drafts.read()]);
  const shell = new ShellState(heldSettings, settings, storage.kind);
  const keys = new KeyMap(heldSettings, settings);
  const picks = new RecentPicks(heldSettings, settings);
  const host = new BrowserEngine({
    modelFolder: new URL(MODEL_FOLDER, location.origin).href,
    choice: settings.provider,
  });
  const lane = new BrowserLane(host);
  const film = new BrowserFilmMaker();
  const line = await RemoteLink.open({ store: storage.accelerator, scope, hold: lead });
  const queue = new JobQueue({ storage, lanes: { browser: lane, remote: new RemoteLane(line) }, film, scope });
  const report = (fault: Fault) => void shell.toast('bad', explainInLine(fault));
  const keeper = new DraftKeeper(storage.drafts, unwritten);

  const gallery = new GalleryState({
    ...{ takes: storage.takes, blobs: storage.blobs, queue, settings: heldSettings, view: settings.galleryView, shell, unwritten },
    scope: storage.kind === 'disk' ? 'kinora-takes' : null,
  });
  const assets = new Assets(storage.blobs, shell);
  const projects = new ProjectList({ projects: storage.projects, unwritten, scope }, report);
  const jobs = new JobsState(queue, shell);
  const batches = new BatchMaker({ queue, blobs: storage.blobs, take: (id) => gallery.get(id) });
  const songs = new Songs(storage.blobs);
  const volume = new Volume(heldSettings, settings);
  const signature = new Signature(heldSettings, settings);
  const engine = new EngineState(host, heldSettings, settings, gallery, shell);
  const accelerator = new AcceleratorState(line, shell, heldSettings, settings);
  const lanes = new Lanes({ accelerator, engine, gallery, settings: heldSettings }, settings);
  const finals = new FinalTakes({ queue, blobs: storage.blobs, lanes });
  const create = new CreateState(storage.blobs, queue, keeper, report, lanes);
  const list = new QueueList(queue, storage.blobs, jobs, engine, shell);
  engine.watch(() => (create.canGenerate ? create : null));
  if (draft) await create.restore(draft);
  // Thousands of takes are read while the first page is already there.
  void gallery.load();
  const store = await StoreState.begin({
    ...{ storage, settings: heldSettings, initial: settings, queue, gallery, shell, unwritten },
    forgetModel: () => host.forgetModel(),
    // The jobs of a tab that cannot write go on in the one that can.
    onOutdated: () => void queue.dispose(),
  });
  void meetModel(host, create, draft === undefined);
  const notices = new NoticesState(storage.notices, scope);
  const telling = new TellingState(heldSettings, settings);
  const presence = new Presence(scope);
  const marks = storage.kind === 'disk' ? localStorage : new PassingMarks();
  const workNotices = new WorkNotices({ queue, notices, settings: heldSettings, presence, scope, marks });
  const update = new UpdateState(() => keeper.settle());
  const backup = new BackupState({
    ...{ storage, shell, scope, folder: new BackupFolder(storage) },
    async refresh(changes, how) {
      const changed = new Set(changes.map(({ store }) => store));
      const kept = await storage.drafts.read();
      if (changed.has('draft') && kept) await create.restore(kept);
      if (changed.has('settings')) await heldSettings.readAgain();
      // Both tell the other tabs, too.
      await Promise.all([gallery.reload(), queue.restore()]);
      await (how === 'imported' ? projects.arrived(changes) : projects.takenBack());
      await shell.refreshStorage();
    },
  });
  heldSettings.subscribe((changed) => {
    for (const part of [shell, keys, picks, engine, accelerator, lanes, telling, gallery, store.binTerm, volume, signature]) part.follow(changed);
  });
  // What another tab has changed while this one was opening.
  void heldSettings.catchUp();
  void Promise.all([backup.folder.begin(), gallery.whenLoaded, projects.load()]).then(() => remindOfBackup({ backup, gallery, projects, shell }));
  const stops = [keepForOffline(host), wakeByBackgroundSync(queue), tellOfTheHouse({ notices, update, store, backup }), settleRemote(line, storage)];
  void pairAtStart(accelerator, shell);

  return new Studio({ create, jobs, queue: list, gallery, assets, projects, batches, songs, volume, signature, engine, accelerator, lanes, finals, shell, keys, picks, notices, telling, presence, update, store, backup }, async () => {
    await workNotices.dispose();
    for (const stop of stops) stop();
    keeper.dispose();
    heldSettings.dispose();
    await queue.dispose();
    accelerator.dispose();
    lane.dispose();
    await host.dispose();
    film.dispose();
    storage.close();
  });
}

/** Tells the form what the model can do as soon as that is known, also when the model is there only at a second try. */
async function meetModel(host: BrowserEngine, create: CreateState, firstVisit: boolean): Promise<void> {
  let met = false;
  host.subscribe((event) => {
    if (event.kind !== 'model' || !event.manifest || event.model.status !== 'ready' || met) return;
    met = true;
    create.meet(event.manifest, firstVisit);
    void host.readLanguage().then((language) => language && create.learn(language));
  });
  await host.fetchModel();
}

/** Keeps the runtime's files once a service worker is in charge, and again when another provider is chosen. */
function keepForOffline(host: BrowserEngine): () => void {
  const stop = new AbortController();
  const keep = () => void host.keepForOffline();
  navigator.serviceWorker?.addEventListener('controllerchange', keep, { signal: stop.signal });
  const unsubscribe = host.subscribe((event) => event.kind === 'plan' && keep());
  return () => {
    stop.abort();
    unsubscribe();
  };
}
