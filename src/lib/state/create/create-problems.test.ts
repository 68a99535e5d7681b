import { describe, expect, it } from 'vitest';
import type { PromptSpan } from '#core/domain/generate/prompt-span.ts';
import { findProblems, type Form } from './create-problems.ts';

const form: Form = {
  prompt: 'a red ball',
  negativePrompt: '',
  from: 'words',
  kind: 'video',
  hasFirst: false,
  hasLast: false,
  width: 160,
  height: 96,
  frames: 17,
  frameRate: 8,
  seed: 1,
  steps: 24,
  guidance: 3,
};
const known: PromptSpan[] = [{ start: 2, end: 5, kind: 'known', suggestions: [] }];
const reasons = (changes: Partial<Form>, spans: readonly PromptSpan[] | null = known) =>
  findProblems({ ...form, ...changes }, spans, null).map(({ field, fault }) => [field, fault.reason]);

describe('findProblems', () => {
  it('finds nothing in a whole form', () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({}, null)).toEqual([]);
  });

  it('wants words where a clip starts from words alone', () => {
    expect(reasons({ prompt: ' \n' })).toEqual([['prompt', 'prompt-empty']]);
    expect(reasons({ prompt: '', from: 'picture', hasFirst: true })).toEqual([]);
  });

  it('refuses a prompt of ten thousand characters, in both fields', () => {
    const long = 'a'.repeat(10_000);
    expect(reasons({ prompt: long, negativePrompt: long })).toEqual([
      ['prompt', 'prompt-too-long'],
      ['negativePrompt', 'prompt-too-long'],
    ]);
  });

  it('names words that nobody knows, with what is near', () => {
    const spans: PromptSpan[] = [{ start: 0, end: 4, kind: 'ignored', suggestions: ['boat'] }];
    const [problem] = findProblems({ ...form, prompt: 'baot' }, spans, null);
    expect(problem!.fault).toEqual({ reason: 'prompt-unknown-words', facts: { words: 'baot', suggestions: 'boat' } });
  });

  it('wants the pictures that the way needs', () => {
    expect(reasons({ from: 'picture' })).toEqual([['first', 'first-picture-missing']]);
    expect(reasons({ from: 'between', hasFirst: true })).toEqual([['last', 'last-picture-missing']]);
  });

  it.each([
    ['size', { width: 0 }],
    ['size', { height: 96.5 }],
    ['size', { width: NaN }],
    ['frames', { frames: -3 }],
    ['frameRate', { frameRate: 0 }],
    ['seed', { seed: 2 ** 32 }],
    ['steps', { steps: 201 }],
    ['guidance', { guidance: Infinity }],
  ] as const)('refuses a number out of range at %s', (field, changes) => {
    expect(reasons(changes)).toEqual([[field, 'option-invalid']]);
  });

  it('does not ask a still for its frames', () => {
    expect(reasons({ kind: 'still', frames: 0 })).toEqual([]);
  });
});
