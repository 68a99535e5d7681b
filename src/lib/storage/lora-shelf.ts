import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { KeptLora } from '#core/schema/kept-lora.ts';
import { reportingFaults } from './faults.ts';

/** Where the records of the LoRA library lie in the private file system; the bytes lie in the blob store. */
const FOLDER = 'kinora-loras';
const RECORD = /^[0-9a-f]{64}\.json$/;

/**
 * The records of the LoRA library: one small file each, under the hash of its first file. A file is written beside and then
 * put in its place, so that none is ever half. Every write throws FaultError `no-room-on-disk` or `storage-refused`.
 */
export class LoraShelf {
  readonly #folder: string;

  constructor(folder = FOLDER) {
    this.#folder = folder;
  }

  /** All of them, those in the bin included. What cannot be read is left out, and stays where it is. */
  async all(): Promise<readonly KeptLora[]> {
    const records = await this.#records();
    return records.flatMap((text) => {
      const lora = KeptLora.safeParse(parsed(text));
      return lora.success ? [lora.data] : [];
    });
  }

  /** What names bytes: every hash in every record, also in one that cannot be read. Throws FaultError where the folder is there and cannot be looked at. */
  async named(): Promise<readonly string[]> {
    return (await this.#records()).flatMap((text) => text.match(/\b[0-9a-f]{64}\b/g) ?? []);
  }

  put(lora: KeptLora): Promise<void> {
    return reportingFaults(async () => {
      const folder = await this.#open(true);
      const handle = await folder!.getFileHandle(`${lora.file.asset}.json`, { create: true });
      const file = await handle.createWritable();
      await file.write(JSON.stringify(KeptLora.parse(lora)));
      await file.close();
    }, 'storage-refused');
  }

  async remove(asset: Sha256): Promise<void> {
    try {
      await (await this.#open(false))?.removeEntry(`${asset}.json`);
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }

  async #records(): Promise<readonly string[]> {
    const folder = await this.#open(false);
    const texts: string[] = [];
    for await (const [name, handle] of folder?.entries() ?? []) {
      if (handle.kind !== 'file' || !RECORD.test(name)) continue;
      const text = await readText(folder!, name);
      if (text !== undefined) texts.push(text);
    }
    return texts;
  }

  /** The folder; undefined where it is not there and is not to be made. */
  async #open(create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
    try {
      return await (await navigator.storage.getDirectory()).getDirectoryHandle(this.#folder, { create });
    } catch (cause) {
      if (!create && isAbsent(cause)) return undefined;
      throw new FaultError('storage-refused', {}, { cause });
    }
  }
}

/** How often a record is read that another tab replaces meanwhile. */
const READS = 20;

/** Undefined where it is gone. */
async function readText(folder: FileSystemDirectoryHandle, name: string): Promise<string | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await (await (await folder.getFileHandle(name)).getFile()).text();
    } catch (error) {
      const isHere = await folder.getFileHandle(name).then(() => true, (absent: unknown) => !isAbsent(absent));
      if (!isHere) return undefined;
      if (!(error instanceof DOMException) || attempt === READS) throw error;
    }
  }
}

const isAbsent = (error: unknown): boolean => error instanceof DOMException && error.name === 'NotFoundError';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
