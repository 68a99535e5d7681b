import type { ClipDepth } from '#core/schema/clip-depth.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { EitherDepth } from '#lib/engine/assist/either-assist.ts';
import { type AnyModel, isThere } from '#lib/engine/assist/model-there.ts';
import type { Assets } from '../store/assets.svelte.ts';

type Picture = Readonly<{ asset: Sha256; type: string }>;
/** What is known of a picture's depth, however strongly it is felt. */
export type ToldDepth = Omit<ClipDepth, 'strength'>;

interface Parts {
  readonly engine: Pick<EitherDepth, 'find' | 'gauge' | 'dispose'>;
  readonly assets: Pick<Assets, 'open' | 'put' | 'lookAgain'>;
}

/** Seconds that the last still took, by model and where it runs: all stills of this visit are alike in that. */
const seen = new Map<string, number>();
const nameIn = (model: AnyModel): string => `${isThere(model) ? model.on : ''} ${model.id} ${model.version}`;
/** A still that takes longer than the last is not done before it is. */
const MOST = 0.95;

/** Has a model tell how far away everything in a still is. One still at a time. */
export class StillDepth {
  readonly #parts: Parts;
  #model = $state.raw<AnyModel | null>();
  #picture = $state<Sha256>();
  #fault = $state.raw<Fault>();
  #stop: AbortController | undefined;
  #seconds = $state(0);
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What tells it; null where there is none, undefined while nobody has looked. */
  get model(): AnyModel | null | undefined {
    return this.#model;
  }

  /** The picture that is looked at now. */
  get picture(): Sha256 | undefined {
    return this.#picture;
  }

  /** Why it could not be told. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** How long it has been looked at, in whole seconds. */
  get seconds(): number {
    return this.#seconds;
  }

  /** How long the last still took with this model, in seconds; undefined where there was none. */
  get usual(): number | undefined {
    return this.#model ? seen.get(nameIn(this.#model)) : undefined;
  }

  /** How far it is, 0 to 1, as far as the last one tells; null where there was none. */
  get fraction(): number | null {
    return this.usual === undefined ? null : Math.min(MOST, this.#seconds / this.usual);
  }

  /** Looks anew what is there. */
  async look(): Promise<void> {
    this.#model = (await this.#parts.engine.find()) ?? null;
  }

  /** Looks at a picture and keeps its depth map, which a clip must name soon after. Undefined where it was stopped, or could not be done: `fault` says why. */
  async tell({ asset, type }: Picture): Promise<ToldDepth | undefined> {
    const model = this.#model;
    if (!model) return undefined;
    this.stop();
    const stop = (this.#stop = new AbortController());
    [this.#picture, this.#fault] = [asset, undefined];
    const begun = this.#begin();
    try {
      const file = await this.#parts.assets.open({ asset, type });
      if (!file) throw new FaultError('media-damaged');
      const told = await this.#parts.engine.gauge(model, file, stop.signal);
      if (!told.ok) throw new FaultError(told.fault.reason, told.fault.facts);
      seen.set(nameIn(model), Math.max(1, Math.round((performance.now() - begun) / 1000)));
      if (stop.signal.aborted) return undefined;
      const map = await this.#parts.assets.put(new Uint8Array(await told.value.arrayBuffer()));
      if (stop.signal.aborted) return undefined;
      this.#parts.assets.lookAgain(map);
      return { picture: asset, map, model: model.name.slice(0, 200), ...(model.licence !== undefined && { licence: model.licence.slice(0, 200) }) };
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      if (!stop.signal.aborted && error.fault.reason !== 'cancelled') this.#fault = error.fault;
      return undefined;
    } finally {
      if (this.#stop === stop) this.stop();
    }
  }

  /** Stops what is looked at; nothing of it is kept. */
  stop(): void {
    this.#stop?.abort();
    this.#picture = this.#stop = undefined;
    clearInterval(this.#clock);
  }

  dispose(): void {
    this.stop();
    this.#parts.engine.dispose();
  }

  /** When it began, in milliseconds. */
  #begin(): number {
    const begun = performance.now();
    this.#seconds = 0;
    this.#clock = setInterval(() => (this.#seconds = Math.floor((performance.now() - begun) / 1000)), 1_000);
    return begun;
  }
}
