import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { GalleryList } from '#lib/state/gallery/gallery-list.svelte.ts';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import NothingFound from './NothingFound.svelte';

const shown: object[] = [];
afterEach(async () => {
  for (const one of shown.splice(0)) await unmount(one);
  document.body.replaceChildren();
});

function show(words: string, sees?: string) {
  const onclear = vi.fn();
  const target = document.body.appendChild(document.createElement('main'));
  shown.push(mount(NothingFound, { target, props: { list: { query: { words }, total: 4 } as GalleryList, sees, onclear } }));
  flushSync();
  return { target, onclear };
}

it('says all that was looked through, pictures too where a model has looked at them, and leads on', () => {
  expect(show('zebra').target.textContent).toContain('No name, prompt or tag has words that begin like “zebra” and fits the filters.');
  const { target, onclear } = show('zebra', 'SigLIP base');
  expect(target.textContent).toContain('fits the filters, and SigLIP base sees it in no picture.');
  target.querySelector('button')!.click();
  expect(onclear).toHaveBeenCalledOnce();
  expect(show('').target.textContent).toContain('No take fits the filters.');
});
