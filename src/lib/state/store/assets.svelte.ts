import { explainInLine } from '#core/domain/words/explain.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { checkedBlob } from '#lib/storage/checked-blob.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import { mediaFileName } from '../shell/file-name.ts';
import { MediaUrls } from '../gallery/media-urls.svelte.ts';
import { saveFile } from '../shell/save-file.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

/** What a file is called by its bytes, its type and its name. */
export interface NamedBytes {
  readonly asset: Sha256;
  readonly type: string;
  readonly name: string;
}

/** The bytes that projects name: shown, saved as files, and known to be missing. */
export class Assets {
  readonly #blobs: BlobStore;
  readonly #shell: Pick<ShellState, 'toast'>;
  readonly #urls: MediaUrls;

  constructor(blobs: BlobStore, shell: Pick<ShellState, 'toast'>) {
    this.#blobs = blobs;
    this.#shell = shell;
    this.#urls = new MediaUrls(blobs);
  }

  /** A blob URL while it is drawn; undefined until the bytes have been found. */
  url({ asset, type }: Omit<NamedBytes, 'name'>): string | undefined {
    return this.#urls.get(asset, type);
  }

  /** Whether the bytes were looked for, while it is drawn, and are not in this browser. */
  isMissing({ asset, type }: Omit<NamedBytes, 'name'>): boolean {
    return this.#urls.isMissing(asset, type);
  }

  /** Whether the bytes are in this browser. */
  has(asset: Sha256): Promise<boolean> {
    return this.#blobs.has(asset);
  }

  /** Looks again for bytes that were missing: they have been kept since. */
  lookAgain(asset: Sha256): void {
    this.#urls.lookAgain(asset);
  }

  /** Keeps bytes, each once; throws FaultError where there is no room. A record must name them soon after. */
  put(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
    return this.#blobs.put(bytes);
  }

  /** The same for a file of any size. `goOn` hears how much is kept, 0 to 1, and may end it: FaultError `cancelled`. */
  putFile(file: Blob, goOn?: (share: number) => boolean): Promise<Sha256> {
    return this.#blobs.putFile(file, goOn);
  }

  /** The bytes; undefined where they are not in this browser. Throws FaultError. */
  open({ asset, type }: Omit<NamedBytes, 'name'>): Promise<Blob | undefined> {
    return this.#blobs.get(asset, type);
  }

  /** Saves a file under its name. */
  async save({ asset, type, name }: NamedBytes): Promise<void> {
    try {
      const blob = await checkedBlob(this.#blobs, asset, type);
      if (blob) saveFile(blob, mediaFileName(name, type));
      else this.#shell.toast('bad', `The file of “${name}” is not in this browser, so it cannot be saved.`);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#shell.toast('bad', explainInLine({ ...error.fault, facts: { ...error.fault.facts, file: name } }));
    }
  }

  dispose(): void {
    this.#urls.dispose();
  }
}
