import { explainInLine } from '#core/domain/words/explain.ts';
import { describedBy } from '#core/domain/takes/described-take.ts';
import type { Mark } from '#core/domain/takes/take-marks.ts';
import { newestFirst } from '#core/domain/takes/newest-first.ts';
import type { Description } from '#core/schema/description.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { TakeMeasures } from '#core/schema/take-measures.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { BlobStore, SettingsStore, TakeStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';
import { checkedBlob } from '#lib/storage/checked-blob.ts';
import { mediaFileName } from '../shell/file-name.ts';
import { MediaUrls } from './media-urls.svelte.ts';
import { saveFile } from '../shell/save-file.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { TakeChannel, type TakeNews } from './take-channel.ts';
import { TakeEdits } from './take-edits.ts';
import type { Unwritten } from '../store/unwritten.svelte.ts';

/** More takes than this are read at once, and not one by one. */
const FEW = 200;

interface Parts {
  readonly takes: TakeStore;
  readonly blobs: BlobStore;
  readonly queue: Pick<Queue, 'subscribe'>;
  readonly settings: SettingsStore;
  readonly view: Settings['galleryView'];
  readonly shell: ShellState;
  readonly unwritten: Unwritten;
  /** The name under which the tabs tell each other news; null where each keeps its own takes. */
  readonly scope: string | null;
}

/** The takes that are kept, newest first, what is marked on them, and the way to their pictures and media. */
export class GalleryState {
  #all = $state.raw<readonly Take[]>([]);
  #lastFinished = $state.raw<Take | null>(null);
  #loading = $state(true);
  #fault = $state.raw<Fault>();
  #view = $state<Settings['galleryView']>('grid');
  readonly #takes = $derived(this.#all.filter((take) => take.deletedAt === undefined));
  readonly #bin = $derived(this.#all.filter((take) => take.deletedAt !== undefined));
  readonly #byId = $derived(new Map(this.#all.map((take, index) => [take.id, index])));

  readonly #firstRead = Promise.withResolvers<void>();
  readonly #store: TakeStore;
  readonly #blobs: BlobStore;
  readonly #settings: SettingsStore;
  readonly #shell: ShellState;
  readonly #urls: MediaUrls;
  readonly #edits: TakeEdits;
  readonly #channel: TakeChannel | null;
  readonly #deleteListeners = new Set<(takes: readonly Take[]) => void>();
  readonly #unsubscribe: () => void;

