import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineOffer, ModelOffer } from '../../schema/accelerator/offer.ts';
import { LaneWish } from '../../schema/lane-wish.ts';
import { chooseLane, type LaneQuestion, readyModels } from './choose-lane.ts';

const offered = (id: string, name: string, changes: Partial<ModelOffer> = {}): ModelOffer =>
  ModelOffer.parse({
    ...{ id, name, version: '1', family: 'f', license: { spdx: 'Apache-2.0' }, modes: ['t2v', 'i2v'], frameRate: 16 },
    size: { multiple: 16, min: 64, max: 1280, default: [832, 480], presets: [[832, 480]] },
    frames: { multiple: 4, offset: 1, default: 81, max: 121 },
    defaults: { steps: 20, guidance: 5, shift: 5 },
    ...changes,
  });

const mini = offered('kinora-mini', 'Kinora Mini');
const wan = offered('wan-5b', 'Wan 2.2');
const engine = (...models: ModelOffer[]): EngineOffer => EngineOffer.parse({ id: 'onnx', version: '1', provider: 'cuda', why: 'It is there.', models });

const ask = (changes: Partial<LaneQuestion> = {}) =>
  chooseLane({
    ...{ wish: 'auto', mode: 't2v', own: mini, hereMs: 8_000, thereMs: () => null },
    accelerator: { state: 'connected', offers: [engine(mini, wan)] },
    ...changes,
  });

const unpaired = { state: 'unpaired', offers: [] } as const;
const away = { state: 'away', offers: [engine(mini, wan)] } as const;

describe('chooseLane', () => {
  it('makes drafts here, and says what the accelerator has', () => {
    expect(ask()).toEqual({ lane: 'browser', why: 'The accelerator is connected and has Wan 2.2; a draft takes 8 s here.' });
  });

  it('takes the accelerator where it is known to be clearly quicker', () => {
    expect(ask({ thereMs: () => 2_000 })).toEqual({ lane: 'remote', model: 'kinora-mini', why: 'The accelerator makes it in about 2 s, this browser in 8 s.' });
    expect(ask({ thereMs: () => 7_000 }).lane).toBe('browser');
  });

  it('takes the accelerator for a model that only it has, also while it is away', () => {
    expect(ask({ model: 'wan-5b' })).toEqual({ lane: 'remote', model: 'wan-5b', why: 'Only the accelerator has Wan 2.2.' });
    expect(ask({ model: 'wan-5b', accelerator: away })).toMatchObject({ lane: 'remote', model: 'wan-5b' });
    expect(ask({ accelerator: away })).toEqual({ lane: 'browser', why: 'The accelerator is away, so this browser makes it.' });
  });

  it('does what the person chose where that can be', () => {
    expect(ask({ wish: 'browser', model: 'wan-5b' })).toEqual({ lane: 'browser', why: 'You chose this browser.' });
    expect(ask({ wish: 'accelerator' })).toMatchObject({ lane: 'remote', model: 'kinora-mini' });
    expect(ask({ wish: 'accelerator', accelerator: away })).toMatchObject({ lane: 'remote', why: expect.stringContaining('waits') as string });
    expect(ask({ wish: 'accelerator', accelerator: unpaired })).toMatchObject({ lane: 'browser', why: expect.stringContaining('No accelerator is paired') as string });
  });

  it('passes over models that lack files, modes or their engine', () => {
    const lacking = offered('wan-5b', 'Wan 2.2', { missing: [{ file: 'wan.safetensors', folder: 'models' }] });
    expect(readyModels([engine(lacking), { ...engine(wan), fault: { reason: 'engine-away', facts: {} } }])).toEqual([]);
    expect(ask({ wish: 'accelerator', model: 'wan-5b', accelerator: { state: 'connected', offers: [engine(mini, lacking)] } })).toMatchObject({ lane: 'remote', model: 'kinora-mini' });
    expect(ask({ wish: 'accelerator', mode: 't2i' })).toMatchObject({ lane: 'browser' });
  });

  it('always gives one or two sentences, and never leaves for what is not paired', () => {
    const anything = fc.record({
      wish: fc.constantFrom(...LaneWish.options),
      model: fc.constantFrom(undefined, 'kinora-mini', 'wan-5b', 'gone'),
      mode: fc.constantFrom('t2i', 't2v', 'i2v'),
      own: fc.constantFrom(mini, null),
      hereMs: fc.constantFrom(null, 1_000, 60_000),
      accelerator: fc.record({ state: fc.constantFrom('unpaired', 'away', 'connected'), offers: fc.constantFrom([], [engine(mini)], [engine(wan)], [engine(mini, wan)]) }),
    });
    fc.assert(
      fc.property(anything, (question) => {
        const { lane, why } = ask(question as Partial<LaneQuestion>);
        expect(why).toMatch(/^[A-Z].*\.$/);
        if (question.accelerator.state === 'unpaired' || question.wish === 'browser') expect(lane).toBe('browser');
      }),
    );
  });
});
