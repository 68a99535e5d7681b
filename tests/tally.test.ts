import { expect, it } from 'vitest';
import { sum, tallyOf } from './tally.ts';

const file = (status: string, tests: number) => ({ status, assertionResults: Array.from({ length: tests }, () => ({})) });

it('counts tests, and files that broke before their first one', () => {
  const report = { numPassedTests: 5, numFailedTests: 1, testResults: [file('passed', 5), file('failed', 1), file('failed', 0)] };
  expect(tallyOf(report, 1)).toEqual({ passed: 5, failed: 2 });
});

it('never takes a bad end, an empty run or a missing report for success', () => {
  const fine = { numPassedTests: 5, numFailedTests: 0, testResults: [file('passed', 5)] };
  expect(tallyOf(fine, 0)).toEqual({ passed: 5, failed: 0 });
  expect(tallyOf(fine, 1)).toEqual({ passed: 5, failed: 1 });
  expect(tallyOf({ numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0)).toEqual({ passed: 0, failed: 1 });
  expect(tallyOf(undefined, 0)).toEqual({ passed: 0, failed: 1 });
});

it('adds up', () => {
  expect(sum([{ passed: 1, failed: 0 }, { passed: 2, failed: 3 }])).toEqual({ passed: 3, failed: 3 });
});
