import { expect, it } from 'vitest';
import { FaultError } from '../schema/fault.ts';
import { loadPart } from './load-part.ts';

it('hands over what was loaded', async () => {
  await expect(loadPart(async () => ({ open: 1 }))).resolves.toEqual({ open: 1 });
});

it('names what cannot be loaded a fault, and keeps its cause', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module');
  const failed = await loadPart(() => Promise.reject(cause)).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(FaultError);
  expect(failed).toMatchObject({ fault: { reason: 'part-missing' }, cause });
});
