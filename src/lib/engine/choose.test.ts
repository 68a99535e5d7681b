import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseProvider, type Machine } from './choose.ts';

const laptop: Machine = { webgpu: 'real', isolated: true, cores: 8 };

describe('chooseProvider', () => {
  it('takes a real graphics card first', () => {
    expect(chooseProvider('auto', laptop)).toMatchObject({ provider: 'webgpu', threads: 1 });
  });

  it('takes threads before a WebGPU that is imitated', () => {
    const plan = chooseProvider('auto', { ...laptop, webgpu: 'software' });
    expect(plan).toMatchObject({ provider: 'wasm', threads: 8 });
    expect(plan.why).toContain('imitated');
  });

  it('takes one thread where the page may not share memory', () => {
    const plan = chooseProvider('auto', { webgpu: 'none', isolated: false, cores: 8 });
    expect(plan).toMatchObject({ provider: 'wasm', threads: 1 });
    expect(plan.why).toContain('may not share memory');
  });

  it('follows the person where that can work', () => {
    expect(chooseProvider('wasm', laptop)).toMatchObject({ provider: 'wasm', threads: 8 });
    expect(chooseProvider('wasm-single', laptop)).toMatchObject({ provider: 'wasm', threads: 1 });
    expect(chooseProvider('webgpu', { ...laptop, webgpu: 'software' })).toMatchObject({ provider: 'webgpu' });
  });

  it('says so where it cannot', () => {
    const plan = chooseProvider('webgpu', { ...laptop, webgpu: 'none' });
    expect(plan.provider).toBe('wasm');
    expect(plan.why).toContain('offers none');
  });

  it('always gives one sentence, a thread at least, and WebGPU only where there is some', () => {
    const machines = fc.record<Machine>({
      webgpu: fc.constantFrom('real', 'software', 'none'),
      isolated: fc.boolean(),
      cores: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(fc.constantFrom('auto', 'webgpu', 'wasm', 'wasm-single'), machines, (choice, machine) => {
        const { provider, threads, why } = chooseProvider(choice, machine);
        expect(why).toMatch(/^[A-Z][^.]*\.$/);
        expect(threads).toBeGreaterThanOrEqual(1);
        expect(threads).toBeLessThanOrEqual(8);
        if (!machine.isolated) expect(threads).toBe(1);
        if (machine.webgpu === 'none') expect(provider).toBe('wasm');
      }),
    );
  });
});
