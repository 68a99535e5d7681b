import type { CatalogueModel } from '../../schema/catalogue.ts';
import { COMFYUI, SDCPP, WAN22_I2V_A14B, WAN22_T2V_A14B, WAN22_TI2V_5B } from '../memory/memory-plan-figures.ts';
import { gigabytes, planMemory } from '../memory/memory-plan.ts';
import type { MachineRoom } from '../memory/memory-plan-types.ts';

const FIGURES = [WAN22_T2V_A14B, WAN22_I2V_A14B, WAN22_TI2V_5B];
/** What people ask of a full-size model first: five seconds of 720p, at 16 frames a second. */
const CLIP = { width: 1280, height: 704, frames: 81, steps: 20, guidance: 3.5 };

/** Whether a model can work on a machine, and in a sentence how, or what it lacks. */
export interface FitsHere {
  readonly fits: boolean;
  readonly why: string;
}

/** What a model takes while it is opened, over the bytes of its files: the bound that `npm run bench` holds opening to. */
const HELD = 1.3;
/** Browsers tell of no more memory than this, or of more only lately: beyond it a page does not know. Bytes. */
const TOLD_AT_MOST = 8 * 2 ** 30;

/** Memory that may be used where a model would work: of a machine that was read, or all that a browser tells of. Bytes. */
export type RoomHere = { readonly machine: MachineRoom } | { readonly told: number };

/**
 * The memory planner's word for a clip of 720p; of a model without figures, whether what its files hold fits.
 * `bytes`: of its files, where they are known. Undefined where nobody can say.
 */
export function fitsHere({ figures, engines, purpose }: Pick<CatalogueModel, 'figures' | 'engines' | 'purpose'>, room: RoomHere, bytes: number | undefined): FitsHere | undefined {
  const known = FIGURES.find(({ id }) => id === figures);
  if (known) {
    if (!('machine' in room)) return undefined;
    const { fits, why } = planMemory(known, { ...CLIP, runtime: engines.includes('sdcpp') ? SDCPP : COMFYUI }, room.machine);
    return { fits, why };
  }
  // Files that a model adds to, such as LoRAs, are no more than a part of it.
  if (bytes === undefined || purpose === 'lora' || purpose === 'video') return undefined;
  const needed = bytes * HELD;
  if ('told' in room) return needed > room.told && room.told >= TOLD_AT_MOST ? undefined : fitsIn(needed, room.told, 'memory that this browser tells of');
  const { card, memory } = room.machine;
  // Stills are the card's where there is one; the small models work on the processor.
  return card && purpose === 'stills' ? fitsIn(needed, card.free, 'the card that are free') : fitsIn(needed, memory.free, 'memory that are free');
}

function fitsIn(needed: number, free: number, whose: string): FitsHere {
  const fits = needed <= free;
  const all = `the ${gigabytes(free)} of ${whose}`;
  return { fits, why: fits ? `Fits: takes ${saidNeed(needed)} of ${all}.` : `Takes ${saidNeed(needed)}, more than ${all}.` };
}

/** Small models are not said to take nothing. */
const saidNeed = (bytes: number): string => (bytes < 1e8 ? 'less than 0.1 GB' : `about ${gigabytes(bytes)}`);
