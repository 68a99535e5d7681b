import type { Matte } from '#core/domain/cut-outs/matte.ts';
import type { Heard } from '#core/pipelines/transformers/listen.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ReadText } from '#lib/workers/transformers.worker.ts';
import type { AcceleratorAssist } from './accelerator-assist.ts';
import type { BrowserAssist } from './browser-assist.ts';
import type { BrowserCaptions } from './browser-captions.ts';
import type { BrowserCutOuts } from './browser-cut-outs.ts';
import type { BrowserDepth } from './browser-depth.ts';
import type { BrowserMeaning } from './browser-meaning.ts';
import type { BrowserSpeech, HearFileOptions } from './browser-speech.ts';
import type { BrowserVoice, ReadAloudOptions } from './browser-voice.ts';
import { type AnyModel, isThere } from './model-there.ts';

/** The models for one purpose wherever they are: each is asked where it is. */
abstract class EitherAssist<Here extends BrowserAssist> {
  protected readonly here: Here;
  protected readonly there: AcceleratorAssist;

  constructor(here: Here, there: AcceleratorAssist) {
    this.here = here;
    this.there = there;
  }

  /** Those of this browser first, where nothing leaves the machine; of the accelerator what is not here. */
  async models(): Promise<readonly AnyModel[]> {
    const own = await this.here.models().catch((error: unknown) => {
      // Private windows have no shelf.
      if (!(error instanceof FaultError)) throw error;
      return [];
    });
    const others = await this.there.models(this.here.purpose);
    return [...own, ...others.filter(({ id }) => !own.some((one) => one.id === id))];
  }

  /** The first of them; undefined where there is none. */
  async find(): Promise<AnyModel | undefined> {
    return (await this.models())[0];
  }

  /** Lets go of the model that is in memory here. */
  dispose(): void {
    this.here.dispose();
  }
}

/** What describes pictures. */
export class EitherCaptions extends EitherAssist<BrowserCaptions> {
  describe(model: AnyModel, picture: Blob, signal?: AbortSignal): Promise<Result<string, Fault>> {
    return isThere(model) ? this.there.describe(model, picture, signal) : this.here.describe(model, picture, signal);
  }
}

/** What tells how far away everything in a picture is. */
export class EitherDepth extends EitherAssist<BrowserDepth> {
  /** A grey picture: the nearer, the brighter. */
  gauge(model: AnyModel, picture: Blob, signal?: AbortSignal): Promise<Result<Blob, Fault>> {
    return isThere(model) ? this.there.gauge(model, picture, signal) : this.here.gauge(model, picture, signal);
  }
}

/** What tells subject from ground. */
export class EitherCutOuts extends EitherAssist<BrowserCutOuts> {
  matteOf(model: AnyModel, picture: Blob, signal?: AbortSignal): Promise<Result<Matte, Fault>> {
    return isThere(model) ? this.there.matteOf(model, picture, signal) : this.here.matteOf(model, picture, signal);
  }
}

/** What places pictures and words in one space. */
export class EitherMeaning extends EitherAssist<BrowserMeaning> {
  ofText(model: AnyModel, text: string): Promise<Result<Float32Array, Fault>> {
    return isThere(model) ? this.there.ofText(model, text) : this.here.ofText(model, text);
  }

  ofPicture(model: AnyModel, picture: Blob): Promise<Result<Float32Array, Fault>> {
    return isThere(model) ? this.there.ofPicture(model, picture) : this.here.ofPicture(model, picture);
  }
}

/** What writes down what is said and sung. */
export class EitherSpeech extends EitherAssist<BrowserSpeech> {
  hear(model: AnyModel, file: Blob, name: string, options: HearFileOptions): Promise<Result<Heard, Fault>> {
    return isThere(model) ? this.there.hear(model, file, name, options) : this.here.hear(model, file, name, options);
  }
}

/** What reads text aloud. */
export class EitherVoice extends EitherAssist<BrowserVoice> {
  read(model: AnyModel, text: string, options: ReadAloudOptions): Promise<Result<ReadText, Fault>> {
    return isThere(model) ? this.there.read(model, text, options) : this.here.read(model, text, options);
  }
}
