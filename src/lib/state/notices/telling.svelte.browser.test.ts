import { afterEach, expect, it, vi } from 'vitest';
import { JobId } from '#core/schema/ids.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Settings } from '#lib/storage/records.ts';
import { TellingState } from './telling.svelte.ts';

afterEach(() => vi.restoreAllMocks());

const job = () => JobId.parse(crypto.randomUUID());

function made(permission: NotificationPermission = 'default') {
  vi.spyOn(Notification, 'permission', 'get').mockReturnValue(permission);
  const { settings } = openMemoryStorage();
  return { settings, telling: new TellingState(settings, Settings.parse({})) };
}

it('asks at the first long job, not before, and no longer once it has ended', () => {
  const { telling } = made();
  const id = job();
  expect(telling.asks).toBe(false);
  telling.watch({ id, expectedMs: 8_000 });
  expect(telling.asks).toBe(false);
  telling.watch({ id, expectedMs: 24_000 });
  expect(telling.asks).toBe(true);
  // An estimate that sinks again does not take the question away under the person's hand.
  telling.watch({ id, expectedMs: 12_000 });
  expect(telling.asks).toBe(true);
  telling.watch(null);
  expect(telling.asks).toBe(false);
});

it('keeps the answer, and asks the browser only after a yes', async () => {
  const asked = vi.spyOn(Notification, 'requestPermission').mockResolvedValue('granted');
  const { telling, settings } = made();
  telling.watch({ id: job(), expectedMs: 30_000 });
  await telling.answer(false, true);
  expect(asked).not.toHaveBeenCalled();
  expect(telling.asks).toBe(false);
  expect(await settings.read()).toMatchObject({ desktopNotices: 'off', sound: false });

  await telling.answer(true, true);
  expect(asked).toHaveBeenCalledOnce();
  expect(telling.permission).toBe('granted');
  expect(await settings.read()).toMatchObject({ desktopNotices: 'on', sound: true });
});

it('does not take a closed question of the browser for an answer, and does not ask again at once', async () => {
  vi.spyOn(Notification, 'requestPermission').mockResolvedValue('default');
  const { telling, settings } = made();
  telling.watch({ id: job(), expectedMs: 30_000 });
  await telling.answer(true, false);
  expect(telling.asks).toBe(false);
  expect((await settings.read()).desktopNotices).toBe('unasked');
});

it('does not ask where the browser has already refused', () => {
  const { telling } = made('denied');
  telling.watch({ id: job(), expectedMs: 30_000 });
  expect(telling.asks).toBe(false);
});
