import type { ModelId } from '../../schema/catalogue.ts';
import { FaultError } from '../../schema/fault.ts';
import type { KeptFile, KeptModel } from '../../schema/kept-model.ts';
import type { ModelUpdate } from '../../schema/model-update.ts';
import type { CancelSignal } from '../generate/engine.ts';
import { updateBetween, withKept } from './compare-models.ts';
import { fetchModel } from './fetch-model.ts';
import { fetchParts } from './fetch-parts.ts';
import { holdingModel } from './hold-model.ts';
import { accept, mustBeAllowed } from './licence-rule.ts';
import { judged } from './model-fitness.ts';
import type { ComingModel } from './model-place.ts';
import type { ModelShelf } from './model-shelf.ts';
import type { FetchWish, ModelsParts } from './models-parts.ts';

interface Parts<Signal extends CancelSignal> extends Pick<ModelsParts<Signal>, 'shelf' | 'hub' | 'hash' | 'judge' | 'canAskIfRange' | 'pause'> {
  /** The model as the catalogue, or the hub where it is in none, has it now. */
  plan(kept: KeptModel, signal: Signal): Promise<KeptModel>;
}

/**
 * Newer versions of models. One is fetched beside the one that is here, verified, and only then put in its place, file by
 * file: the shelf says of a model whose files are being put in place that it is not whole, and whoever comes next goes on.
 */
export class ModelUpdates<Signal extends CancelSignal> {
  readonly #parts: Parts<Signal>;

  constructor(parts: Parts<Signal>) {
    this.#parts = parts;
  }