  constructor({ takes, blobs, queue, settings, view, shell, unwritten, scope }: Parts) {
    this.#store = takes;
    this.#blobs = blobs;
    this.#settings = settings;
    this.#view = view;
    this.#shell = shell;
    this.#urls = new MediaUrls(blobs);
    this.#channel = scope === null ? null : new TakeChannel(scope, (news) => void this.#hear(news));
    this.#edits = new TakeEdits({
      store: takes,
      view: { get: (id) => this.get(id), show: (changed) => this.#show(changed) },
      shell,
      unwritten,
      tell: (ids) => this.#channel?.tell({ kind: 'changed', ids }),
    });
    this.#unsubscribe = queue.subscribe((event) => {
      if (event.kind === 'published') this.#add(event.take);
    });
  }

  /** The takes outside the bin, newest first. */
  get takes(): readonly Take[] {
    return this.#takes;
  }

  /** The takes in the bin, newest first. */
  get bin(): readonly Take[] {
    return this.#bin;
  }

  /** The take that was finished last while this page was open. */
  get lastFinished(): Take | null {
    return this.#lastFinished;
  }

  /** True until the takes have been read once. */
  get loading(): boolean {
    return this.#loading;
  }

  /** Why the takes could not be read, while none have been. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** Resolves as soon as the takes have been read once. */
  get whenLoaded(): Promise<void> {
    return this.#firstRead.promise;
  }

  /** How the gallery shows them. */
  get view(): Settings['galleryView'] {
    return this.#view;
  }

  set view(galleryView: Settings['galleryView']) {
    this.#view = galleryView;
    void this.#settings.write({ galleryView });
  }

  /** Shows what was changed elsewhere. */
  follow({ galleryView }: Settings): void {
    this.#view = galleryView;
  }

  /** Reads all takes from storage; where that fails, `fault` says why, and what was known stays. */
  async load(): Promise<void> {
    const before = this.#all;
    let kept: readonly Take[];
    try {
      kept = await this.#store.all();
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      if (this.#loading) this.#fault = error.fault;
      else this.#shell.toast('bad', explainInLine(error.fault));
      return;
    }
    this.#fault = undefined;
    const read = kept.map((take) => this.#edits.shown(take));
    const known = new Set(read.map(({ id }) => id));
    // What was published meanwhile may have come too late to be read.
    const added = this.#all.filter((take) => !before.includes(take) && !known.has(take.id));
    this.#all = [...added, ...read].sort(newestFirst);
    this.#loading = false;
    this.#firstRead.resolve();
  }

  /** Reads all takes anew, here and in every other tab: after something else than this has changed them. */
  async reload(): Promise<void> {
    await this.load();
    this.#channel?.tell({ kind: 'all' });
  }

  get(id: string): Take | undefined {
    const index = this.#byId.get(id as TakeId);
    return index === undefined ? undefined : this.#all[index];
  }

  /** Takes are counted from the oldest, those in the bin included, so that a number stays with its take. */
  number(take: Take): number {
    const index = this.#byId.get(take.id);
    return index === undefined ? 1 : this.#all.length - index;
  }

  /** A blob URL of the poster while it is drawn; undefined until its bytes have been found. */
  posterUrl(take: Take): string | undefined {
    return this.#urls.get(take.poster.sha256, take.poster.type);
  }

  /** A blob URL of the filmstrip while it is drawn; undefined until its bytes have been found. */
  filmstripUrl(take: Take): string | undefined {
    return this.#urls.get(take.filmstrip.sha256, take.filmstrip.type);
  }

  /** A blob URL of the clip or still while it is drawn; undefined until its bytes have been found. */
  mediaUrl(take: Take): string | undefined {
    return this.#urls.get(take.media.sha256, take.media.type);
  }

  /** How many blob URLs there are now. */
  get urlCount(): number {
    return this.#urls.size;
  }

  /** The bytes of the clip or still. */
  async media(take: Take): Promise<Blob | undefined> {
    return this.#blobs.get(take.media.sha256, take.media.type);
  }

  /**
   * Marks takes: on the screen at once, in the store all or none, and with these words the way back is
   * offered. True once it is kept; false while it is only held in this tab, of which the person is told.
   */
  async edit(ids: readonly TakeId[], mark: Mark, said: string): Promise<boolean> {
    const kept = await this.#edits.edit(ids, mark, said);
    if (mark.type === 'bin' && this.#lastFinished && ids.includes(this.#lastFinished.id)) this.#lastFinished = null;
    return kept;
  }

  /** Keeps what was measured of takes; false where the store cannot take it now. */
  noteMeasures(measured: ReadonlyMap<TakeId, TakeMeasures>): Promise<boolean> {
    return this.#edits.note(measured, (take, measures) => ({ ...take, measures }));
  }

  /** Keeps what a model says of a take, unless a person has said it; false where the store cannot take it now. */
  noteDescription(id: TakeId, description: Description): Promise<boolean> {
    return this.#edits.note(new Map([[id, description]]), describedBy);
  }

  /** Takes back the last edit of this tab that stands; false when there is none. */
  undo(): Promise<boolean> {
    return this.#edits.undo();
  }

  /** Deletes the records for good; `store.room` lets go of their bytes. False, and the person told, when it did not work. */
  async deleteForGood(ids: readonly TakeId[]): Promise<boolean> {
    try {
      await this.#store.delete(...ids);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#shell.toast('bad', explainInLine(error.fault));
      return false;
    }
    const gone = new Set(ids);
    this.#all = this.#all.filter(({ id }) => !gone.has(id));
    this.#channel?.tell({ kind: 'changed', ids });
    return true;
  }

  /** Keeps a take that no job has made: a file that was brought in. Throws FaultError `no-room-on-disk`. */
  async keep(take: Take): Promise<void> {
    await this.#store.put(take);
    this.#all = [take, ...this.#all.filter(({ id }) => id !== take.id)].sort(newestFirst);
    this.#channel?.tell({ kind: 'changed', ids: [take.id] });
    void this.#shell.refreshStorage();
  }

  /** Saves the clip or still under its name, or one made from its prompt. */
  async download(take: Take): Promise<void> {
    const name = mediaFileName(take.name ?? take.recipe.prompt, take.media.type);
    try {
      const blob = await checkedBlob(this.#blobs, take.media.sha256, take.media.type);
      if (blob) saveFile(blob, name);
      else this.#shell.toast('bad', 'The file of this take is missing from storage. “Make again” on its page makes it anew.');
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      const { reason, facts } = error.fault;
      this.#shell.toast('bad', explainInLine({ reason, facts: { ...facts, take: `Take ${this.number(take)} (${name})` } }));
    }
  }

  /** Calls back with takes that are deleted for good in this tab; returns the way to stop. */
  whenDeleted(listener: (takes: readonly Take[]) => void): () => void {
    this.#deleteListeners.add(listener);
    return () => this.#deleteListeners.delete(listener);
  }

  dispose(): void {
    this.#unsubscribe();
    this.#channel?.close();
    this.#urls.dispose();
  }

  #add(take: Take): void {
    this.#all = [take, ...this.#all.filter((other) => other.id !== take.id)].sort(newestFirst);
    this.#lastFinished = take;
    void this.#shell.refreshStorage();
  }

  #show(changed: readonly Take[]): void {
    const byId = new Map(changed.map((take) => [take.id, take]));
    this.#all = this.#all.map((take) => byId.get(take.id) ?? take);
  }

  async #hear(news: TakeNews): Promise<void> {
    if (news.kind === 'all' || news.ids.length > FEW) return this.load();
    const read = await Promise.all(news.ids.map((id) => this.#store.get(id)));
    const changed = read.filter((take) => take !== undefined).map((take) => this.#edits.shown(take));
    const told = new Set(news.ids);
    this.#all = [...changed, ...this.#all.filter(({ id }) => !told.has(id))].sort(newestFirst);
  }
}
