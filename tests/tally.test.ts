import { expect, it } from 'vitest';
import { sum, tallyOf } from './tally.ts';

const passed = { fullName: 'holds', status: 'passed' };
const failed = { fullName: 'a door is shut', status: 'failed', failureMessages: ['expected open to be shut\n at door.ts'] };
const file = (status: string, assertionResults: typeof passed[] = []) => ({ name: 'door.test.ts', status, message: 'Unexpected token', assertionResults });

it('counts tests, and names what failed and files that broke before their first test', () => {
  const report = { numPassedTests: 5, testResults: [file('passed', [passed]), file('failed', [passed, failed]), file('failed')] };
  expect(tallyOf(report, 1)).toEqual({
    passed: 5,
    failures: ['door.test.ts: a door is shut\n    expected open to be shut\n     at door.ts', 'door.test.ts\n    Unexpected token'],
  });
});

it('never takes a bad end, an empty run or a missing report for success', () => {
  const fine = { numPassedTests: 5, testResults: [file('passed', [passed])] };
  expect(tallyOf(fine, 0)).toEqual({ passed: 5, failures: [] });
  expect(tallyOf(fine, 1).failures).toHaveLength(1);
  expect(tallyOf({ numPassedTests: 0, testResults: [] }, 0).failures).toHaveLength(1);
  expect(tallyOf(undefined, 0)).toEqual({ passed: 0, failures: ['A run ended without its report'] });
});

it('adds up', () => {
  expect(sum([{ passed: 1, failures: [] }, { passed: 2, failures: ['a', 'b'] }])).toEqual({ passed: 3, failures: ['a', 'b'] });
});
