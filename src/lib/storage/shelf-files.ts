import { commitOf } from '#core/domain/models/compare-models.ts';
import { licenceInRecipe, mustBeAllowed } from '#core/domain/models/licence-rule.ts';
import type { FolderFiles } from '#core/pipelines/runtime.ts';
import type { ModelId } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import { BlobAtHand } from './blob-at-hand.ts';
import { OpfsModelShelf } from './opfs-model-shelf.ts';

/** The verified files of one model of the browser's shelf, as a pipeline reads a folder. */
export class ShelfFiles implements FolderFiles {
  readonly name: string;
  readonly #shelf: OpfsModelShelf;
  readonly #model: KeptModel;

  private constructor(shelf: OpfsModelShelf, model: KeptModel) {
    this.name = model.id;
    this.#shelf = shelf;
    this.#model = model;
  }

  /** Throws FaultError `model-not-found`, and `model-licence-not-accepted` where nobody may use it yet. */
  static async open(id: ModelId, shelf = new OpfsModelShelf()): Promise<ShelfFiles> {
    const model = await shelf.get(id);
    if (!model) throw new FaultError('model-not-found', { model: id });
    mustBeAllowed(model);
    return new ShelfFiles(shelf, model);
  }

  /** How a recipe names its licence. */
  get licence(): string {
    return licenceInRecipe(this.#model.licence);
  }

  async known() {
    return { name: this.#model.name, licence: this.licence, revision: commitOf(this.#model)?.slice(0, 12) };
  }

  /** The length of a file in bytes; undefined where there is none that was verified. */
  async size(path: string): Promise<number | undefined> {
    return (await this.#file(path))?.size;
  }

  /** Bytes from `start` on; fewer at the end of the file. Throws FaultError `model-file-missing`. */
  async part(path: string, start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const file = await this.#file(path);
    if (!file) throw new FaultError('model-file-missing', { file: path });
    return new Uint8Array(await file.slice(start, start + length).arrayBuffer());
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.part(path, 0, Infinity);
  }

  get atHand(): FolderFiles['atHand'] {
    if (!BlobAtHand.isPossible) return undefined;
    return async (path) => {
      const atHand = (await this.#file(path)) && (await this.#shelf.atHand(this.#model.id, path));
      if (!atHand) throw new FaultError('model-file-missing', { file: path });
      return atHand;
    };
  }

  /** A file that is not in the model's record, or not as long as it says, is none of its own. */
  async #file(path: string): Promise<File | undefined> {
    const kept = this.#model.files.find((file) => file.path === path);
    if (kept?.sha256 === undefined) return undefined;
    const file = await this.#shelf.file(this.#model.id, path);
    return file?.size === kept.bytes ? file : undefined;
  }
}
