import { saidCost, saidEnergy } from '#core/domain/machine/energy-cost.ts';
import type { ProjectCost } from '#core/domain/takes/made-for-project.ts';
import { counted } from '../ui/figures.ts';

/** What a film has taken in energy, with its cost where a price is known: `12 Wh · 0.004 €`. `price`: for a kilowatt-hour. */
export function saidFilmEnergy({ energy, takes }: ProjectCost, { powerPrice, currency }: { readonly powerPrice: number; readonly currency: string }): string {
  if (!energy) return 'not measured';
  const known = energy.takes < takes && `${energy.takes} of ${counted(takes, 'take')}`;
  return [saidEnergy(energy.wattHours), saidCost(energy.wattHours, powerPrice, currency), known].filter(Boolean).join(' · ');
}
