import { expect, it } from 'vitest';
import type { PairRefusal } from '#lib/engine/remote/ports.ts';
import { leaveWords, pairProblem } from './pair-words.ts';

const REFUSALS: readonly PairRefusal[] = [
  { reason: 'no-address' },
  { reason: 'no-such-code' },
  { reason: 'wrong-code', triesLeft: 3 },
  { reason: 'locked', waitMs: 60_000 },
  { reason: 'no-code' },
  { reason: 'busy' },
  { reason: 'false-accelerator' },
  { reason: 'network-denied' },
  { reason: 'needs-https' },
  { reason: 'fault', fault: { reason: 'accelerator-away', facts: { address: 'http://there' } } },
];

it('says of every refusal what happened and what to do, at its field', () => {
  for (const refusal of REFUSALS) expect(pairProblem(refusal).text, refusal.reason).toMatch(/^[A-Z].+\.$/);
  expect(pairProblem(REFUSALS[0]!).field).toBe('address');
  expect(pairProblem({ reason: 'wrong-code', triesLeft: 1 })).toMatchObject({ field: 'code', text: expect.stringContaining('One try is left') as string });
});

it('warns of the browser’s question only where it will be asked', () => {
  expect(leaveWords('prompt')).toContain('allow it');
  expect(leaveWords('denied')).toContain('settings of this site');
  expect(leaveWords('needs-https')).toContain('--tls-cert');
  expect(leaveWords('granted') + leaveWords('not-needed') + leaveWords(undefined)).toBe('');
});
