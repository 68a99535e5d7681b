import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import Dialog from './Dialog.svelte';
import SearchField from './SearchField.svelte';

let dialog: object | undefined;
afterEach(async () => {
  if (dialog) await unmount(dialog);
  document.body.replaceChildren();
});

it('is emptied by Escape first; the next one closes the dialog that it stands in', async () => {
  const field = $state({ label: 'Search clips', words: '' });
  const children = createRawSnippet(() => ({
    render: () => '<div></div>',
    setup(target) {
      const search = mount(SearchField, { target, props: field });
      return () => void unmount(search);
    },
  }));
  const props = $state({ open: true, title: 'Use in a clip', children });
  dialog = mount(Dialog, { target: document.body, props });
  flushSync();
  await page.getByRole('searchbox').fill('kite');
  await userEvent.keyboard('{Escape}');
  expect([field.words, props.open]).toEqual(['', true]);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => props.open).toBe(false);
});
