import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../schema/ids.ts';
import { isQuick, paceFull, paceQuick, type QuickLora, quickLora } from './quick.ts';

const hash = (digit: string) => Sha256.parse(digit.repeat(64));
const quick: QuickLora = { file: 'loras/quick.safetensors', bytes: 4, sha256: hash('a'), name: 'Quick', about: 'Four steps.', weight: 1, sampling: { steps: 4, guidance: 1 } };
const look = { file: 'loras/look.safetensors', bytes: 4, sha256: hash('b'), name: 'Look', about: 'A look.', weight: 0.5 };
const model = { id: 'model', loras: [look, quick], defaults: { steps: 24, guidance: 3, shift: 3, scheduler: 'euler' as const } };
const chosen = { asset: look.sha256, name: 'Look', weight: 0.5 };

describe('few steps', () => {
  it('are offered by a model that comes with a LoRA for them, and by no other', () => {
    expect(quickLora(model)).toBe(quick);
    expect(quickLora({ loras: [look] })).toBeUndefined();
    expect(quickLora({})).toBeUndefined();
  });

  it('bring the LoRA, its steps and its guidance, once, and leave other LoRAs as they are', () => {
    const once = paceQuick({ loras: [chosen] }, quick, model);
    expect(once).toEqual({ steps: 4, guidance: 1, loras: [chosen, { asset: quick.sha256, name: 'Quick', weight: 1, base: 'model' }] });
    expect(paceQuick(once, quick, model)).toEqual(once);
    expect(isQuick(once, quick)).toBe(true);
    expect(isQuick({ loras: [chosen] }, quick)).toBe(false);
  });

  it('make way for the steps and the guidance of the model', () => {
    expect(paceFull(paceQuick({ loras: [chosen] }, quick, model), quick, model)).toEqual({ steps: 24, guidance: 3, loras: [chosen] });
    expect(paceFull({}, quick, model).loras).toEqual([]);
  });
});
