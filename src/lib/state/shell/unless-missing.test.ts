import { afterEach, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { unlessMissing } from './unless-missing.ts';

afterEach(() => vi.unstubAllGlobals());

it('does without a part that could not be loaded, and tells of every other fault', () => {
  const [tell, bug] = [vi.fn(), vi.fn()];
  vi.stubGlobal('reportError', bug);
  const meet = unlessMissing(tell);
  expect(meet(new FaultError('part-missing'))).toBeNull();
  expect([tell.mock.calls, bug.mock.calls]).toEqual([[], []]);
  expect(meet(new FaultError('no-room-on-disk'))).toBeNull();
  expect(tell).toHaveBeenCalledExactlyOnceWith({ reason: 'no-room-on-disk', facts: {} });
  const error = new TypeError('a bug');
  expect(meet(error)).toBeNull();
  expect(bug).toHaveBeenCalledExactlyOnceWith(error);
});
