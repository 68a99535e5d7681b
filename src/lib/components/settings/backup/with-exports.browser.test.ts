import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import WithExports from './WithExports.svelte';

let shown: object | undefined;
afterEach(async () => {
  if (shown) await unmount(shown);
  document.documentElement.style.colorScheme = '';
  document.body.replaceChildren();
});

function show(props: { checked: boolean; refused?: string }): HTMLElement {
  const place = document.body.appendChild(document.createElement('main'));
  shown = mount(WithExports, { target: place, props: { films: [{ bytes: 2_000_000 }, { bytes: 1_000_000 }], ...props } });
  flushSync();
  return place;
}

it.each([
  ['dark', undefined],
  ['light', undefined],
  ['dark', 'There is not room enough for them here, so they stay in the file.'],
  ['light', 'There is not room enough for them here, so they stay in the file.'],
] as const)('asks in %s whether exported films go along, with nothing that axe objects to (refused: %s)', async (scheme, refused) => {
  document.documentElement.style.colorScheme = scheme;
  const place = show({ checked: refused === undefined, ...(refused && { refused }) });
  const box = place.querySelector('input')!;
  expect(box.labels![0]!.textContent).toContain('With 2 exported films, 3');
  expect([box.disabled, box.checked]).toEqual([refused !== undefined, refused === undefined]);
  expect((await axe.run(place)).violations).toEqual([]);
});
