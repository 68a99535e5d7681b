import { describe, expect, it } from 'vitest';
import { EditRefusal } from '../../schema/edit-refusal.ts';
import { explainRefusal } from './explain-refusal.ts';

const FACTS = { found: 2, known: 1, what: 'clip', field: 'frameRate', nearest: 12, first: 1, last: 9, longest: 6, limit: 10 };
const refusals = EditRefusal.options.map((option) => option.parse({ ...FACTS, reason: option.shape.reason.value }));

describe('explainRefusal', () => {
  it.each(refusals.map((refusal) => [refusal.reason, refusal] as const))('has whole sentences for %s', (_, refusal) => {
    const text = explainRefusal(refusal);
    expect(text).toMatch(/^[A-Z].*\.$/);
    expect(text).not.toMatch(/!|undefined|\bNaN\b/);
  });

  it('names what would be possible', () => {
    expect(explainRefusal({ reason: 'position-taken', nearest: 48 })).toContain('frame 48');
    expect(explainRefusal({ reason: 'transition-too-long', longest: 0 })).toContain('too short');
    expect(explainRefusal({ reason: 'value-invalid', field: 'frameRate' })).toContain('frame rate');
  });
});
