import { afterEach, expect, it, vi } from 'vitest';
import { afterPicture } from './after-picture.ts';

afterEach(() => vi.restoreAllMocks());

it('waits for the next picture', async () => {
  const seen: string[] = [];
  const waited = afterPicture().then(() => seen.push('after'));
  requestAnimationFrame(() => seen.push('picture'));
  await waited;
  expect(seen).toEqual(['picture', 'after']);
});

it('waits for none in a page that is hidden, that is put away meanwhile, or that is left', async () => {
  vi.spyOn(globalThis, 'requestAnimationFrame').mockReturnValue(0);
  const waited = Promise.all([afterPicture(), afterPicture()]);
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  await waited;
  const left = afterPicture();
  dispatchEvent(new PageTransitionEvent('pagehide'));
  await left;
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  await afterPicture();
});
