import { loadPart } from '#core/domain/load-part.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { BrowserEngine } from '#lib/engine/browser/browser-engine.ts';
import { BrowserLane } from '#lib/engine/browser/browser-lane.ts';
import { BrowserWork } from '#lib/engine/browser/browser-work.ts';
import { ExporterOnDemand } from '#lib/engine/browser/exporter-on-demand.ts';
import { BrowserFilmMaker } from '#lib/engine/browser/film-maker.ts';
import { Measurer } from '#lib/engine/browser/measurer.ts';
import { LinkOnDemand } from '#lib/engine/remote/link-on-demand.ts';
import { RemoteLane } from '#lib/engine/remote/remote-lane.ts';
import { JobQueue } from '#lib/queue/job-queue.ts';
import { lead } from '#lib/queue/lead.ts';
import { settleRemote } from '#lib/queue/settle-remote.ts';
import { FilmShelf } from '#lib/storage/film-shelf.ts';
import { openStorage } from '#lib/storage/open-storage.ts';
import { AcceleratorState } from './engines/accelerator.svelte.ts';
import { UpdateState } from './shell/app-update.svelte.ts';
import { Assets } from './store/assets.svelte.ts';
import { wakeByBackgroundSync } from './queue/background-sync.ts';
import { BackupState } from './backup/backup.svelte.ts';
import { CreateState } from './create/create.svelte.ts';
import { DraftKeeper } from './create/draft-keeper.svelte.ts';
import { EngineState } from './engines/engine.svelte.ts';
import { FilmExports } from './gallery/film-exports.svelte.ts';
import { FilmWishes } from './queue/film-wishes.svelte.ts';
import { EnhancedTakes } from './create/enhanced-takes.ts';
import { FinalTakes } from './create/final-takes.ts';
import { GalleryState } from './gallery/gallery.svelte.ts';
import { HeldSettings } from './create/held-settings.ts';
import { JobsState } from './queue/jobs.svelte.ts';
import { KeyMap } from './shell/key-map.svelte.ts';
import { Lanes } from './engines/lanes.svelte.ts';
import { LanguageState } from './engines/language.svelte.ts';
import { KeptModels } from './models/kept-models.svelte.ts';
import { ModelsOnDemand } from './models/models-on-demand.ts';
import { cutOutsOnDemand, meaningOnDemand, wordsOnDemand } from './gallery/meaning-on-demand.ts';
import { NoticesState } from './notices/notices.svelte.ts';
import { FilmSpeeds } from './gallery/film-speeds.ts';
import { PassingMarks } from './gallery/passing-marks.ts';
import { pairAtStart } from './engines/pair-at-start.ts';
import { BatchMaker } from './project/batch-maker.ts';
import { ProjectList } from './project/project-list.svelte.ts';
import { Presence } from './shell/presence.ts';
import { RecentPicks } from './shell/recent-picks.svelte.ts';
import { ShellState } from './shell/shell.svelte.ts';
import { unlessMissing } from './shell/unless-missing.ts';
import { Signature } from './shell/signature.svelte.ts';
import { Songs } from './gallery/songs.ts';
import { StoreState } from './store/store.svelte.ts';
import { TakeMeasuring } from './gallery/take-measuring.svelte.ts';
import { TellingState } from './notices/telling.svelte.ts';
import { Unwritten } from './store/unwritten.svelte.ts';
import { Volume } from './shell/volume.svelte.ts';
import { WorkNotices } from './notices/work-notices.ts';
import type { Studio } from './studio.svelte.ts';

