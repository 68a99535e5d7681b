import type { EngineState } from '#lib/state/engines/engine.svelte.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';

/** What a person can choose, in their words. */
export const CHOICES: readonly { readonly value: ProviderChoice; readonly label: string; readonly hint: string }[] = [
  { value: 'auto', label: 'Automatic', hint: 'The fastest that really works here.' },
  { value: 'webgpu', label: 'WebGPU', hint: 'The graphics card, through the browser.' },
  { value: 'wasm', label: 'Processor, all threads', hint: 'WebAssembly, as many threads as help.' },
  { value: 'wasm-single', label: 'Processor, one thread', hint: 'Slowest, and leaves the rest of the machine alone.' },
];

/** The engine that will run the next job, as short as it can be said. */
export function engineName(engine: EngineState): string {
  if (engine.provider === null) return 'Looking';
  if (engine.provider === 'webgpu') return 'WebGPU';
  return engine.threads > 1 ? `WASM × ${engine.threads}` : 'WASM';
}

/** Where in its rows of bytes the model stands, in a few words. */
export function modelWords(engine: EngineState, saidBytes: (bytes: number) => string): string {
  const { status, fraction, bytes } = engine.model;
  switch (status) {
    case 'ready':
      return saidBytes(bytes);
    case 'fetching':
      return bytes > 0 ? `getting the model, ${Math.floor(fraction * 100)} % of ${saidBytes(bytes)}` : 'getting the model';
    case 'absent':
      return 'the model comes with the first clip';
    case 'broken':
      return 'the model is not whole';
  }
}
