import { afterEach, expect, it, vi } from 'vitest';
import { keepAwake } from './wake-lock.ts';

afterEach(() => vi.restoreAllMocks());

/** The browser's own lock, counted. */
function locks(give: () => Promise<void> = async () => {}) {
  const released: number[] = [];
  let asked = 0;
  const request = async (): Promise<WakeLockSentinel> => {
    const number = ++asked;
    await give();
    return { release: async () => void released.push(number) } as unknown as WakeLockSentinel;
  };
  vi.spyOn(navigator, 'wakeLock', 'get').mockReturnValue({ request } as WakeLock);
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible');
  return { released, asked: () => asked };
}

it('keeps the screen lit until it is let go, and asks again once the page is seen again', async () => {
  const { released, asked } = locks();
  const letGo = keepAwake();
  await vi.waitFor(() => expect(asked()).toBe(1));
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(asked()).toBe(1);
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(asked()).toBe(2));
  await Promise.resolve();
  letGo();
  await vi.waitFor(() => expect(released).toEqual([2]));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(asked()).toBe(2);
});

it('lets go of a lock that is given only after nobody wants it any more', async () => {
  const given = Promise.withResolvers<void>();
  const { released } = locks(() => given.promise);
  keepAwake()();
  given.resolve();
  await vi.waitFor(() => expect(released).toEqual([1]));
});

it('goes on without where the browser refuses', async () => {
  const { released, asked } = locks(() => Promise.reject(new DOMException('', 'NotAllowedError')));
  const letGo = keepAwake();
  await vi.waitFor(() => expect(asked()).toBe(1));
  letGo();
  expect(released).toEqual([]);
});
