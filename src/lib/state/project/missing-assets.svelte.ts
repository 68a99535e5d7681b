import type { NamedAsset } from '#core/domain/project/named-assets.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Assets } from '../store/assets.svelte.ts';

interface Parts {
  readonly assets: Pick<Assets, 'has' | 'putFile' | 'lookAgain'>;
  /** Room left, in bytes; null where the browser does not say. */
  readonly room: () => Promise<number | null>;
}

/** What became of files that were chosen to bring bytes back. */
export interface BroughtBack {
  readonly back: readonly NamedAsset[];
  /** The names of files that are none of what is missing: their bytes are others. */
  readonly others: readonly string[];
}

/** The bytes that a film names and that are not in this browser, and the way back for them. */
export class MissingAssets {
  #missing = $state.raw<readonly NamedAsset[]>([]);
  #progress = $state<number | null>(null);
  readonly #parts: Parts;
  #looked = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get missing(): readonly NamedAsset[] {
    return this.#missing;
  }

  /** How much of the file in hand is read, 0 to 1; null while none is. */
  get progress(): number | null {
    return this.#progress;
  }

  /** Looks which of them are there. What was asked last counts. */
  async look(named: readonly NamedAsset[]): Promise<void> {
    const turn = ++this.#looked;
    const there = await Promise.all(named.map(({ asset }) => this.#parts.assets.has(asset)));
    if (turn === this.#looked) this.#missing = named.filter((_, i) => !there[i]);
  }

  /** Takes files whose bytes are missing, whatever they are called. Throws FaultError where one cannot be read or kept. */
  async bringBack(files: readonly File[]): Promise<BroughtBack> {
    const back: NamedAsset[] = [];
    const others: string[] = [];
    for (const file of files) {
      const found = await this.#read(file).catch((error: unknown) => Promise.reject(new FaultError(...faultOf(error, file))));
      if (!found) {
        others.push(file.name);
        continue;
      }
      back.push(found);
      this.#missing = this.#missing.filter(({ asset }) => asset !== found.asset);
      this.#parts.assets.lookAgain(found.asset);
    }
    return { back, others };
  }

  /** Keeps the file where its bytes are wanted. */
  async #read(file: File): Promise<NamedAsset | undefined> {
    this.#progress = 0;
    try {
      const asset = await this.#hash(file);
      const found = this.#missing.find((one) => one.asset === asset);
      if (!found) return undefined;
      const free = await this.#parts.room();
      if (free !== null && file.size > free) throw new FaultError('no-room-on-disk', { needed: file.size, free });
      await this.#parts.assets.putFile(file);
      return found;
    } finally {
      this.#progress = null;
    }
  }

  async #hash(file: File): Promise<Sha256 | undefined> {
    const { sha256OfFile } = await import('#lib/storage/stream-digest.ts');
    return sha256OfFile(file, (share) => {
      this.#progress = share;
      return true;
    });
  }
}

function faultOf(error: unknown, { name }: File): [Fault['reason'], Fault['facts']] {
  if (error instanceof FaultError) return [error.fault.reason, { ...error.fault.facts, file: name }];
  if (error instanceof DOMException) return ['file-unreadable', { file: name }];
  throw error;
}
