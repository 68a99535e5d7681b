import type { CatalogueModel } from '../../schema/catalogue.ts';
import { COMFYUI, SDCPP, WAN22_I2V_A14B, WAN22_T2V_A14B, WAN22_TI2V_5B } from '../memory/memory-plan-figures.ts';
import { planMemory } from '../memory/memory-plan.ts';
import type { MachineRoom } from '../memory/memory-plan-types.ts';

const FIGURES = [WAN22_T2V_A14B, WAN22_I2V_A14B, WAN22_TI2V_5B];
/** What people ask of a full-size model first: five seconds of 720p, at 16 frames a second. */
const CLIP = { width: 1280, height: 704, frames: 81, steps: 20, guidance: 3.5 };

/** Whether a model can work on a machine, and in a sentence how, or what it lacks. */
export interface FitsHere {
  readonly fits: boolean;
  readonly why: string;
}

/** The memory planner's word for a clip of 720p; undefined for a model without figures. */
export function fitsHere({ figures, engines }: CatalogueModel, machine: MachineRoom): FitsHere | undefined {
  const known = FIGURES.find(({ id }) => id === figures);
  if (!known) return undefined;
  const { fits, why } = planMemory(known, { ...CLIP, runtime: engines.includes('sdcpp') ? SDCPP : COMFYUI }, machine);
  return { fits, why };
}
