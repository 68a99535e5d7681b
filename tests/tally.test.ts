import { expect, it } from 'vitest';
import { sum, tallyOf, tallyOfBoth, worthASecondLook } from './tally.ts';

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

it('takes what failed and held when it was run again for unsteady, and all else for failed', () => {
  const first = { numPassedTests: 5, testResults: [file('failed', [failed, { ...failed, fullName: 'a window is shut' }]), { ...file('failed'), name: 'key.test.ts' }] };
  const again = { numPassedTests: 3, testResults: [file('failed', [{ ...passed, fullName: 'a door is shut' }, { ...failed, fullName: 'a window is shut' }]), { ...file('passed', [passed]), name: 'key.test.ts' }] };
  const both = tallyOfBoth(first, again);
  expect(both.passed).toBe(7);
  expect(both.unsteady).toEqual(['door.test.ts: a door is shut\n    expected open to be shut\n     at door.ts', 'key.test.ts\n    Unexpected token']);
  expect(both.failures).toEqual(['door.test.ts: a window is shut\n    expected open to be shut\n     at door.ts']);
  // Where the second run named nothing, nothing has held.
  expect(tallyOfBoth(first, undefined)).toMatchObject({ passed: 5, unsteady: [], failures: { length: 3 } });
});

it('runs few files again, and none where many failed or nothing is known', () => {
  const report = (names: string[]) => ({ numPassedTests: 1, testResults: names.map((name) => ({ ...file('failed', [failed]), name })) });
  expect(worthASecondLook(report(['a', 'b']))).toEqual(['a', 'b']);
  expect(worthASecondLook(report(['a', 'b', 'c', 'd']))).toEqual([]);
  expect(worthASecondLook({ numPassedTests: 1, testResults: [file('passed', [passed])] })).toEqual([]);
  expect(worthASecondLook(undefined)).toEqual([]);
});

it('adds up', () => {
  expect(sum([{ passed: 1, failures: [] }, { passed: 2, failures: ['a', 'b'] }])).toEqual({ passed: 3, failures: ['a', 'b'], unsteady: [] });
});
