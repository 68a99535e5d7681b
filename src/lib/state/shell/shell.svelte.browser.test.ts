import { flushSync } from 'svelte';
import { expect, it } from 'vitest';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Settings } from '#lib/storage/records.ts';
import { ShellState } from './shell.svelte.ts';

it('lets an effect speak, once for each change it speaks of', () => {
  const shell = new ShellState(openMemoryStorage().settings, Settings.parse({}), 'memory');
  let room = $state(1);
  const stop = $effect.root(() => {
    $effect(() => {
      shell.announce(`${room} left.`);
      shell.toast('info', `${room} left.`);
    });
  });
  flushSync();
  room = 0;
  flushSync();
  expect(shell.toasts.map(({ text }) => text)).toEqual(['1 left.', '0 left.']);
  expect(shell.announcement).toEqual({ text: '0 left.', assertive: false, turn: 2 });
  stop();
  shell.dispose();
});
