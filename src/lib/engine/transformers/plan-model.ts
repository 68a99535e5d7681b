import { graphAmong, wantsHalf } from '#core/domain/models/graph-files.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import { probeMachine } from '../browser/probe-machine.ts';
import { chooseProvider, type Machine, type ProviderPlan } from '../choose.ts';

/** Where a model with these files runs. Half numbers need a card that knows them: the processor does it where it does not. */
export function planFor(paths: readonly string[], graphs: readonly string[], choice: ProviderChoice, machine: Machine, knowsHalf: boolean): ProviderPlan {
  const plan = chooseProvider(choice, machine);
  const isHalf = graphs.some((name) => wantsHalf(graphAmong(paths, name)?.precision ?? 'fp32'));
  return plan.provider === 'webgpu' && isHalf && !knowsHalf ? chooseProvider('wasm', machine) : plan;
}

/** The same for this browser and machine, as they are now. */
export async function planHere(paths: readonly string[], graphs: readonly string[], choice: ProviderChoice): Promise<ProviderPlan> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  return planFor(paths, graphs, choice, await probeMachine(), adapter?.features.has('shader-f16') ?? false);
}
