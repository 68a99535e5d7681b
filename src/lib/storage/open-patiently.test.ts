import { expect, it, vi } from 'vitest';
import { openPatiently } from './open-patiently.ts';

const unknown = () => new DOMException('Internal error opening backing store.', 'UnknownError');

it('opens at a later try what the browser could not open at first', async () => {
  const open = vi.fn().mockRejectedValueOnce(unknown()).mockRejectedValueOnce(unknown()).mockResolvedValue('open');
  expect(await openPatiently(open)).toBe('open');
  expect(open).toHaveBeenCalledTimes(3);
});

it('gives up after four tries, with what the browser said', async () => {
  const open = vi.fn().mockImplementation(() => Promise.reject(unknown()));
  await expect(openPatiently(open)).rejects.toThrow('backing store');
  expect(open).toHaveBeenCalledTimes(4);
});

it('tries nothing again that was refused for a reason', async () => {
  const open = vi.fn().mockRejectedValue(new DOMException('', 'SecurityError'));
  await expect(openPatiently(open)).rejects.toThrow(DOMException);
  expect(open).toHaveBeenCalledOnce();
});
