import type { EngineOffer, ModelOffer } from '../../schema/accelerator/offer.ts';
import type { LaneWish } from '../../schema/lane-wish.ts';
import type { ModelManifest } from '../../schema/manifest.ts';
import type { Mode } from '../../schema/mode.ts';
import { saidDuration } from '../words/said-duration.ts';

export interface LaneQuestion {
  readonly wish: LaneWish;
  /** The model that was asked for, by its id; absent for the browser's own. */
  readonly model?: string | undefined;
  readonly mode: Mode;
  /** The browser's own model; null until it is known. */
  readonly own: Pick<ModelManifest, 'id' | 'name' | 'modes'> | null;
  readonly accelerator: { readonly state: 'unpaired' | 'away' | 'connected'; readonly offers: readonly EngineOffer[] };
  /** How long it will take in this browser, and there with a model, in milliseconds; null where nothing was made yet. */
  readonly hereMs: number | null;
  thereMs(engine: EngineOffer, model: ModelOffer): number | null;
}

export interface LaneChoice {
  readonly lane: 'browser' | 'remote';
  /** The model that the job names; absent for the engine's own. */
  readonly model?: string;
  /** One sentence. */
  readonly why: string;
}

/** The accelerator must be quicker by so much before a job leaves this browser for it. */
const WORTH_THE_WAY = 0.8;

interface Offered {
  readonly engine: EngineOffer;
  readonly model: ModelOffer;
}

/** The models that an accelerator can work with now, each once, with the engine that has it. */
export function readyModels(offers: readonly EngineOffer[]): readonly Offered[] {
  const found = new Map<string, Offered>();
  for (const engine of offers) {
    if (engine.fault) continue;
    for (const model of engine.models) {
      if (model.missing.length === 0 && !found.has(model.id)) found.set(model.id, { engine, model });
    }
  }
  return [...found.values()];
}

/** Where a job goes, and one sentence that says why. */
export function chooseLane(question: LaneQuestion): LaneChoice {
  const { wish, model, own, accelerator } = question;
  const isOwn = model === undefined || model === own?.id;
  if (wish === 'browser') return here('You chose this browser.');
  if (accelerator.state === 'unpaired') {
    return here(isOwn && wish === 'auto' ? 'No accelerator is paired.' : `No accelerator is paired, so ${own?.name ?? 'this browser'} makes it here.`);
  }
  if (wish === 'auto' && isOwn) return chooseFreely(question);
  const named = model === undefined ? {} : { model };
  if (accelerator.state === 'away') {
    const why = wish === 'auto' ? 'Only the accelerator has this model' : 'You chose the accelerator';
    return { lane: 'remote', ...named, why: `${why}. It is away: the job waits, and goes out when it is back.` };
  }
  return onAccelerator(question);
}

/** The accelerator is there, and a person wants it or a model that only it has. */
function onAccelerator({ wish, model, mode, own, accelerator }: LaneQuestion): LaneChoice {
  const ready = readyModels(accelerator.offers).filter((offered) => offered.model.modes.includes(mode));
  const offered = model === undefined ? (ready.find(({ model: { id } }) => id === own?.id) ?? ready[0]) : ready.find(({ model: { id } }) => id === model);
  if (offered) {
    const { id, name } = offered.model;
    return { lane: 'remote', model: id, why: wish === 'auto' ? `Only the accelerator has ${name}.` : `You chose the accelerator: it makes this with ${name}.` };
  }
  const instead = ready.find(({ model: { id } }) => id === own?.id) ?? ready[0];
  if (model !== undefined && instead) {
    return { lane: 'remote', model: instead.model.id, why: `The accelerator cannot make this with the model that you chose, so it takes ${instead.model.name}.` };
  }
  return here(`The accelerator has no model that can make this, so ${own?.name ?? 'this browser'} makes it here.`);
}

/** Kinora chooses, and the browser's own model is what is wanted. */
function chooseFreely({ mode, own, accelerator, hereMs, thereMs }: LaneQuestion): LaneChoice {
  if (accelerator.state === 'away') return here('The accelerator is away, so this browser makes it.');
  const ready = readyModels(accelerator.offers);
  const same = ready.find(({ model }) => model.id === own?.id && model.modes.includes(mode));
  const ms = same ? thereMs(same.engine, same.model) : null;
  if (same && own && !own.modes.includes(mode)) return { lane: 'remote', model: same.model.id, why: 'This browser cannot make this, the accelerator can.' };
  if (same && ms !== null && hereMs !== null && ms < hereMs * WORTH_THE_WAY) {
    return { lane: 'remote', model: same.model.id, why: `The accelerator makes it in about ${saidDuration(ms)}, this browser in ${saidDuration(hereMs)}.` };
  }
  const larger = ready.find(({ model }) => model.id !== own?.id);
  const there = `The accelerator is connected${larger ? ` and has ${larger.model.name}` : ''}`;
  return here(hereMs === null ? `${there}; drafts are made in this browser.` : `${there}; a draft takes ${saidDuration(hereMs)} here.`);
}

const here = (why: string): LaneChoice => ({ lane: 'browser', why });
