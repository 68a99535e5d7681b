import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderPlan } from '../choose.ts';

export type FramePlan = Pick<ProviderPlan, 'provider' | 'threads'>;

/** Faults that speak against WebGPU on this machine, and not against the work. */
const WEBGPU_FAULTS: readonly Fault['reason'][] = ['device-lost', 'provider-unavailable', 'out-of-memory'];

/** Works on frames as it was planned, and on the processor where the graphics card fails. */
export async function onPlanOrProcessor<Value>(plan: FramePlan, work: (plan: FramePlan) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
  const made = await work(plan);
  const isGpuFault = plan.provider === 'webgpu' && !made.ok && WEBGPU_FAULTS.includes(made.fault.reason);
  return isGpuFault ? work({ provider: 'wasm', threads: crossOriginIsolated ? Math.min(8, navigator.hardwareConcurrency) : 1 }) : made;
}
