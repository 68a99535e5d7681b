import type { ProviderChoice } from '#lib/storage/records.ts';

/** What of this browser and machine decides where inference runs. */
export interface Machine {
  /** `real` is a graphics card; `software` a WebGPU that the processor imitates, slower than WASM. */
  readonly webgpu: 'real' | 'software' | 'none';
  /** Whether the page may share memory between threads. */
  readonly isolated: boolean;
  readonly cores: number;
}

/** Where inference will run, and one sentence that says why. */
export interface ProviderPlan {
  readonly provider: 'webgpu' | 'wasm';
  /** Threads of the WASM runtime; 1 on WebGPU. */
  readonly threads: number;
  readonly why: string;
}

/** More threads than this gain nothing on graphs of this size. */
const MOST_THREADS = 8;

/** Chooses the provider: a real graphics card first, else WASM with threads, else one thread. The person's choice wins where it can work. */
export function chooseProvider(choice: ProviderChoice, machine: Machine): ProviderPlan {
  const threads = machine.isolated ? Math.max(1, Math.min(MOST_THREADS, machine.cores)) : 1;
  switch (choice) {
    case 'webgpu':
      if (machine.webgpu === 'none') {
        return { ...wasm(threads), why: `You chose WebGPU, but this browser offers none, so ${threadWords(threads)} do the work.` };
      }
      return {
        provider: 'webgpu',
        threads: 1,
        why:
          machine.webgpu === 'real'
            ? 'You chose WebGPU.'
            : 'You chose WebGPU; it is imitated in software here, which is slow.',
      };
    case 'wasm':
      return { ...wasm(threads), why: threads > 1 ? `You chose the processor: ${threadWords(threads)}.` : oneThreadWhy(machine) };
    case 'wasm-single':
      return { ...wasm(1), why: 'You chose the processor with one thread.' };
    case 'auto':
      if (machine.webgpu === 'real') {
        return { provider: 'webgpu', threads: 1, why: 'This machine has a graphics card that WebGPU can use.' };
      }
      if (threads === 1) return { ...wasm(1), why: oneThreadWhy(machine) };
      return {
        ...wasm(threads),
        why:
          machine.webgpu === 'software'
            ? `WebGPU is only imitated in software here, so ${threadWords(threads)} of the processor are faster.`
            : `This browser offers no WebGPU, so ${threadWords(threads)} of the processor do the work.`,
      };
  }
}

function wasm(threads: number): { provider: 'wasm'; threads: number } {
  return { provider: 'wasm', threads };
}

function threadWords(threads: number): string {
  return threads === 1 ? 'one thread' : `${threads} threads`;
}

function oneThreadWhy(machine: Machine): string {
  return machine.isolated
    ? 'This processor has one core, so one thread does the work.'
    : 'This page may not share memory between threads, so one thread does the work.';
}
