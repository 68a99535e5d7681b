import { describe, expect, it } from 'vitest';
import { EngineOffer, type ModelOffer } from '../../schema/accelerator/offer.ts';
import { chooseEngine } from './choose-engine.ts';

const model = (id: string, { modes = ['t2v'], missing = [] as { file: string; folder: string }[] } = {}): unknown => ({
  ...{ id, name: id, version: '1', family: 'test', license: { spdx: 'Apache-2.0' }, modes, missing },
  size: { multiple: 16, min: 64, max: 512, default: [128, 128], presets: [[128, 128]] },
  frames: { multiple: 4, offset: 1, default: 17, max: 81 },
  frameRate: 8,
  defaults: { steps: 4, guidance: 1, shift: 3 },
});
const offer = (id: string, models: unknown[], fault?: string): EngineOffer =>
  EngineOffer.parse({ id, version: '1', provider: 'cpu', why: 'It is a test.', models, ...(fault && { fault: { reason: fault } }) });
const named = ({ model, ...choice }: { model?: ModelOffer; engine: string; awaits?: string }) => ({ ...choice, ...(model && { model: model.id }) });
const LACKS = [{ file: 'wan.safetensors', folder: 'models/unet' }];

describe('the engine for a job', () => {
  it('is the first with the model, or with any model for the mode', () => {
    const offers = [offer('comfyui', [model('wan'), model('still', { modes: ['t2i'] })]), offer('onnx', [model('mini'), model('wan')])];
    expect(named(chooseEngine({ mode: 't2v' }, offers))).toEqual({ engine: 'comfyui', model: 'wan' });
    expect(named(chooseEngine({ mode: 't2i' }, offers))).toEqual({ engine: 'comfyui', model: 'still' });
    expect(named(chooseEngine({ mode: 't2v', model: 'mini' }, offers))).toEqual({ engine: 'onnx', model: 'mini' });
  });

  it('is the one that was asked for, even while another could begin', () => {
    const offers = [offer('comfyui', [model('wan')], 'engine-away'), offer('onnx', [model('wan')])];
    expect(named(chooseEngine({ mode: 't2v', engine: 'comfyui' }, offers))).toEqual({ engine: 'comfyui', model: 'wan', awaits: 'accelerator' });
    expect(named(chooseEngine({ mode: 't2v', engine: 'sdcpp' }, offers))).toEqual({ engine: 'sdcpp', awaits: 'accelerator' });
  });

  it('is one that can begin now, rather than one that is away or lacks files', () => {
    const lacking = offer('comfyui', [model('wan', { missing: LACKS })]);
    const away = offer('sdcpp', [model('wan')], 'engine-away');
    const ready = offer('onnx', [model('wan')]);
    expect(named(chooseEngine({ mode: 't2v' }, [lacking, away, ready]))).toEqual({ engine: 'onnx', model: 'wan' });
    expect(named(chooseEngine({ mode: 't2v' }, [lacking, away]))).toEqual({ engine: 'sdcpp', model: 'wan', awaits: 'accelerator' });
    expect(named(chooseEngine({ mode: 't2v' }, [lacking]))).toEqual({ engine: 'comfyui', model: 'wan', awaits: 'model' });
  });

  it('is told of a model that it has, also for a mode that the model does not know', () => {
    expect(named(chooseEngine({ mode: 'flf2v', model: 'wan' }, [offer('onnx', [model('wan')])]))).toEqual({ engine: 'onnx', model: 'wan' });
  });

  it('is for work on frames the one that does it, whatever models it has', () => {
    const able = EngineOffer.parse({ ...offer('onnx', []), enhances: ['upscale'] });
    const offers = [offer('comfyui', [model('wan', { modes: ['upscale'] })]), able];
    expect(chooseEngine({ mode: 'upscale' }, offers)).toEqual({ engine: 'onnx' });
    expect(chooseEngine({ mode: 'interpolate' }, offers)).toEqual({ engine: 'onnx', awaits: 'model' });
    expect(chooseEngine({ mode: 'upscale' }, [{ ...able, fault: { reason: 'engine-away', facts: {} } }])).toEqual({ engine: 'onnx', awaits: 'accelerator' });
    expect(chooseEngine({ mode: 'upscale' }, [])).toEqual({ engine: 'onnx', awaits: 'accelerator' });
  });

  it('is waited for where nobody knows the model', () => {
    expect(named(chooseEngine({ mode: 't2v', model: 'wan' }, [offer('onnx', [model('mini')])]))).toEqual({ engine: 'onnx', awaits: 'model' });
    const away = [offer('onnx', [model('mini')]), offer('comfyui', [], 'engine-away')];
    expect(named(chooseEngine({ mode: 't2v', model: 'wan' }, away))).toEqual({ engine: 'comfyui', awaits: 'accelerator' });
    expect(named(chooseEngine({ mode: 't2v' }, []))).toEqual({ engine: 'onnx', awaits: 'accelerator' });
  });
});
