import { describe, expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { expectedMs, learnPace, type Workload } from './expected-time.ts';
import type { Take } from '../../schema/take.ts';

const { recipe } = someTake();
const WASM = { id: 'browser', provider: 'wasm' };

const expected = (takes: readonly Take[], workload: Workload): number => expectedMs(learnPace(takes, WASM, workload.mode)!, workload);

describe('what is expected of a job', () => {
  it('is unknown before the first take on a provider of an engine', () => {
    expect(learnPace([], WASM, 't2v')).toBeNull();
    expect(learnPace([someTake()], { id: 'browser', provider: 'webgpu' }, 't2v')).toBeNull();
    expect(learnPace([someTake()], { id: 'onnx', provider: 'wasm' }, 't2v')).toBeNull();
  });

  it('is the same again from the same settings', () => {
    const take = someTake({ timings: { load: 5000, denoise: 1000, decode: 400, 'encode-media': 100 } });
    expect(expected([take], recipe)).toBe(1500);
  });

  it('scales denoising with steps and guidance, and the rest with pixels', () => {
    const take = someTake({ timings: { denoise: 1000, decode: 400 } });
    expect(expected([take], { ...recipe, steps: recipe.steps * 3 })).toBe(3400);
    expect(expected([take], { ...recipe, guidance: 1 })).toBe(900);
    expect(expected([take], { ...recipe, width: recipe.width / 2 })).toBe(700);
  });

  it('looks at the newest takes only', () => {
    const slow = someTake({ timings: { denoise: 9000 } });
    const quick = someTake({ timings: { denoise: 1000 } });
    expect(expected([quick, quick, quick, quick, quick, slow], recipe)).toBe(1000);
  });

  it('learns nothing from a take that was there already when it was asked for', () => {
    expect(expected([someTake({ timings: {} }), someTake({ timings: { denoise: 1000 } })], recipe)).toBe(1000);
    expect(learnPace([someTake({ timings: {} })], WASM, 't2v')).toBeNull();
  });

  it('trusts takes of the same mode before others', () => {
    const still = someTake({ recipe: { ...recipe, mode: 't2i', frames: 1 }, timings: { denoise: 700 } });
    const clip = someTake({ timings: { denoise: 1000 } });
    expect(expected([clip, still], { ...recipe, mode: 't2i', frames: 1 })).toBe(700);
    expect(expected([still, still, still, still, still, clip], recipe)).toBe(1000);
    expect(expected([clip], { ...recipe, mode: 'i2v' })).toBe(1000);
  });
});
