import { subjectIn } from '#core/domain/cut-outs/matte.ts';
import type { CutOutOf, Ground } from '#core/schema/cut-out.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { AssetFacts } from '#core/schema/pool-item.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { EitherCutOuts } from '#lib/engine/assist/either-assist.ts';
import { type AnyModel, nameOf } from '#lib/engine/assist/model-there.ts';
import { inspectAsset } from '#lib/engine/browser/inspect-asset.ts';
import type { cutPicture } from '#lib/engine/cut-outs/cut-picture.ts';
import { layOn } from '#lib/engine/cut-outs/lay-on.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { NamedBytes } from '../store/assets.svelte.ts';

interface Parts {
  readonly engine: Pick<EitherCutOuts, 'find' | 'matteOf' | 'dispose'>;
  readonly cut: typeof cutPicture;
  readonly blobs: Pick<BlobStore, 'get' | 'put' | 'putFile'>;
}

/** A picture without its ground, not kept yet. */
export interface MadeCutOut {
  readonly file: Blob;
  readonly cutOut: Omit<CutOutOf, 'ground'>;
  /** Whether the model saw a subject and a ground; else what it took all of it for. */
  readonly found: 'some' | 'nothing' | 'everything';
}

/** A cut-out whose bytes are kept: a record must name them soon. */
export interface KeptCutOut extends NamedBytes, AssetFacts {
  readonly cutOut: CutOutOf;
}

/** Cuts pictures out with a model of this browser or of the paired accelerator, and keeps what comes of it. */
export class CutOuts {
  #model = $state.raw<AnyModel>();
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The model, as a person knows it; undefined where there is none, or nobody has looked yet. */
  get model(): string | undefined {
    return this.#model && nameOf(this.#model);
  }

  async begin(): Promise<void> {
    await this.look();
  }

  /** Looks what is there. */
  async look(): Promise<void> {
    this.#model = await this.#parts.engine.find();
  }

  /** A picture without its ground. `model-file-missing` where no model is here, `picture-missing` where the picture is not. */
  async make(picture: NamedBytes, signal: AbortSignal): Promise<Result<MadeCutOut, Fault>> {
    const { engine, cut, blobs } = this.#parts;
    const model = this.#model;
    if (!model) return fail({ reason: 'model-file-missing', facts: {} });
    const file = await blobs.get(picture.asset, picture.type).catch(passOver);
    if (!file) return fail({ reason: 'picture-missing', facts: { file: picture.name } });
    const matte = await engine.matteOf(model, file, signal);
    if (!matte.ok) return matte;
    const made = await cut(file, matte.value, signal);
    return made.ok ? ok({ file: made.value.file, cutOut: { asset: picture.asset, name: picture.name, by: model.name }, found: subjectIn(matte.value) }) : made;
  }

  /** Keeps a cut-out as a new picture, transparent or laid on a ground. `no-room-on-disk` and others where it cannot be kept. */
  async keep({ file, cutOut }: MadeCutOut, ground: Ground): Promise<Result<KeptCutOut, Fault>> {
    const { blobs } = this.#parts;
    const name = `${cutOut.name} (${ground === 'none' ? 'cut out' : `on ${ground}`})`;
    try {
      const laid = await layOn(file, ground);
      const inspected = await inspectAsset(laid, name);
      if (!inspected.ok) return inspected;
      const { type, width, height, still } = inspected.value;
      const asset: Sha256 = await blobs.putFile(laid);
      const poster = still && { asset: await blobs.put(new Uint8Array(await still.arrayBuffer())), type: still.type };
      return ok({ asset, type, name, bytes: laid.size, width, height, length: null, poster, cutOut: { ...cutOut, ground } });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return fail(error.fault);
    }
  }

  /** A kept cut-out laid on a ground, as bytes that are kept: a record must name them soon. */
  async laidOn({ name, ...bytes }: NamedBytes, ground: Ground): Promise<Result<NamedBytes, Fault>> {
    const { blobs } = this.#parts;
    try {
      const file = await blobs.get(bytes.asset, bytes.type);
      if (!file) return fail({ reason: 'picture-missing', facts: { file: name } });
      const laid = await layOn(file, ground);
      return ok({ asset: await blobs.putFile(laid), type: laid.type, name: `${name} on ${ground}` });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return fail(error.fault);
    }
  }

  dispose(): void {
    this.#parts.engine.dispose();
  }
}

function passOver(error: unknown): undefined {
  if (!(error instanceof FaultError)) throw error;
  return undefined;
}
