import { chooseProvider, type Machine, type ProviderPlan } from '../choose.ts';
import { RUNTIME_FILES } from './runtime-files.ts';

/** Without a network a provider can only be used when its files are kept; else another one that is, and `why` says so. */
export async function planForOffline(plan: ProviderPlan, machine: Machine): Promise<ProviderPlan> {
  if (navigator.onLine || (await isKept(plan.provider))) return plan;
  const other = plan.provider === 'webgpu' ? chooseProvider('wasm', machine) : chooseProvider('webgpu', machine);
  if (other.provider === plan.provider || !(await isKept(other.provider))) return plan;
  const [wanted, used] = plan.provider === 'webgpu' ? ['WebGPU', 'the processor'] : ['the processor', 'WebGPU'];
  return {
    ...other,
    why: `The files for ${wanted} are not kept on this machine and there is no network, so ${used} is used.`,
  };
}

/** Whether the runtime's files for a provider are kept. */
export async function isKept(provider: ProviderPlan['provider']): Promise<boolean> {
  const found = await Promise.all(Object.values(RUNTIME_FILES[provider]).map((url) => caches.match(url).catch(() => undefined)));
  return found.every((response) => response !== undefined);
}

/** The service worker hands a file on before it has put it away: it is looked for so often, so many milliseconds apart. */
const [LOOKS, LOOK_MS] = [60, 250];

/**
 * Fetches the runtime's files for a provider through the service worker, which keeps them; answers whether they are kept.
 * Where no service worker controls the page, nothing is fetched.
 */
export async function keepRuntime(provider: ProviderPlan['provider']): Promise<boolean> {
  if (await isKept(provider)) return true;
  if (!navigator.serviceWorker?.controller) return false;
  await Promise.all(Object.values(RUNTIME_FILES[provider]).map(async (url) => (await fetch(url)).arrayBuffer()));
  for (let looks = 0; looks < LOOKS; looks += 1) {
    if (await isKept(provider)) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return false;
}
