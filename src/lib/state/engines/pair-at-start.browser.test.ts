import { expect, it, vi } from 'vitest';
import { FakeLink } from '../../../../tests/contract/fake-link.ts';
import { AcceleratorState } from './accelerator.svelte.ts';
import { pairAtStart } from './pair-at-start.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

it('lets a browser keep the accelerator that it is paired with', async () => {
  const link = new FakeLink();
  link.paired = { address: 'http://gpu:4717', name: 'gpu', words: ['a', 'b', 'c', 'd'], pairedAt: 1 };
  const pair = vi.spyOn(link, 'pair');
  const shell = { announce: vi.fn(), toast: vi.fn() } as unknown as ShellState;
  const accelerator = new AcceleratorState(link, shell, { read: vi.fn(), write: vi.fn(async () => {}) }, { powerPrice: 0, currency: '€' });
  history.replaceState(null, '', '#pair=7K3M9QXT');
  await pairAtStart(accelerator, shell);
  expect(location.hash).toBe('');
  expect(pair).not.toHaveBeenCalled();
});
