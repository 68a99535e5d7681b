import axe from 'axe-core';
import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import ConfirmDialog from './ConfirmDialog.svelte';

let dialog: object | undefined;
afterEach(async () => {
  if (dialog) await unmount(dialog);
  document.body.replaceChildren();
  document.documentElement.style.colorScheme = '';
});

function show() {
  const onconfirm = vi.fn<() => void>();
  const props = $state({
    open: true,
    title: 'Delete for good',
    keep: 'Keep them',
    action: 'Delete',
    onconfirm,
    children: createRawSnippet(() => ({ render: () => `<p>${'Long'.repeat(200)} will be deleted.</p>` })),
  });
  dialog = mount(ConfirmDialog, { target: document.body, props });
  flushSync();
  return { props, onconfirm };
}

it('does what is asked about once it is said, and then closes', async () => {
  const { props, onconfirm } = show();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  expect(onconfirm).toHaveBeenCalledOnce();
  expect(props.open).toBe(false);
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
});

it('leaves everything as it is by its button and by Escape', async () => {
  const first = show();
  await page.getByRole('button', { name: 'Keep them' }).click();
  expect([first.props.open, first.onconfirm.mock.calls]).toEqual([false, []]);
  await unmount(dialog!);
  const second = show();
  await expect.element(page.getByRole('dialog', { name: 'Delete for good' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => second.props.open).toBe(false);
  expect(second.onconfirm).not.toHaveBeenCalled();
});

it('has room for long words on a narrow screen, in both themes', async () => {
  await page.viewport(320, 640);
  show();
  for (const scheme of ['dark', 'light']) {
    document.documentElement.style.colorScheme = scheme;
    const { violations } = await axe.run(document.body, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
  const content = document.querySelector('[role=dialog]')!;
  expect(content.scrollWidth).toBeLessThanOrEqual(content.clientWidth);
});
