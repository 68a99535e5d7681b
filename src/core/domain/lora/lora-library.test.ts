import { describe, expect, it } from 'vitest';
import type { GenerationRequest } from '../../schema/request.ts';
import { halfOf, joined, otherHalf } from './lora-pairs.ts';
import { findLoras } from './lora-query.ts';
import { loraUses } from './lora-uses.ts';
import { loraVerdict, type ModelAtHand } from './lora-verdict.ts';
import { hashOf, keptLora } from './some-loras.test-support.ts';
import { readStrengths, strengthRequests } from './strengths.ts';

const wan = { family: 'wan-14b', layers: 400, rank: 64 } as const;
const model = (id: string, adapters: Partial<ModelAtHand['model']['adapters']> = {}, engine: ModelAtHand['engine'] = 'sdcpp'): ModelAtHand => ({
  engine,
  model: { id, name: id, adapters: { loras: true, references: false, ...adapters } },
});

describe('a pair of LoRAs', () => {
  it.each([
    ['wan2.2_t2v_lightx2v_4steps_lora_v1.1_high_noise', 'high', 'wan2.2_t2v_lightx2v_4steps_lora_v1.1'],
    ['Ada-LowNoise', 'low', 'Ada'],
    ['ada low', 'low', 'ada'],
    ['high_noise_ada', 'high', '_ada'],
  ])('is known by its name: %s', (name, expert, stem) => {
    expect(halfOf(name)).toEqual({ expert, stem });
  });

  it.each(['highlights', 'slow motion', 'Ada', 'yellow_noise'])('is not seen where there is none: %s', (name) => {
    expect(halfOf(name)).toBeUndefined();
  });

  it('is joined whichever file comes first, keeps what was written, and puts each file to its expert', () => {
    const high = keptLora('a', { facts: wan, triggerWords: 'ada' }, 'Ada_high_noise');
    const low = keptLora('b', { facts: wan, notes: 'mine', weight: 0.7 }, 'Ada_low_noise');
    const other = keptLora('c', { facts: { ...wan, family: 'wan-5b' } }, 'Ada_low_noise');
    expect(otherHalf(high, [other, low])).toBe(low);
    expect(otherHalf(low, [low, keptLora('d', { facts: wan }, 'Bea_high_noise')])).toBeUndefined();
    expect(joined(low, high)).toMatchObject({ name: 'Ada', file: { asset: high.file.asset }, low: { asset: low.file.asset }, triggerWords: 'ada', notes: 'mine', weight: 0.7 });
    expect(joined(high, low).file).toEqual(high.file);
    expect(otherHalf(joined(high, low), [low])).toBeUndefined();
  });
});

describe('what is told before a LoRA is used', () => {
  it('is whether a model of known layers has those that it changes', () => {
    const mini = model('mini', { layers: ['blocks.0.out'] }, 'browser');
    expect(loraVerdict(keptLora('a', { facts: { family: 'unknown', layers: 2, base: 'mini' } }), mini).takes).toBe('yes');
    expect(loraVerdict(keptLora('a', { facts: { family: 'unknown', layers: 2, base: 'mini', way: 'LoHa' } }), mini)).toEqual({ takes: 'no', why: 'It is a LoHa. Kinora merges LoRAs of two factors.' });
    expect(loraVerdict(keptLora('a', { facts: wan }), mini)).toEqual({ takes: 'no', why: 'It changes no layer of mini: it was made for Wan 14B.' });
    expect(loraVerdict(keptLora('a'), model('still', { loras: false })).why).toBe('still takes no LoRAs.');
  });

  it('is which family it was made for, which expert a lone file is for, and where ComfyUI looks', () => {
    expect(loraVerdict(keptLora('a', { facts: wan }), model('wan2.2-t2v-a14b'))).toEqual({ takes: 'yes', why: 'It was made for Wan 14B.' });
    expect(loraVerdict(keptLora('a', { facts: wan }), model('wan2.2-ti2v-5b')).takes).toBe('no');
    expect(loraVerdict(keptLora('a', { facts: wan }, 'Ada_high_noise'), model('wan2.2-t2v-a14b')).why).toContain('the expert of high noise alone');
    const pair = joined(keptLora('a', { facts: wan }, 'Ada_high'), keptLora('b', { facts: wan }, 'Ada_low'));
    expect(loraVerdict(pair, model('wan2.2-t2v-a14b', {}, 'comfyui')).why).toBe(
      'It was made for Wan 14B, with a file for each expert. ComfyUI finds it by name: Ada_high.safetensors and Ada_low.safetensors must lie in its folder loras.',
    );
    expect(loraVerdict(keptLora('a'), model('my-workflow')).takes).toBe('perhaps');
    expect(loraVerdict(keptLora('a', { facts: { family: 'unknown', layers: 1, base: 'mini' } }), model('wan2.2-t2v-a14b')).takes).toBe('no');
  });
});

