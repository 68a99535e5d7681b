import type { Machine } from '../choose.ts';

/** What software renderers call themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

/** Looks at this browser and machine. */
export async function probeMachine(): Promise<Machine> {
  return {
    webgpu: await probeWebGpu(),
    isolated: globalThis.crossOriginIsolated,
    cores: navigator.hardwareConcurrency || 1,
  };
}

async function probeWebGpu(): Promise<Machine['webgpu']> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) return 'none';
  const { isFallbackAdapter, vendor, architecture, device, description } = adapter.info;
  const names = [vendor, architecture, device, description].join(' ');
  return isFallbackAdapter || SOFTWARE.test(names) ? 'software' : 'real';
}
