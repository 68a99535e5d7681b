import { workOnce } from '../../processes/work-once.ts';
import { PROBE, type ProbeReport } from './probe-messages.ts';
import type { Provider } from './provider.ts';

const GRAPHICS: Readonly<Partial<Record<NodeJS.Platform, readonly Provider[]>>> = {
  linux: ['cuda', 'webgpu'],
  win32: ['dml', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
};

export interface ProviderChoice {
  readonly provider: Provider;
  /** One sentence without a full stop: why this one. */
  readonly why: string;
}

/**
 * The best provider that really works: the first graphics provider of this platform that computes
 * rightly and is faster than the processor, else the processor. A missing one is no error.
 */
export async function bestProvider(): Promise<ProviderChoice> {
  const candidates = GRAPHICS[process.platform] ?? [];
  return choose(candidates, await Promise.all(candidates.map(probe)));
}

/** What each graphics provider of this platform says when it is tried; `undefined` is a probe that died. */
export function tryProviders(): Promise<(readonly [Provider, ProbeReport | undefined])[]> {
  return Promise.all((GRAPHICS[process.platform] ?? []).map(async (provider) => [provider, await probe(provider)] as const));
}

/** What people call them. */
const NAMES: Readonly<Record<Provider, string>> = { cuda: 'CUDA', dml: 'DirectML', coreml: 'CoreML', webgpu: 'WebGPU', cpu: 'the processor' };

/** The choice from what the probes said, in order of preference; `undefined` is a probe that died. */
export function choose(candidates: readonly Provider[], reports: readonly (ProbeReport | undefined)[]): ProviderChoice {
  const turnedDown: string[] = [];
  for (const [index, provider] of candidates.entries()) {
    const report = reports[index];
    if (!report?.provider.works) {
      turnedDown.push(`${NAMES[provider]} does not work here`);
      continue;
    }
    const limit = report.processor.works ? report.processor.milliseconds : Infinity;
    if (report.provider.milliseconds < limit) {
      return { provider, why: `${NAMES[provider]} works here and is faster than the processor` };
    }
    turnedDown.push(`${NAMES[provider]} is slower than the processor`);
  }
  return { provider: 'cpu', why: turnedDown.length > 0 ? turnedDown.join(', ') : 'no graphics provider is known for this system' };
}

const PROGRAM = new URL('./probe.ts', import.meta.url);
const LIMIT_MS = 20_000;

/** Probes in a process of its own: a missing driver writes to standard error, and a broken one crashes or hangs. */
async function probe(provider: Provider): Promise<ProbeReport | undefined> {
  const probed = await workOnce({ program: PROGRAM, protocol: PROBE, engine: NAMES[provider], provider, silenceMs: LIMIT_MS }, provider, { signal: { aborted: false } });
  return probed.ok ? probed.value : undefined;
}
