import { expect, it } from 'vitest';
import { keyLine, keySaid, keyShortcut } from './key-words.ts';

it.each([
  ['Mod+Shift+Z', 'Ctrl Shift Z', '⌘ Shift Z', 'Control Shift Z', 'Control+Shift+Z'],
  ['Alt+ArrowLeft', 'Alt ←', 'Option ←', 'Alt Left arrow', 'Alt+ArrowLeft'],
  ['+', '+', '+', 'Plus', 'Plus'],
  ['-', '−', '−', 'Minus', '-'],
])('%s is written as a person knows it', (key, line, apple, said, shortcut) => {
  expect([keyLine(key, false), keyLine(key, true), keySaid(key, false), keyShortcut(key, false)]).toEqual([line, apple, said, shortcut]);
});
