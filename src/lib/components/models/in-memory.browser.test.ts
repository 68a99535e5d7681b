import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';
import type { Studio } from '#lib/state/studio.svelte.ts';
import StudioHouse from '../../../../tests/fixtures/StudioHouse.svelte';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import InMemory from './InMemory.svelte';

it('loads and unloads models of the accelerator, frees what a server holds, and says why it could not', async () => {
  const answers: ((problem: string | undefined) => void)[] = [];
  const waiting = () => new Promise<string | undefined>((resolve) => answers.push(resolve));
  const accelerator = {
    standing: 'connected',
    offers: [
      { id: 'onnx', models: [{ id: 'a', name: 'Model A', missing: [], loaded: true }, { id: 'b', name: 'Model B', missing: [], loaded: false }, { id: 'c', name: 'Model C', missing: [{}], loaded: false }] },
      { id: 'comfyui', holdsMemory: true, models: [{ id: 'w', name: 'Wan', missing: [] }] },
      { id: 'sdcpp', fault: { reason: 'engine-away', facts: {} }, holdsMemory: true, models: [] },
    ],
    loadModel: vi.fn(waiting),
    unloadModels: vi.fn(waiting),
  };
  const target = document.body.appendChild(document.createElement('main'));
  const house = mount(StudioHouse, { target, props: { studio: { accelerator } as unknown as Studio, part: InMemory as never, props: {} } });
  flushSync();
  const buttons = () => [...target.querySelectorAll('button')];
  expect(buttons().map(({ ariaLabel }) => ariaLabel)).toEqual(['Unload Model A', 'Load Model B', 'Free memory of ComfyUI']);
  expect((await axe.run(target, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  buttons()[1]!.focus();
  buttons()[1]!.click();
  flushSync();
  expect(buttons().map(({ ariaLabel }) => ariaLabel)).toEqual(['Unload Model A', 'Loading… Model B', 'Free memory of ComfyUI']);
  // One thing at a time, and the button stays under the hand of who pressed it.
  buttons()[0]!.click();
  expect([accelerator.unloadModels.mock.calls.length, document.activeElement]).toEqual([0, buttons()[1]]);
  answers[0]!('There is no room.');
  await vi.waitFor(() => expect(target.querySelector('[role=alert]:not([hidden])')?.textContent).toBe('There is no room.'));
  buttons()[2]!.click();
  answers[1]!(undefined);
  await vi.waitFor(() => expect(target.querySelector('[role=alert]:not([hidden])')).toBeNull());
  expect([accelerator.loadModel.mock.calls.length, accelerator.unloadModels.mock.calls]).toEqual([1, [['comfyui']]]);
  await unmount(house);
  target.remove();
});
