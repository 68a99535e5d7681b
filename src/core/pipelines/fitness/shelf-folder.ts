import type { ModelShelf } from '../../domain/models/model-shelf.ts';
import { FaultError } from '../../schema/fault.ts';
import type { KeptModel } from '../../schema/kept-model.ts';
import type { FolderFiles } from '../runtime.ts';

/** Descriptions and tokenizers are read whole; none that is known is longer. Bytes. */
const LONGEST = 100_000_000;

/** The verified files of a model on a shelf, as a pipeline reads a folder. Those that are still to be fetched have the length that is said of them. */
export class ShelfFolder implements FolderFiles {
  readonly name: string;
  readonly #model: KeptModel;
  readonly #shelf: Pick<ModelShelf, 'bytesOf' | 'read'>;

  constructor(model: KeptModel, shelf: Pick<ModelShelf, 'bytesOf' | 'read'>) {
    this.name = model.id;
    this.#model = model;
    this.#shelf = shelf;
  }

  get paths(): readonly string[] {
    return this.#model.files.map(({ path }) => path);
  }

  async size(path: string): Promise<number | undefined> {
    const kept = this.#model.files.find((file) => file.path === path);
    return kept?.sha256 === undefined ? kept?.bytes : this.#shelf.bytesOf(this.#model.id, path);
  }

  async part(path: string, start: number, length: number): Promise<Uint8Array> {
    const size = await this.size(path);
    if (size === undefined) throw new FaultError('model-file-missing', { file: path });
    const end = Math.min(size, start + length) - 1;
    const whole = new Uint8Array(Math.max(0, end - start + 1));
    if (whole.length === 0) return whole;
    let at = 0;
    for await (const chunk of this.#shelf.read(this.#model.id, path, { start, end })) {
      whole.set(chunk.subarray(0, whole.length - at), at);
      at += chunk.length;
    }
    return whole;
  }

  /** Throws FaultError `model-file-missing`, or `model-manifest-invalid` for a file that no description is as long as. */
  async read(path: string): Promise<Uint8Array> {
    const size = await this.size(path);
    if (size !== undefined && size > LONGEST) throw new FaultError('model-manifest-invalid', { file: path, problem: 'it is far too long' });
    return this.part(path, 0, LONGEST);
  }
}
