import { afterEach, expect, it, vi } from 'vitest';
import { FullScreen, standAlone } from './full-screen.svelte.ts';
import { Idle } from './idle.svelte.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

function part(): HTMLElement {
  return document.body.appendChild(document.createElement('section'));
}

it('fills the window where the browser does not fill the screen, and leaves it again', async () => {
  const element = part();
  element.requestFullscreen = () => Promise.reject(new TypeError('Permissions check failed'));
  const full = new FullScreen();
  const detach = full.attach(element);
  await full.enter();
  expect([full.on, full.fillsWindow]).toEqual([true, true]);
  full.toggle();
  expect([full.on, full.fillsWindow]).toEqual([false, false]);
  await full.enter();
  detach();
  expect(full.on).toBe(false);
});

it('fills the window on phones that know no such thing', async () => {
  const element = part();
  Object.defineProperty(element, 'requestFullscreen', { value: undefined });
  const full = new FullScreen();
  full.attach(element);
  await full.enter();
  expect(full.fillsWindow).toBe(true);
});

it('follows the browser where it fills the screen, also when somebody leaves it by Escape', async () => {
  const element = part();
  const shown = vi.spyOn(document, 'fullscreenElement', 'get').mockReturnValue(null);
  element.requestFullscreen = async () => {
    shown.mockReturnValue(element);
    document.dispatchEvent(new Event('fullscreenchange'));
  };
  const full = new FullScreen();
  full.attach(element);
  await full.enter();
  expect([full.on, full.fillsWindow]).toEqual([true, false]);
  shown.mockReturnValue(null);
  document.dispatchEvent(new Event('fullscreenchange'));
  expect(full.on).toBe(false);
});

it('takes what is around it out of reach, but what is read out, and gives back only that', () => {
  const [before, element, live, off] = [part(), part(), part(), part()];
  live.setAttribute('role', 'status');
  off.inert = true;
  const back = standAlone(element);
  expect([before, element, live, off].map(({ inert }) => inert)).toEqual([true, false, false, true]);
  back();
  expect([before, element, live, off].map(({ inert }) => inert)).toEqual([false, false, false, true]);
});

it('is idle after three seconds in which nobody stirs, and not a moment longer than somebody does', () => {
  vi.useFakeTimers();
  const idle = new Idle();
  vi.advanceTimersByTime(60_000);
  expect(idle.idle).toBe(false);
  idle.stir();
  vi.advanceTimersByTime(2_000);
  idle.stir();
  vi.advanceTimersByTime(2_999);
  expect(idle.idle).toBe(false);
  vi.advanceTimersByTime(1);
  expect(idle.idle).toBe(true);
  idle.stir();
  expect(idle.idle).toBe(false);
  idle.dispose();
  vi.advanceTimersByTime(10_000);
  expect(idle.idle).toBe(false);
});
