import { expect, it } from 'vitest';
import { JobId } from '#core/schema/ids.ts';
import { announceProgress } from './progress-words.ts';

const id = () => JobId.parse(crypto.randomUUID());
const at = (fraction: number) => ({ stage: 'denoise', step: 0, steps: 1, fraction }) as const;

it('speaks at the start and at quarters, never twice in five seconds', () => {
  const said: string[] = [];
  let now = 0;
  const tell = announceProgress((text) => said.push(text), () => now);
  const job = id();
  for (const [seconds, fraction] of [[0, 0], [1, 0.2], [2, 0.3], [6, 0.4], [8, 0.55], [12, 0.6], [20, 0.8], [30, 1]] as const) {
    now = seconds * 1000;
    tell(job, at(fraction));
  }
  expect(said).toEqual(['Generating has started.', '25 percent done.', '50 percent done.', '75 percent done.']);
});

it('begins anew with another job', () => {
  const said: string[] = [];
  const tell = announceProgress((text) => said.push(text), () => 0);
  tell(id(), at(0.9));
  tell(id(), at(0));
  expect(said).toEqual(['Generating has started.', 'Generating has started.']);
});
