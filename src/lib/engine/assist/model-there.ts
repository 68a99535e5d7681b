import type { ModelId } from '#core/schema/catalogue.ts';
import type { ModelHere } from '../transformers/model-worker.ts';

/** A model of the paired accelerator that can be asked. */
export interface ModelThere extends Omit<ModelHere, 'readFile'> {
  /** Its name on the accelerator's shelf. */
  readonly there: ModelId;
  /** What the accelerator goes by. */
  readonly on: string;
}

/** A model of this browser, or of the accelerator. */
export type AnyModel = ModelHere | ModelThere;

export const isThere = (model: AnyModel): model is ModelThere => 'on' in model;

/** Whether two are the same files in the same place. */
export const isSamePlace = (one: AnyModel | undefined, other: AnyModel | undefined): boolean => one?.id === other?.id && one?.version === other?.version && (one && isThere(one)) === (other && isThere(other));

/** `Whisper base`, or `Whisper base on Studio PC`. */
export const nameOf = (model: AnyModel): string => (isThere(model) ? `${model.name} on ${model.on}` : model.name);
