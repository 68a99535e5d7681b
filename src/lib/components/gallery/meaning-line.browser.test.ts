import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import type { MeaningSearch } from '#lib/state/gallery/meaning-search.svelte.ts';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import MeaningLine from './MeaningLine.svelte';

let line: object | undefined;
afterEach(async () => {
  if (line) await unmount(line);
  document.body.replaceChildren();
});

function show(meaning: Partial<MeaningSearch>): HTMLElement {
  const place = document.body.appendChild(document.createElement('main'));
  line = mount(MeaningLine, { target: place, props: { meaning: { known: 0, near: [], ...meaning } as MeaningSearch, total: 40 } });
  flushSync();
  return place;
}

it('says where a model for search is to be had while there is none', async () => {
  const place = show({});
  expect(place.querySelector('a')?.getAttribute('href')).toBe('/models');
  for (const scheme of ['dark', 'light']) {
    document.documentElement.style.colorScheme = scheme;
    const { violations } = await axe.run(place, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
});

it('says how many pictures were looked at, why it could not look, and nothing once all is done', () => {
  expect(show({ model: 'SigLIP base', known: 12 }).textContent).toContain('SigLIP base has looked at 12 of 40 takes so far.');
  expect(show({ model: 'SigLIP base', known: 12, fault: { reason: 'out-of-memory', facts: {} } }).textContent).toContain('searched alone');
  expect(show({ model: 'SigLIP base', known: 40 }).textContent?.trim()).toBe('');
});
