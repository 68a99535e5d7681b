import { describe, expect, it } from 'vitest';
import { bestProvider, choose } from './best-provider.ts';
import { PROVIDERS } from './provider.ts';
import { tryProvider } from './runtime.ts';

const works = (milliseconds: number) => ({ works: true, milliseconds }) as const;
const missing = { works: false, why: 'no library' } as const;

describe('choose', () => {
  it('takes the first provider that beats the processor', () => {
    const reports = [
      { processor: works(5), provider: missing },
      { processor: works(5), provider: works(1) },
    ];
    expect(choose(['cuda', 'webgpu'], reports).provider).toBe('webgpu');
  });

  it('stays on the processor when the graphics provider only imitates a card, and says so', () => {
    expect(choose(['webgpu'], [{ processor: works(5), provider: works(80) }])).toEqual({
      provider: 'cpu',
      why: 'WebGPU is slower than the processor',
    });
  });

  it('takes a probe that died for a provider that is not there', () => {
    expect(choose(['cuda'], [undefined])).toEqual({ provider: 'cpu', why: 'CUDA does not work here' });
  });
});

describe('on this machine', () => {
  it('the processor computes rightly', async () => {
    expect(await tryProvider('cpu')).toMatchObject({ works: true });
  });

  it('the best provider is one that works', async () => {
    const { provider, why } = await bestProvider();
    expect(PROVIDERS).toContain(provider);
    expect(why).not.toBe('');
  });
});