/** A page whose model is still on its way after so long is kept for offline use meanwhile. Milliseconds. */
const USABLE_MS = 5_000;

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
  const lane = new BrowserLane(host, new BrowserWork(host));
  const film = new BrowserFilmMaker();
  const line = await LinkOnDemand.open({ store: storage.accelerator, scope, hold: lead });
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
  const measurer = new Measurer();
  const measuring = new TakeMeasuring({ gallery, blobs: storage.blobs, measurer });
  const songs = new Songs(storage);
  const volume = new Volume(heldSettings, settings);
  const signature = new Signature(heldSettings, settings);
  const engine = new EngineState(host, heldSettings, settings, gallery, shell);
  const accelerator = new AcceleratorState(line, shell, heldSettings, settings);
  const language = new LanguageState(line, heldSettings, settings, async () => {
    const [{ BrowserLanguage }, { OpfsModelShelf }] = await loadPart(() => Promise.all([import('#lib/engine/language/browser-models.ts'), import('#lib/storage/opfs-model-shelf.ts')]));
    return new BrowserLanguage({ shelf: new OpfsModelShelf(), choice: () => engine.choice });
  });
  const kept = new KeptModels();
  const lanes = new Lanes({ accelerator, engine, gallery, settings: heldSettings, kept }, settings);
  const models = new ModelsOnDemand(line, shell);
  const seeing = { gallery, blobs: storage.blobs, jobs, scope, line, choice: () => engine.choice };
  const meaning = meaningOnDemand(seeing);
  const words = wordsOnDemand(seeing);
  const cutOuts = cutOutsOnDemand(seeing);
  const finals = new FinalTakes({ queue, blobs: storage.blobs, lanes });
  const enhanced = new EnhancedTakes(queue, lanes);
  const marks = storage.kind === 'disk' ? localStorage : new PassingMarks();
  const findBlob = (asset: Sha256, type: string) => storage.blobs.get(asset, type);
  const films = new FilmExports({
    ...{ exporter: new ExporterOnDemand(findBlob, () => ({ provider: engine.provider ?? 'wasm', threads: engine.threads })), shelf: new FilmShelf(), shell, speeds: new FilmSpeeds(marks) },
    elsewhere: { link: line, load: async () => new (await loadPart(() => import('./gallery/films-elsewhere.ts'))).FilmsElsewhere(line, findBlob) },
  });
  const create = new CreateState(storage.blobs, queue, keeper, report, lanes);
  engine.watch(() => (create.canGenerate ? create : null));
  if (draft) await create.restore(draft);
  // Thousands of takes are read while the first page is already there.
  void gallery.load();
  const store = await StoreState.begin({
    ...{ storage, settings: heldSettings, initial: settings, queue, gallery, projects, shell, unwritten },
    forgetModel: () => host.forgetModel(),
    // The jobs of a tab that cannot write go on in the one that can.
    onOutdated: () => void queue.dispose(),
  });
  const usable = Promise.race([meetModel(host, create, draft === undefined), pause(USABLE_MS)]);
  const notices = new NoticesState(storage.notices, scope);
  const telling = new TellingState(heldSettings, settings);
  const presence = new Presence(scope);
  const workNotices = new WorkNotices({ queue, notices, settings: heldSettings, presence, scope, marks });
  const update = new UpdateState(() => keeper.settle(), usable);
  const library = () => loadPart(() => import('#lib/storage/lora-shelf.ts')).then(({ LoraShelf }) => new LoraShelf());
  const folder = usable
    .then(() => loadPart(() => import('./backup/backup-folder.svelte.ts')))
    .then(async ({ BackupFolder }) => {
      const begun = new BackupFolder(storage, unwritten, library);
      await begun.begin();
      return begun;
    })
    .catch(unlessMissing(report));
  const backup = new BackupState({
    ...{ storage, shell, scope, shelf: new FilmShelf(), library, folder },
    async refresh(changes, how) {
      const changed = new Set(changes.map(({ store }) => store));
      const kept = await storage.drafts.read();
      if (changed.has('draft') && kept) await create.restore(kept);
      if (changed.has('settings')) await heldSettings.readAgain();
      // Both tell the other tabs, too.
      await Promise.all([gallery.reload(), queue.restore()]);
      void films.load();
      await (how === 'imported' ? projects.arrived(changes) : projects.takenBack());
      await shell.refreshStorage();
    },
  });
  heldSettings.subscribe((changed) => {
    for (const part of [shell, keys, picks, engine, accelerator, language, lanes, telling, gallery, store.binTerm, volume, signature]) part.follow(changed);
  });
  // What another tab has changed while this one was opening.
  void heldSettings.catchUp();
  const read = Promise.all([folder, gallery.whenLoaded, projects.load()]);
  const news = usable.then(() => loadPart(() => import('./notices/after-start.ts'))).then(({ afterStart }) => afterStart({ read, notices, update, store, backup, gallery, measuring, jobs, projects, shell, scope })).catch(unlessMissing(report));
  const stops = [keepForOffline(host), wakeByBackgroundSync(queue), settleRemote(line, storage), () => void news.then((stop) => stop?.())];
  void pairAtStart(accelerator, shell);
  void models.goOn();
  void kept.look();
  void films.load();

  return {
    ...{ create, jobs, queue, blobs: storage.blobs, gallery, assets, projects, batches, measurer, measuring, meaning, words, cutOuts, songs, volume, signature },
    ...{ engine, accelerator, language, models, lanes, finals, enhanced, films, marks, wishes: new FilmWishes(marks), shell, keys, picks, notices, telling, presence, update, store, backup },
    async dispose() {
      for (const part of [films, jobs, gallery, assets, projects, engine, shell, telling, presence, update, store, backup]) part.dispose();
      await workNotices.dispose();
      for (const stop of stops) stop();
      keeper.dispose();
      heldSettings.dispose();
      await queue.dispose();
      models.dispose();
      kept.dispose();
      language.dispose();
      accelerator.dispose();
      lane.dispose();
      await host.dispose();
      film.dispose();
      measuring.dispose();
      meaning.dispose();
      words.dispose();
      cutOuts.dispose();
      measurer.dispose();
      storage.close();
      notices.dispose();
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

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
  const keep = () => {
    void host.keepForOffline();
    // Only once a service worker is in charge can anything work without a network.
    if (navigator.serviceWorker?.controller) void import('#lib/engine/browser/keep-frame-models.ts').then(({ keepFrameModels }) => keepFrameModels(), () => {});
  };
  navigator.serviceWorker?.addEventListener('controllerchange', keep, { signal: stop.signal });
  const unsubscribe = host.subscribe((event) => event.kind === 'plan' && keep());
  return () => {
    stop.abort();
    unsubscribe();
  };
}
