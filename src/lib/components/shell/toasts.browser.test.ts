import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { ShellState } from '#lib/state/shell/shell.svelte.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Settings } from '#lib/storage/records.ts';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import StudioHouse from '../../../../tests/fixtures/StudioHouse.svelte';
import Toasts from './Toasts.svelte';

let shown: object | undefined;
afterEach(async () => {
  if (shown) await unmount(shown);
  document.body.replaceChildren();
  await page.viewport(1440, 900);
});

it.each([320, 1440])('shows all words of a message beside what can be done about it, at %i pixels', async (width) => {
  await page.viewport(width, 800);
  const shell = new ShellState(openMemoryStorage().settings, Settings.parse({}), 'memory');
  shell.toast('info', 'Your takes lie in this browser. It may clear them when the disk is nearly full, unless it promises not to.', { label: 'Ask it to keep them', run: () => undefined });
  shown = mount(StudioHouse, { target: document.body, props: { studio: { shell, telling: { asks: false } } as unknown as Studio, part: Toasts as never, props: {} } });
  flushSync();
  const words = document.querySelector<HTMLElement>('.toast p')!;
  expect(words.scrollHeight, 'nothing of it is cut off').toBeLessThanOrEqual(words.clientHeight);
  expect(words.clientWidth, 'no narrow column').toBeGreaterThan(0.6 * document.querySelector<HTMLElement>('.toast')!.clientWidth);
  shell.dispose();
});
