import { describe, expect, it } from 'vitest';
import { EngineOffer } from '../../schema/accelerator/offer.ts';
import { chooseFramesLane, type FramesQuestion } from './choose-frames-lane.ts';

const engine = (changes: object = {}): EngineOffer => EngineOffer.parse({ id: 'onnx', version: '1', provider: 'cpu', why: 'It is there.', models: [], enhances: ['upscale', 'interpolate'], ...changes });
const ask = (changes: Partial<FramesQuestion> = {}, offers = [engine()]) =>
  chooseFramesLane({ wish: 'auto', mode: 'upscale', accelerator: { state: 'connected', offers }, hereMs: null, thereMs: () => null, ...changes }).lane;
const away = { state: 'away', offers: [engine()] } as const;

describe('where frames are worked on', () => {
  it('is as a person wishes, where that can be', () => {
    expect(ask({ wish: 'browser', hereMs: 9_000, thereMs: () => 1 })).toBe('browser');
    expect(ask({ wish: 'accelerator' })).toBe('remote');
    expect(ask({ wish: 'accelerator', accelerator: away })).toBe('remote');
    expect(ask({ wish: 'accelerator', accelerator: { state: 'unpaired', offers: [] } })).toBe('browser');
  });

  it('is this browser where the accelerator does not do it, or cannot now', () => {
    expect(ask({ wish: 'accelerator' }, [engine({ enhances: ['interpolate'] })])).toBe('browser');
    expect(ask({ wish: 'accelerator' }, [engine({ enhances: undefined })])).toBe('browser');
    expect(ask({ wish: 'accelerator' }, [engine({ fault: { reason: 'engine-away', facts: {} } })])).toBe('browser');
  });

  it('is where it is faster when Kinora chooses, and this browser while it is away', () => {
    expect(ask({ hereMs: 10_000, thereMs: () => 7_000 })).toBe('remote');
    expect(ask({ hereMs: 10_000, thereMs: () => 9_000 })).toBe('browser');
    expect(ask({ hereMs: 10_000, thereMs: () => 1, accelerator: away })).toBe('browser');
  });

  it('is a graphics card until it is known how fast that is, and no processor', () => {
    expect(ask({ hereMs: 10_000 })).toBe('browser');
    expect(ask({ hereMs: 10_000 }, [engine({ provider: 'cuda' })])).toBe('remote');
    expect(ask({ thereMs: () => 9_000 }, [engine({ provider: 'cuda' })])).toBe('browser');
  });
});
