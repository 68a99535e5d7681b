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

it('says the same once at a time, and keeps what offers something', () => {
  const shell = new ShellState(openMemoryStorage().settings, Settings.parse({}), 'memory');
  const undo = { label: 'Undo', run: () => {} };
  shell.toast('warn', 'Nothing to paste.');
  shell.toast('info', 'It is in the bin.', undo);
  shell.toast('info', 'It is in the bin.', undo);
  const last = shell.toast('warn', 'Nothing to paste.');
  expect(shell.toasts.map(({ text }) => text)).toEqual(['It is in the bin.', 'It is in the bin.', 'Nothing to paste.']);
  expect(shell.toasts.at(-1)?.id).toBe(last);
  shell.dispose();
});
