import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Progress } from '#core/schema/progress.ts';
import type { Said } from './output-reader.ts';
import { RunProgress } from './run-progress.ts';

const line = (text: string): Said => ({ kind: 'line', level: 'info', text });
const bars = (steps: number, of: 'steps' | 'bytes' = 'steps'): Said[] =>
  Array.from({ length: steps }, (_, i) => ({ kind: 'bar', step: i + 1, steps, of }));

/** A run of two experts, weights loaded where they are needed, decoded in tiles. */
const RUN: Said[] = [
  line("loading diffusion model from 'low.gguf'"),
  ...bars(4),
  line('sampling using Euler method'),
  line('sampling(high noise) using Euler method'),
  ...bars(3, 'bytes'),
  line('get_learned_condition completed, taking 0.10s'),
  line('generate_video 256x256x5'),
  ...bars(3, 'bytes'),
  ...bars(2),
  line('sampling(high noise) completed, taking 1.00s'),
  ...bars(3, 'bytes'),
  ...bars(4),
  line('sampling completed, taking 1.00s'),
  ...bars(6),
  line('decode_first_stage completed, taking 0.20s'),
];

function hear(run: readonly Said[], steps = 6, pictures = false) {
  const told: Progress[] = [];
  let now = 0;
  const progress = new RunProgress({ steps, pictures, report: (one) => told.push(one), now: () => (now += 10) });
  for (const said of run) progress.hear(said);
  return { told, progress };
}

const stages = (told: readonly Progress[]) => [...new Set(told.map(({ stage }) => stage))];
const steps = (told: readonly Progress[]) => told.filter(({ stage }) => stage === 'denoise').map(({ step }) => step);

describe('progress of sd-cli', () => {
  it('counts two experts as one run, and takes neither loading nor tiles for steps', () => {
    const { told } = hear(RUN);
    expect(stages(told)).toEqual(['load', 'encode-text', 'denoise', 'decode']);
    expect(steps(told)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(told.filter(({ stage }) => stage === 'denoise').every((one) => one.steps === 6)).toBe(true);
    expect(told.at(-1)).toMatchObject({ stage: 'decode', step: 1, steps: 1 });
  });

  it('counts on where the line between two experts was lost', () => {
    const { told } = hear(RUN.filter((said) => said.kind === 'bar' || !said.text.startsWith('sampling(high noise) completed')));
    expect(steps(told)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('tells pictures before words where there are pictures', () => {
    const run = [line('sampling using Euler method'), line('IMG2VID'), line('encode_first_stage completed, taking 12 ms'), line('get_learned_condition completed')];
    expect(stages(hear(run, 6, true).told)).toEqual(['load', 'encode-picture', 'encode-text', 'denoise']);
  });

  it('knows how long each stage took', () => {
    const { load, denoise, decode } = hear(RUN).progress.timings;
    expect(Math.min(load ?? 0, denoise ?? 0, decode ?? 0)).toBeGreaterThan(0);
  });

  it('never falls and never leaves 0 to 1, whatever is said', () => {
    const anything: fc.Arbitrary<Said> = fc.oneof(
      fc.constantFrom(...RUN),
      fc.record({ kind: fc.constant('bar' as const), step: fc.nat(300), steps: fc.integer({ min: 1, max: 300 }), of: fc.constantFrom('steps' as const, 'bytes' as const) }),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60 }), (run) => {
        const { told } = hear(run);
        const fractions = told.map(({ fraction }) => fraction);
        expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
        expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
        expect(told.every((one) => one.step <= one.steps)).toBe(true);
      }),
    );
  });
});
