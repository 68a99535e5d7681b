import type { EngineOffer } from '../../schema/accelerator/offer.ts';
import type { FrameMode } from '../../schema/frame-model.ts';
import type { LaneWish } from '../../schema/lane-wish.ts';
import { saidDuration } from '../words/said-duration.ts';
import type { LaneChoice } from './choose-lane.ts';

export interface FramesQuestion {
  readonly wish: LaneWish;
  readonly mode: FrameMode;
  readonly accelerator: { readonly state: 'unpaired' | 'away' | 'connected'; readonly offers: readonly EngineOffer[] };
  /** How long it will take in this browser, and there, in milliseconds; null where nothing of the kind was made yet. */
  readonly hereMs: number | null;
  thereMs(engine: EngineOffer): number | null;
}

/** The accelerator must be quicker by so much before a file is sent there and fetched again. */
const WORTH_THE_WAY = 0.8;

/** Where larger or more frames are made of a take, and one sentence that says why. */
export function chooseFramesLane({ wish, mode, accelerator, hereMs, thereMs }: FramesQuestion): LaneChoice {
  if (wish === 'browser') return here('You chose this browser.');
  if (accelerator.state === 'unpaired') return here('No accelerator is paired.');
  if (accelerator.state === 'away') {
    return wish === 'auto' ? here('The accelerator is away, so this browser makes it.') : there('You chose the accelerator. It is away: the job waits, and goes out when it is back.');
  }
  const engine = accelerator.offers.find(({ enhances, fault }) => !fault && enhances?.includes(mode));
  if (!engine) return here('The accelerator does not do this, so this browser does.');
  if (wish === 'accelerator') return there('You chose the accelerator.');
  const ms = thereMs(engine);
  if (ms !== null && hereMs !== null) {
    const times = `about ${saidDuration(ms)} on the accelerator, ${saidDuration(hereMs)} in this browser`;
    return ms < hereMs * WORTH_THE_WAY ? there(`The accelerator is faster: ${times}.`) : here(`This browser is about as fast: ${times}.`);
  }
  // Until both were seen at it, a graphics card is taken to be faster than what a browser has, and a processor not.
  return ms === null && engine.provider !== 'cpu' ? there(`The accelerator works with ${engine.provider}, so it is taken to be faster.`) : here('It is not known yet whether the accelerator is faster.');
}

const here = (why: string): LaneChoice => ({ lane: 'browser', why });
const there = (why: string): LaneChoice => ({ lane: 'remote', why });
