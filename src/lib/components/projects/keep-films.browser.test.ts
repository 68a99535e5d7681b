import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { ShellState } from '#lib/state/shell/shell.svelte.ts';
import { KeepForGood } from '#lib/state/store/keep-for-good.svelte.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Settings } from '#lib/storage/records.ts';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import StudioHouse from '../../../../tests/fixtures/StudioHouse.svelte';
import KeepFilms from './KeepFilms.svelte';

const shown: object[] = [];
afterEach(async () => {
  for (const one of shown.splice(0)) await unmount(one);
  document.body.replaceChildren();
});

function show(kind: 'disk' | 'memory') {
  const { settings } = openMemoryStorage();
  const shell = new ShellState(settings, Settings.parse({}), kind);
  const keep = new KeepForGood(shell, settings, false);
  shown.push(mount(StudioHouse, { target: document.body.appendChild(document.createElement('main')), props: { studio: { store: { keep } } as unknown as Studio, part: KeepFilms as never, props: {} } }));
  return { settings, keep, shell };
}

const button = (words: string) => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === words);

it('offers somebody who has films and no take to have them kept for good, and takes a no for an answer', async () => {
  const { settings, shell } = show('disk');
  await vi.waitFor(() => expect(button('Ask it to keep them')).toBeDefined());
  for (const scheme of ['dark', 'light']) {
    document.documentElement.style.colorScheme = scheme;
    expect((await axe.run(document.body, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).violations.map(({ id }) => id)).toEqual([]);
  }
  button('Not now')!.click();
  flushSync();
  expect(button('Ask it to keep them')).toBeUndefined();
  await vi.waitFor(async () => expect((await settings.read()).keepOffered).toBe(true));
  shell.dispose();
});

it('says what the browser answered', async () => {
  const { shell } = show('disk');
  await vi.waitFor(() => expect(button('Ask it to keep them')).toBeDefined());
  button('Ask it to keep them')!.click();
  await vi.waitFor(() => expect(shell.toasts.length).toBe(1));
  expect(button('Ask it to keep them')).toBeUndefined();
  shell.dispose();
});

it('promises nothing of what lies in memory alone', async () => {
  const { keep, shell } = show('memory');
  await keep.quietly();
  flushSync();
  expect(button('Ask it to keep them')).toBeUndefined();
  shell.dispose();
});
