import type { Settings } from '#lib/storage/records.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { SettingsStore, StudioStorage } from '#lib/storage/ports.ts';
import { BinTerm } from '../backup/bin-term.svelte.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';
import type { ProjectList } from '../project/project-list.svelte.ts';
import { KeepForGood } from './keep-for-good.svelte.ts';
import { RoomState } from './room.svelte.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { StoreWatch } from './store-watch.svelte.ts';
import type { Unwritten } from './unwritten.svelte.ts';

interface Parts {
  readonly storage: StudioStorage;
  readonly settings: SettingsStore;
  readonly initial: Settings;
  readonly queue: Queue;
  readonly gallery: GalleryState;
  readonly projects: Pick<ProjectList, 'count' | 'loaded' | 'load'>;
  readonly shell: ShellState;
  readonly unwritten: Unwritten;
  readonly forgetModel: () => Promise<void>;
  /** Called when this tab cannot write any more, as another has a newer version. */
  readonly onOutdated: () => void;
}

/** How what is kept on this machine stands: room, bin, what could not be written, what has vanished. */
export class StoreState {
  readonly room: RoomState;
  readonly binTerm: BinTerm;
  readonly keep: KeepForGood;
  readonly unwritten: Unwritten;
  readonly watch: StoreWatch;
  #over = false;
  readonly #stop: readonly (() => void)[];

  private constructor(parts: Parts, watch: StoreWatch, binTerm: BinTerm) {
    this.watch = watch;
    this.binTerm = binTerm;
    this.unwritten = parts.unwritten;
    this.room = new RoomState(parts);
    this.keep = new KeepForGood(parts.shell, parts.settings, parts.initial.keepOffered);
    this.#stop = [
      parts.queue.subscribe((event) => {
        // From the first take on there is something to lose.
        if (event.kind === 'published') void this.keep.offer();
      }),
      parts.gallery.whenDeleted((takes) => void this.room.drop(takes)),
    ];
    void this.#clearBin(parts);
  }

  static async begin(parts: Parts): Promise<StoreState> {
    const { settings, initial } = parts;
    return new StoreState(parts, await StoreWatch.begin(parts), new BinTerm(settings, initial.binDays));
  }

  /** Deletes for good what has lain its time in the bin, as soon as the takes are there. */
  async #clearBin({ storage, gallery }: Parts): Promise<void> {
    await gallery.whenLoaded;
    if (this.#over) return;
    const gone = await this.binTerm.expire(storage.takes, gallery.bin);
    if (gone.length === 0) return;
    await gallery.reload();
    await this.room.drop(gone);
  }

  dispose(): void {
    this.#over = true;
    for (const stop of this.#stop) stop();
    this.room.dispose();
    this.watch.dispose();
    this.unwritten.dispose();
  }
}