  /** What a newer version would change; undefined where there is none, or where nobody says where the model is from. Throws FaultError where the hub cannot be asked. */
  async look(id: ModelId, signal: Signal): Promise<ModelUpdate | undefined> {
    const kept = await this.#known(id);
    return kept.source && updateBetween(kept, await this.#parts.plan(kept, signal));
  }

  /** Throws FaultError where an update could not even begin: `model-not-found`. */
  async mayUpdate(id: ModelId): Promise<void> {
    if (!(await this.#known(id)).source) throw new FaultError('model-not-found', { model: id });
  }

  /**
   * Fetches what is new in a newer version and puts it in the place of the one that is here, which can be used until then.
   * Answers the model as it then is. Throws FaultError `model-licence-not-accepted` where the licence is another one that
   * asks for more, before anything is fetched, and what planning and fetching throw.
   */
  update(id: ModelId, { accepts = false, signal, onProgress }: Pick<FetchWish<Signal>, 'accepts' | 'signal' | 'onProgress'>): Promise<KeptModel> {
    const { shelf, plan } = this.#parts;
    return holdingModel(shelf, id, async () => {
      await this.finish(id);
      const kept = await this.#known(id);
      const planned = withKept(await plan(kept, signal), kept.files);
      if (!updateBetween(kept, planned)) {
        await shelf.next.remove(id);
        return kept;
      }
      const accepted = accepts ? accept(planned.licence, Date.now()) : kept.accepted;
      const coming = await this.#goneOnWith({ ...planned, addedAt: kept.addedAt, ...(accepted && { accepted }) });
      mustBeAllowed(coming);
      await shelf.next.put(coming);
      const stays = new Set(kept.files.filter((file) => coming.files.some((each) => isUnchanged(file, each))).map(({ path }) => path));
      const elsewhere = async (path: string) => (stays.has(path) ? shelf.bytesOf(id, path) : undefined);
      await fetchModel(coming, { ...fetchParts(this.#parts, shelf.next, signal), elsewhere }, { signal, onProgress });
      if (!(await this.finish(id))) throw new FaultError('model-file-missing', { model: id });
      const now = await this.#known(id);
      if (now.unfit) throw new FaultError(now.unfit.reason, now.unfit.facts);
      return now;
    });
  }

  /** Halts an update; whoever fetches it is stopped by its signal. False where none is on its way. The model has to be held. */
  async pause(id: ModelId): Promise<boolean> {
    const { next } = this.#parts.shelf;
    const coming = await next.get(id);
    if (coming) await next.put({ ...coming, paused: true });
    return coming !== undefined;
  }

  /** How far a newer version has come; undefined where none is on its way. */
  async coming(kept: KeptModel): Promise<ComingModel | undefined> {
    const { next } = this.#parts.shelf;
    const coming = await next.get(kept.id);
    if (!coming) return undefined;
    let [done, total] = [0, 0];
    for (const file of coming.files) {
      if (kept.files.some((each) => isUnchanged(each, file))) continue;
      total += file.bytes ?? 0;
      done += (await next.bytesOf(kept.id, file.path)) ?? (await next.partBytes(kept.id, file.path));
    }
    return { done, total, paused: coming.paused };
  }

  /** Goes on with every model whose newer version is whole and was not put in its place, or not all of it. Those that somebody has in hand are theirs. `but`: those that are gone on with anyway. */
  async finishAll(but: ReadonlySet<ModelId> = new Set()): Promise<void> {
    const { shelf } = this.#parts;
    for (const { id } of await shelf.next.list()) {
      if (but.has(id)) continue;
      const release = await shelf.hold(id);
      try {
        if (release) await this.finish(id);
      } finally {
        await release?.();
      }
    }
  }

  /** Puts a newer version in place where all of it is here; answers whether it did. The model has to be held. */
  async finish(id: ModelId): Promise<boolean> {
    const { shelf } = this.#parts;
    const { next } = shelf;
    const coming = await next.get(id);
    const kept = coming && (await shelf.get(id));
    if (!coming || !kept) return false;
    const moving = new Set<string>();
    for (const file of coming.files) {
      const isThere = (await next.bytesOf(id, file.path)) === file.bytes;
      if (file.sha256 === undefined || !(isThere || (await isInPlace(shelf, kept, file)))) return false;
      if (isThere) moving.add(file.path);
    }
    const gone = kept.files.filter(({ path }) => !coming.files.some((file) => file.path === path));
    // Said before the first file is moved: until the last one is, nobody takes the model for whole.
    await shelf.put({ ...coming, paused: false, files: [...coming.files.map((file) => (moving.has(file.path) ? unverified(file) : file)), ...gone] });
    for (const path of moving) await shelf.replace(id, path);
    for (const { path } of gone) await shelf.drop(id, path);
    await shelf.put(await judged({ ...coming, paused: false }, shelf, this.#parts.judge));
    await next.remove(id);
    return true;
  }

  /** The same with what of it lies here from before; what is of another version is thrown away. */
  async #goneOnWith(planned: KeptModel): Promise<KeptModel> {
    const { next } = this.#parts.shelf;
    const before = (await next.get(planned.id))?.files ?? [];
    const files = planned.files.map((file) => before.find((each) => isSamePlan(each, file)) ?? file);
    for (const { path } of before.filter((each) => !files.includes(each))) {
      await next.dropPart(planned.id, path);
      await next.drop(planned.id, path);
    }
    return { ...planned, files };
  }

  async #known(id: ModelId): Promise<KeptModel> {
    const model = await this.#parts.shelf.get(id);
    if (!model) throw new FaultError('model-not-found', { model: id });
    return model;
  }
}

/** Whether a verified file of the version that is here is that of the newer one. */
const isUnchanged = (here: KeptFile, coming: KeptFile): boolean => here.path === coming.path && here.sha256 !== undefined && here.sha256 === coming.sha256;

/** Whether a file was planned as this one is: then what of it is here can be gone on with. */
const isSamePlan = (before: KeptFile, now: KeptFile): boolean =>
  before.path === now.path && JSON.stringify(before.digest) === JSON.stringify(now.digest) && (now.digest !== undefined || before.url === now.url);

/** Whether a file of the newer version lies in the model already: as it stays, or as it was moved there before somebody was killed. */
async function isInPlace(shelf: ModelShelf, kept: KeptModel, file: KeptFile): Promise<boolean> {
  const here = kept.files.find(({ path }) => path === file.path);
  if (!here || (await shelf.bytesOf(kept.id, file.path)) !== file.bytes) return false;
  return isUnchanged(here, file) || (here.sha256 === undefined && isSamePlan(here, file));
}

const unverified = ({ sha256: _sha256, ...file }: KeptFile): KeptFile => file;
