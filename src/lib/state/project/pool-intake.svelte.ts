import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { NewPoolItem } from '#core/document/commands/pool.ts';
import { inspectAsset } from '#lib/engine/browser/inspect-asset.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

/** A file on its way into the pool. */
export interface Upload {
  readonly id: number;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** How much of it has been kept, 0 to 1. */
  readonly progress: number;
  /** Why it was not taken; it waits to be put away. */
  readonly fault: Fault | null;
}

interface Parts {
  readonly blobs: Pick<BlobStore, 'put' | 'putFile'>;
  /** Puts what was kept into the pool. */
  readonly add: (item: NewPoolItem) => void;
  /** Room left, in bytes; null where the browser does not say. */
  readonly room: () => Promise<number | null>;
}

/** Takes files into the pool, one after the other: looks what they are, keeps them, and says why it does not. */
export class PoolIntake {
  #uploads = $state.raw<readonly Upload[]>([]);
  readonly #parts: Parts;
  readonly #stops = new Map<number, AbortController>();
  #last = 0;
  #line: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Those on their way, and those that were refused until they are put away. */
  get uploads(): readonly Upload[] {
    return this.#uploads;
  }

  get busy(): boolean {
    return this.#uploads.some(({ fault }) => fault === null);
  }

  /** Takes files; resolves when each was kept or refused. */
  add(files: Iterable<File>): Promise<void> {
    for (const file of files) {
      const id = ++this.#last;
      const stop = new AbortController();
      this.#stops.set(id, stop);
      this.#uploads = [...this.#uploads, { id, name: file.name, size: file.size, progress: 0, fault: null }];
      // What one file stumbles over must not hold up the others.
      this.#line = this.#line.catch(() => undefined).then(() => this.#take(id, file, stop.signal));
    }
    return this.#line;
  }

  /** Stops a file on its way, or puts away why it was refused. */
  drop(id: number): void {
    this.#stops.get(id)?.abort();
    this.#stops.delete(id);
    this.#uploads = this.#uploads.filter((upload) => upload.id !== id);
  }

  /** Stops all; returns how many had not been kept. */
  stop(): number {
    const going = this.#uploads.filter(({ fault }) => fault === null);
    for (const { id } of this.#uploads) this.drop(id);
    return going.length;
  }

  async #take(id: number, file: File, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      const item = await this.#keep(file, signal, (progress) => this.#change(id, { progress }));
      if (signal.aborted) return;
      this.drop(id);
      this.#parts.add(item);
    } catch (error) {
      if (signal.aborted) return;
      const fault = faultOf(error);
      this.#change(id, { fault: { ...fault, facts: { ...fault.facts, file: file.name } } });
    }
  }

  async #keep(file: File, signal: AbortSignal, onprogress: (progress: number) => void): Promise<NewPoolItem> {
    if (file.size === 0) throw new FaultError('file-empty');
    const room = await this.#parts.room();
    if (room !== null && file.size > room) throw new FaultError('no-room-on-disk', { needed: file.size, free: room });
    const inspected = await inspectAsset(file, file.name);
    if (!inspected.ok) throw new FaultError(inspected.fault.reason, inspected.fault.facts);
    const { still, ...facts } = inspected.value;
    const { blobs } = this.#parts;
    // The file first: what is stopped then leaves nothing.
    const asset = await blobs.putFile(file, (share) => {
      onprogress(share);
      return !signal.aborted;
    });
    const poster = still && { asset: await blobs.put(new Uint8Array(await still.arrayBuffer())), type: still.type };
    return { ...facts, asset, poster, bytes: file.size, name: withoutEnding(file.name), description: '', tags: [], take: null };
  }

  #change(id: number, changes: Partial<Upload>): void {
    this.#uploads = this.#uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload));
  }
}

/** The browser's own words for a file that is gone, changed or locked by now. */
const FILE_GONE = ['NotReadableError', 'NotFoundError', 'NotAllowedError', 'SecurityError'];

function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  if (error instanceof DOMException && FILE_GONE.includes(error.name)) return { reason: 'file-unreadable', facts: {} };
  throw error;
}

const withoutEnding = (name: string): string => name.replace(/(?<=.)\.[^.]{1,12}$/u, '');
