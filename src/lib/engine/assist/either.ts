import type { Heard } from '#core/pipelines/transformers/listen.ts';
import type { AssistPurpose } from '#core/schema/accelerator/assist.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { BrowserCaptions } from '../captions/browser-captions.ts';
import type { BrowserDepth } from '../depth/browser-depth.ts';
import type { BrowserMeaning } from '../meaning/browser-meaning.ts';
import type { BrowserSpeech, HearFileOptions } from '../speech/browser-speech.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import type { BrowserVoice, ReadAloudOptions } from '../voice/browser-voice.ts';
import type { AcceleratorAssist } from './accelerator-assist.ts';
import { type AnyModel, isThere } from './model-there.ts';

/** Those of this browser first, where nothing leaves the machine; of the accelerator what is not here. */
export async function both(here: () => Promise<readonly ModelHere[]>, there: AcceleratorAssist, purpose: AssistPurpose): Promise<readonly AnyModel[]> {
  const own = await here().catch((error: unknown) => {
    // Private windows have no shelf.
    if (!(error instanceof FaultError)) throw error;
    return [];
  });
  const others = await there.models(purpose);
  return [...own, ...others.filter(({ id }) => !own.some((one) => one.id === id))];
}

export const list = <Model>(one: Model | undefined): readonly Model[] => (one === undefined ? [] : [one]);

/** What describes pictures: a model of this browser, else one of the paired accelerator. */
export class EitherCaptions {
  readonly #here: BrowserCaptions;
  readonly #there: AcceleratorAssist;

  constructor(here: BrowserCaptions, there: AcceleratorAssist) {
    this.#here = here;
    this.#there = there;
  }

  async find(): Promise<AnyModel | undefined> {
    return (await both(async () => list(await this.#here.find()), this.#there, 'captions'))[0];
  }

  describe(model: AnyModel, picture: Blob, signal?: AbortSignal): Promise<Result<string, Fault>> {
    return isThere(model) ? this.#there.describe(model, picture, signal) : this.#here.describe(model, picture, signal);
  }

  dispose(): void {
    this.#here.dispose();
  }
}

/** What tells how far away everything in a picture is, here or on the accelerator. */
export class EitherDepth {
  readonly #here: BrowserDepth;
  readonly #there: AcceleratorAssist;

  constructor(here: BrowserDepth, there: AcceleratorAssist) {
    this.#here = here;
    this.#there = there;
  }

  async find(): Promise<AnyModel | undefined> {
    return (await both(async () => list(await this.#here.find()), this.#there, 'depth'))[0];
  }

  /** A grey picture: the nearer, the brighter. */
  gauge(model: AnyModel, picture: Blob, signal?: AbortSignal): Promise<Result<Blob, Fault>> {
    return isThere(model) ? this.#there.gauge(model, picture, signal) : this.#here.gauge(model, picture, signal);
  }

  dispose(): void {
    this.#here.dispose();
  }
}

/** What places pictures and words: a model of this browser, else one of the paired accelerator. */
export class EitherMeaning {
  readonly #here: BrowserMeaning;
  readonly #there: AcceleratorAssist;

  constructor(here: BrowserMeaning, there: AcceleratorAssist) {
    this.#here = here;
    this.#there = there;
  }

  async find(): Promise<AnyModel | undefined> {
    const [model] = await both(async () => list(await this.#here.find()), this.#there, 'search');
    // The same files place alike wherever they run: what was placed here counts there.
    return model && isThere(model) ? { ...model, id: `${model.id}-${model.version}` } : model;
  }

  ofText(model: AnyModel, text: string): Promise<Result<Float32Array, Fault>> {
    return isThere(model) ? this.#there.ofText(model, text) : this.#here.ofText(model, text);
  }

  ofPicture(model: AnyModel, picture: Blob): Promise<Result<Float32Array, Fault>> {
    return isThere(model) ? this.#there.ofPicture(model, picture) : this.#here.ofPicture(model, picture);
  }

  dispose(): void {
    this.#here.dispose();
  }
}

/** What writes down what is said and sung, here or on the accelerator. */
export class EitherSpeech {
  readonly #here: BrowserSpeech;
  readonly #there: AcceleratorAssist;

  constructor(here: BrowserSpeech, there: AcceleratorAssist) {
    this.#here = here;
    this.#there = there;
  }

  models(): Promise<readonly AnyModel[]> {
    return both(() => this.#here.models(), this.#there, 'speech');
  }

  hear(model: AnyModel, file: Blob, name: string, options: HearFileOptions): Promise<Result<Heard, Fault>> {
    return isThere(model) ? this.#there.hear(model, file, name, options) : this.#here.hear(model, file, name, options);
  }

  dispose(): void {
    this.#here.dispose();
  }
}

/** What reads text aloud, here or on the accelerator. */
export class EitherVoice {
  readonly #here: BrowserVoice;
  readonly #there: AcceleratorAssist;

  constructor(here: BrowserVoice, there: AcceleratorAssist) {
    this.#here = here;
    this.#there = there;
  }

  models(): Promise<readonly AnyModel[]> {
    return both(() => this.#here.models(), this.#there, 'voice');
  }

  read(model: AnyModel, text: string, options: ReadAloudOptions): Promise<Result<{ readonly file: ArrayBuffer; readonly seconds: number }, Fault>> {
    return isThere(model) ? this.#there.read(model, text, options) : this.#here.read(model, text, options);
  }

  dispose(): void {
    this.#here.dispose();
  }
}