it('is found by every word that stands anywhere in it', () => {
  const loras = [keptLora('a', { name: 'Tinte 10', notes: 'très sombre' }), keptLora('b', { name: 'Tinte 9', licence: 'MIT' }), keptLora('c', { facts: wan })];
  expect(findLoras(loras, '').map(({ name }) => name)).toEqual(['file c', 'Tinte 9', 'Tinte 10']);
  expect(findLoras(loras, 'TRES tinte').map(({ name }) => name)).toEqual(['Tinte 10']);
  expect(findLoras(loras, 'wan 14b')).toHaveLength(1);
  expect(findLoras(loras, 'tinte mit 10')).toEqual([]);
});

it('is used where a cast names either of its files', () => {
  const pair = joined(keptLora('a', { facts: wan }, 'Ada_high'), keptLora('b', { facts: wan }, 'Ada_low'));
  const film = { id: 'p', name: 'Film', characters: [{ id: 'c1', name: '', lora: { asset: hashOf('b'), name: 'Ada_low', weight: 1 } }], styles: [{ id: 's1', name: 'Ink', loras: [{ asset: hashOf('a'), name: 'x', weight: 1 }] }], scenes: [] };
  expect(loraUses(film as never, pair)).toEqual({ project: 'p', name: 'Film', characters: ['A character'], styles: ['Ink'], clips: 0 });
  expect(loraUses(film as never, keptLora('c'))).toBeUndefined();
});

describe('strengths', () => {
  it.each([
    ['0, 0.4, 0.8, 1.2', [0, 0.4, 0.8, 1.2]],
    ['1 0.5;0.5  -1', [-1, 0.5, 1]],
    ['1', undefined],
    ['1, 2, 3, 4, 0', undefined],
    ['0, 5', undefined],
    ['0, ten', undefined],
    ['', undefined],
  ])('are read from what is typed: %s', (typed, read) => {
    expect(readStrengths(typed)).toEqual(read);
  });

  const facts = {
    ...{ id: 'mini', name: 'Mini', version: '1', license: { spdx: 'MIT' }, adapters: { loras: true, references: false } },
    ...{ size: { multiple: 16, min: 64, max: 512, default: [320, 192], presets: [] }, frames: { multiple: 4, offset: 1, default: 17, max: 33 }, frameRate: 8 },
    defaults: { steps: 12, guidance: 3, shift: 3, scheduler: 'euler' },
  };

  it('are asked for with one prompt and one seed, and nothing else that differs; none is no LoRA', () => {
    const use = { asset: hashOf('a'), name: 'Ink', base: 'mini' };
    const words = { prompt: 'a red ball', triggerWords: 'inkstyle', seed: 7 };
    const sent = strengthRequests(use, [0, 0.8], words, { ...facts, modes: ['t2v', 't2i'] } as never);
    expect(sent).toMatchObject({ ok: true, value: [{ mode: 't2i', frames: 1, prompt: 'a red ball, inkstyle', seed: 7, width: 320, steps: 12 }, { loras: [{ ...use, weight: 0.8 }] }] });
    if (!sent.ok) return;
    const [{ loras: none, ...plain }, { loras: _some, ...other }] = sent.value as [GenerationRequest, GenerationRequest];
    expect(none).toBeUndefined();
    expect(plain).toEqual(other);
    expect(strengthRequests(use, [0, 1], words, { ...facts, modes: ['t2v'] } as never)).toMatchObject({ value: [{ mode: 't2v', frames: 5 }, {}] });
    expect(strengthRequests(use, [0, 1], { ...words, prompt: ' ' }, facts as never)).toMatchObject({ fault: { reason: 'prompt-empty' } });
    expect(strengthRequests(use, [0, 1], { ...words, triggerWords: 'x'.repeat(400) }, facts as never)).toMatchObject({ fault: { reason: 'prompt-too-long' } });
  });
});
