import type { EngineOffer, ModelOffer } from '../../schema/accelerator/offer.ts';
import type { AcceleratorEngineId } from '../../schema/engine-id.ts';
import type { WaitReason } from '../../schema/job.ts';
import { FrameMode } from '../../schema/frame-model.ts';
import type { Mode } from '../../schema/mode.ts';

/** What decides where a job goes. */
export interface EngineWish {
  /** The engine that was asked for, if one was. */
  readonly engine?: AcceleratorEngineId | undefined;
  /** The model that was asked for, by its id. */
  readonly model?: string | undefined;
  readonly mode: Mode | 'compose';
}

export interface EngineChoice {
  readonly engine: AcceleratorEngineId;
  /** The model that it uses; undefined where none is known. */
  readonly model?: ModelOffer;
  /** What must come before it can: the engine itself, or a model. */
  readonly awaits?: WaitReason;
}

/** What makes films of cuts, and nothing else. */
const COMPOSITOR: AcceleratorEngineId = 'compositor';

/** Where nothing is known of any engine: the one that every accelerator has. */
const ALWAYS_THERE: AcceleratorEngineId = 'onnx';

/**
 * The engine and the model for a job: the engine that was asked for, else the first one of `offers` that can do
 * it now, with the model that was asked for or the first for the mode. Where none can now, the first that could
 * if it were there or had the files that it lacks. A model that is there goes by its name alone: its engine
 * refuses a mode that it does not know, and a wait would never end.
 */
export function chooseEngine({ engine, model, mode }: EngineWish, offers: readonly EngineOffer[]): EngineChoice {
  if (mode === 'compose') {
    const isThere = offers.some(({ id, fault }) => id === COMPOSITOR && fault === undefined);
    return { engine: COMPOSITOR, ...(!isThere && { awaits: 'accelerator' }) };
  }
  const frames = FrameMode.safeParse(mode).data;
  if (frames) return forFrames(frames, engine, offers);
  const asked = engine === undefined ? offers : offers.filter(({ id }) => id === engine);
  const fits = (offered: ModelOffer) => (model === undefined ? offered.modes.includes(mode) : offered.id === model);
  const choices = asked.flatMap((offer) => offer.models.filter(fits).map((offered) => choiceOf(offer, offered)));
  const best =
    choices.find(({ awaits }) => awaits === undefined) ?? choices.find(({ awaits }) => awaits === 'accelerator') ?? choices[0];
  if (best) return best;
  const away = asked.find(({ fault }) => fault !== undefined);
  const isThere = asked.some(({ fault }) => fault === undefined);
  return {
    engine: engine ?? away?.id ?? asked[0]?.id ?? ALWAYS_THERE,
    // An engine that is away may have the model.
    awaits: away || !isThere ? 'accelerator' : 'model',
  };
}

/** Work on frames goes to what does it, whatever models it has. */
function forFrames(mode: FrameMode, engine: AcceleratorEngineId | undefined, offers: readonly EngineOffer[]): EngineChoice {
  const able = offers.filter(({ id, enhances }) => (engine === undefined || id === engine) && enhances?.includes(mode));
  const ready = able.find(({ fault }) => fault === undefined);
  if (ready) return { engine: ready.id };
  return { engine: able[0]?.id ?? engine ?? ALWAYS_THERE, awaits: able.length > 0 || offers.length === 0 ? 'accelerator' : 'model' };
}

function choiceOf({ id, fault }: EngineOffer, model: ModelOffer): EngineChoice {
  const awaits = fault ? 'accelerator' : model.missing.length > 0 ? 'model' : undefined;
  return { engine: id, model, ...(awaits && { awaits }) };
}
