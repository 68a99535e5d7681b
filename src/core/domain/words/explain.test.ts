import { describe, expect, it } from 'vitest';
import { FaultReason } from '../../schema/fault.ts';
import { explainAdjustment } from './explain-adjustment.ts';
import { explain, explainInLine } from './explain.ts';

const FACTS = {
  file: 'transformer/model.onnx',
  expected: 100,
  found: 40,
  limit: 400,
  length: 512,
  words: 'zebra, piano',
  suggestions: 'ball, boat',
  option: 'steps',
  given: 0,
  allowed: '1 to 200',
  provider: 'webgpu',
  needed: 12_345_678,
  free: 1_000_000,
};

describe('explain', () => {
  it.each(
    FaultReason.options.flatMap((reason) => [
      { reason, facts: {} },
      { reason, facts: FACTS },
    ]),
  )('says whole sentences for $reason', (fault) => {
    const { title, happened, kept, next } = explain(fault);
    expect(title).not.toMatch(/[.!]$/);
    for (const sentence of [happened, kept, next]) {
      expect(sentence).toMatch(/^["A-Za-z0-9].*\.$/s);
      expect(sentence).not.toMatch(/!|undefined|NaN|sorry|oops|unfortunately/i);
    }
  });

  it('fills the facts in', () => {
    expect(explainInLine({ reason: 'model-file-truncated', facts: FACTS })).toBe(
      'transformer/model.onnx has 40 bytes instead of 100. Everything you made before is still there. ' +
        'Install or download the model again.',
    );
  });

  it('tells what was changed', () => {
    expect(explainAdjustment({ what: 'frames', asked: 12, used: 13 })).toBe(
      'The model works with 13 frames instead of 12.',
    );
  });
});
