import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';
import type { Copied, ModelPlace } from '#core/domain/models/model-place.ts';
import { FaultError } from '#core/schema/fault.ts';
import { PlaceState } from '#lib/state/models/place.svelte.ts';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import AddModelDialog from './AddModelDialog.svelte';

const NOTHING = { standings: [], work: [], faults: [], room: undefined };

it('shows how far files are copied, and leaves them when it is closed', async () => {
  let copied: Copied | undefined;
  let leave = (_error: Error) => {};
  const add: ModelPlace['add'] = (_origin, _ask, told) => {
    copied = told;
    return new Promise((_resolve, reject) => (leave = reject));
  };
  const announce = vi.fn();
  const place = new PlaceState({ where: 'browser', takes: ['files'], watch: () => () => {}, look: async () => NOTHING, catalogue: async () => [], add } as unknown as ModelPlace, { announce });
  const target = document.body.appendChild(document.createElement('main'));
  const dialog = mount(AddModelDialog, { target, props: { open: true, place } });
  const find = <Kind extends HTMLElement>(selector: string) => document.querySelector<Kind>(selector);
  const press = (name: string) => [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === name)!.click();
  await vi.waitFor(() => expect(find('input[type=file]')).not.toBeNull());
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(2_000)], 'own.onnx'));
  find<HTMLInputElement>('input[type=file]')!.files = files.files;
  find('input[type=file]')!.dispatchEvent(new Event('change', { bubbles: true }));
  find<HTMLInputElement>('input[type=checkbox]')!.click();
  flushSync();
  press('Add');
  await vi.waitFor(() => expect(copied).toBeDefined());
  expect(find('[role=progressbar]')).toBeNull();
  expect(copied!(500, 2_000)).toBe(true);
  flushSync();
  expect([find('[role=progressbar]')?.ariaValueNow, find('[role=progressbar]')?.ariaLabel]).toEqual(['25', 'Copying the files']);
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  await unmount(dialog);
  expect(copied!(1_000, 2_000)).toBe(false);
  leave(new FaultError('cancelled'));
  await vi.waitFor(() => expect(announce).toHaveBeenCalledWith('It was left. Nothing of it is kept.'));
  place.dispose();
  target.remove();
});
