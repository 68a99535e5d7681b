import type { Description } from '#core/schema/description.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { EitherCaptions } from '#lib/engine/assist/either-assist.ts';
import { type AnyModel, isSamePlace, isThere } from '#lib/engine/assist/model-there.ts';
import type { DescriptionStore } from '#lib/storage/description-store.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

interface Parts {
  readonly engine: Pick<EitherCaptions, 'find' | 'describe' | 'dispose'>;
  readonly store: DescriptionStore;
  readonly blobs: Pick<BlobStore, 'get'>;
}

/** What pictures show, as a model of this browser or of the paired accelerator says it: each picture is looked at once. */
export class PictureWords {
  #model = $state.raw<AnyModel>();
  readonly #parts: Parts;
  readonly #underway = new Map<string, Promise<Result<Description, Fault>>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The model that describes; undefined where there is none. */
  get model(): string | undefined {
    return this.#model?.name;
  }

  /** The accelerator that it works on; undefined where that is this browser. */
  get on(): string | undefined {
    return this.#model && isThere(this.#model) ? this.#model.on : undefined;
  }

  /** Looks what is there. True where it is another model than before. */
  async look(): Promise<boolean> {
    const model = await this.#parts.engine.find();
    if (isSamePlace(model, this.#model)) return false;
    this.#model = model;
    if (model) await this.#parts.store.keepOnly(model.id).catch(passOver);
    return true;
  }

  /** What a picture shows. `model-file-missing` where no model is here, `media-damaged` where the picture is not. */
  of(picture: Sha256, type: string, signal?: AbortSignal): Promise<Result<Description, Fault>> {
    const model = this.#model;
    if (!model) return Promise.resolve(fail({ reason: 'model-file-missing', facts: {} }));
    const key = `${model.id} ${picture}`;
    const underway = this.#underway.get(key);
    // What somebody can stop is somebody's own.
    if (underway && !signal) return underway;
    const work = this.#describe(model, picture, type, signal).finally(() => this.#underway.delete(key));
    if (!signal) this.#underway.set(key, work);
    return work;
  }

  dispose(): void {
    this.#parts.engine.dispose();
    void this.#parts.store.close();
  }

  async #describe(model: AnyModel, picture: Sha256, type: string, signal?: AbortSignal): Promise<Result<Description, Fault>> {
    const { engine, store, blobs } = this.#parts;
    const known = await store.get(model.id, picture).catch(passOver);
    if (known) return ok({ text: known, model: model.name });
    const file = await blobs.get(picture, type).catch(passOver);
    if (!file) return fail({ reason: 'media-damaged', facts: {} });
    const said = await engine.describe(model, file, signal);
    if (!said.ok) return said;
    // A full disk: it is said again another time.
    await store.put(model.id, picture, said.value).catch(passOver);
    return ok({ text: said.value, model: model.name });
  }
}

function passOver(error: unknown): undefined {
  if (!(error instanceof FaultError)) throw error;
  return undefined;
}
