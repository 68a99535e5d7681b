import { saidEnergy } from '#core/domain/machine/energy-cost.ts';
import type { Take } from '#core/schema/take.ts';
import type { Slot, SlotState } from '#lib/state/project/keyframes.svelte.ts';
import { slotName } from '#lib/state/project/keyframe-actions.ts';
import { saidDuration } from '../ui/figures.ts';

const STATES: Record<SlotState, string> = {
  none: 'None yet',
  waiting: 'In line',
  making: 'Being made',
  failed: 'Failed',
  there: '',
  gone: 'Not in the gallery',
};

/** How a slot stands, in a word or two; nothing where its picture is there. */
export const stateWords = ({ state }: Pick<Slot, 'state'>): string => STATES[state];

/** What a take took: `2.4 s`, `2 s · 0.1 Wh`; nothing where it was there already. */
export function tookWords({ timings, energy }: Pick<Take, 'timings' | 'energy'>): string {
  const ms = Object.values(timings).reduce((sum, stage) => sum + (stage ?? 0), 0);
  return [ms > 0 && saidDuration(ms), energy !== undefined && saidEnergy(energy)].filter(Boolean).join(' · ');
}

/** A slot for ears: what it is, whether its picture is there, and where that comes from. What else is read stands below it. */
export function slotLabel(slot: Slot, alike: boolean): string {
  const { from, state } = slot;
  const inherited = from && `inherited from clip ${from.cell.slate}`;
  return `${[slotName(slot), state === 'there' && 'there', inherited, alike && 'much like the one before'].filter(Boolean).join(', ')}. `;
}
