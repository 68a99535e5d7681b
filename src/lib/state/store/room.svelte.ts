import { explainInLine } from '#core/domain/words/explain.ts';
import { isOver } from '#core/domain/queue/job.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import { cleanBlobs, dropBlobs } from '#lib/queue/clean-blobs.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { AsideRecord, StudioStorage } from '#lib/storage/ports.ts';
import { measureRoom, type RoomUse } from '#lib/storage/room.ts';
import { mediaOfTake } from '#lib/storage/media-of.ts';
import { saveFile } from '../shell/save-file.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { Unwritten } from './unwritten.svelte.ts';

/** While something is being put nothing is collected; then it is tried once more. Milliseconds. */
const AGAIN_MS = 30_000;

interface Parts {
  readonly storage: StudioStorage;
  readonly queue: Pick<Queue, 'subscribe' | 'dismiss'>;
  readonly shell: ShellState;
  readonly unwritten: Unwritten;
  /** Throws the model's files away; they are fetched again when they are needed. */
  readonly forgetModel: () => Promise<void>;
}

/** What takes up room on this machine, and the ways to make some. */
export class RoomState {
  #use = $state.raw<RoomUse | null>(null);
  #aside = $state.raw<readonly AsideRecord[]>([]);
  #finished = $state.raw<readonly JobId[]>([]);
  readonly #parts: Parts;
  readonly #unsubscribe: () => void;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#unsubscribe = parts.queue.subscribe((event) => {
      if (event.kind === 'jobs') this.#finished = event.jobs.filter(({ job }) => isOver(job)).map(({ id }) => id);
    });
  }

  /** What takes up room; null until it was measured. */
  get use(): RoomUse | null {
    return this.#use;
  }

  /** Records that could not be read. */
  get aside(): readonly AsideRecord[] {
    return this.#aside;
  }

  /** How many jobs are over and still listed. */
  get finishedJobs(): number {
    return this.#finished.length;
  }

  /** Measures anew; a tab that is shut out of the store shows what it last knew. */
  async measure(): Promise<void> {
    const { storage, shell } = this.#parts;
    await shell.refreshStorage();
    try {
      [this.#use, this.#aside] = await Promise.all([measureRoom(storage, shell.storage.usage), storage.aside.all()]);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
    }
  }

  /** Takes were deleted for good: so are their bytes, where nobody else names them. */
  async drop(takes: readonly Take[]): Promise<void> {
    const names = takes.flatMap((take) => Object.values(mediaOfTake(take)).flat());
    const drop = () => dropBlobs(this.#parts.storage, names);
    if (await drop()) return this.#made();
    this.#again = setTimeout(() => void drop().then(() => this.#made()), AGAIN_MS);
  }

  /** Deletes bytes that nothing names. Resolves with how much that was; null when it has to wait. */
  async removeUnreferenced(): Promise<number | null> {
    const collected = await cleanBlobs(this.#parts.storage);
    if (collected) await this.#made();
    return collected?.bytes ?? null;
  }

  async removeModels(): Promise<void> {
    await this.#parts.forgetModel();
    await this.#made();
  }

  /** Forgets the jobs that are over, and the pictures that only they hold. Takes stay. */
  async clearFinished(): Promise<void> {
    if (!(await this.#reporting(() => this.#parts.queue.dismiss(...this.#finished)))) return;
    await cleanBlobs(this.#parts.storage);
    await this.#made();
  }

  /** Saves a record that could not be read as a file, for whoever repairs it. */
  exportAside(record: AsideRecord): void {
    const { store, at } = record;
    const blob = new Blob([JSON.stringify(record, null, 2)], { type: 'application/json' });
    saveFile(blob, `kinora-${store}-${new Date(at).toISOString().slice(0, 10)}-${record.key}.json`);
  }

  async deleteAside(record: AsideRecord): Promise<void> {
    if (await this.#reporting(() => this.#parts.storage.aside.delete(record.key))) await this.#made();
  }

  dispose(): void {
    this.#unsubscribe();
    clearTimeout(this.#again);
  }

  /** There may be room now for what is held in memory. */
  async #made(): Promise<void> {
    await this.#parts.unwritten.retry();
    if (this.#use) await this.measure();
    else await this.#parts.shell.refreshStorage();
  }

  async #reporting(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#parts.shell.toast('bad', explainInLine(error.fault));
      return false;
    }
  }
}
