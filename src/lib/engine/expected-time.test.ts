import { describe, expect, it } from 'vitest';
import { someTake } from '../../../tests/contract/samples.ts';
import { expectedMs } from './expected-time.ts';

const { recipe } = someTake();

describe('expectedMs', () => {
  it('knows nothing before the first take on a provider', () => {
    expect(expectedMs([], 'wasm', recipe)).toBeNull();
    expect(expectedMs([someTake()], 'webgpu', recipe)).toBeNull();
  });

  it('expects the same again from the same settings', () => {
    const take = someTake({ timings: { load: 5000, denoise: 1000, decode: 400, 'encode-media': 100 } });
    expect(expectedMs([take], 'wasm', recipe)).toBe(1500);
  });

  it('scales denoising with steps and guidance, and the rest with pixels', () => {
    const take = someTake({ timings: { denoise: 1000, decode: 400 } });
    expect(expectedMs([take], 'wasm', { ...recipe, steps: recipe.steps * 3 })).toBe(3400);
    expect(expectedMs([take], 'wasm', { ...recipe, guidance: 1 })).toBe(900);
    expect(expectedMs([take], 'wasm', { ...recipe, width: recipe.width / 2 })).toBe(700);
  });

  it('looks at the newest takes only', () => {
    const slow = someTake({ timings: { denoise: 9000 } });
    const quick = someTake({ timings: { denoise: 1000 } });
    expect(expectedMs([quick, quick, quick, quick, quick, slow], 'wasm', recipe)).toBe(1000);
  });
});
