import { describe, expect, it } from 'vitest';
import { isSingle, partsOf, type Press, pressedKeys, recordedKey } from './press.ts';

const press = (key: string, code: string, held: Partial<Press> = {}): Press => ({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('the names of a press', () => {
  it.each([
    ['a letter', press('n', 'KeyN'), ['N']],
    ['with Shift', press('N', 'KeyN', { shiftKey: true }), ['Shift+N']],
    ['with Caps Lock', press('N', 'KeyN'), ['N']],
    ['Ctrl', press('d', 'KeyD', { ctrlKey: true }), ['Mod+D']],
    ['⌘', press('d', 'KeyD', { metaKey: true }), ['Mod+D']],
    ['a sign, however it is typed', press('?', 'Minus', { shiftKey: true }), ['?']],
    ['plus', press('+', 'Equal', { shiftKey: true }), ['+']],
    ['an arrow', press('ArrowLeft', 'ArrowLeft', { altKey: true, shiftKey: true }), ['Alt+Shift+ArrowLeft']],
    ['Space', press(' ', 'Space'), ['Space']],
    ['a modifier alone', press('Shift', 'ShiftLeft', { shiftKey: true }), []],
    ['where the letter is printed, not where it lies (French A)', press('a', 'KeyQ'), ['A']],
    ['a French digit, which needs Shift', press('1', 'Digit1', { shiftKey: true }), ['1']],
    ['Cyrillic', press('п', 'KeyG'), ['П', 'G']],
    ['Cyrillic with Ctrl', press('я', 'KeyZ', { ctrlKey: true }), ['Mod+Я', 'Mod+Z']],
    ['Cyrillic with Shift', press('Т', 'KeyN', { shiftKey: true }), ['Shift+Т', 'Shift+N']],
    ['a Cyrillic letter in the place of a sign', press('б', 'Comma'), ['Б', ',']],
    ['the same with Shift', press('Б', 'Comma', { shiftKey: true }), ['Shift+Б', '<']],
    ['an Arabic digit', press('٣', 'Digit3'), ['٣', '3']],
    ['an umlaut', press('ö', 'Semicolon'), ['Ö', ';']],
    ['Option on a Mac', press('ß', 'KeyS', { altKey: true }), ['Alt+ß', 'Alt+S']],
    ['Option on a Mac, without a letter of its own', press('Dead', 'KeyN', { altKey: true }), ['Alt+N']],
  ] as const)('%s', (_, pressed, names) => expect(pressedKeys(pressed)).toEqual(names));

  it('takes what AltGr types for a sign and not for Ctrl and Alt', () => {
    const held = { ctrlKey: true, altKey: true, getModifierState: (name: string) => name === 'AltGraph' };
    expect(pressedKeys(press('@', 'KeyQ', held))).toEqual(['@']);
    expect(pressedKeys(press('ż', 'KeyZ', held))).toEqual([]);
  });
});

it.each([
  ['Mod+Shift+Z', ['Mod', 'Shift', 'Z']],
  ['+', ['+']],
  ['Mod++', ['Mod', '+']],
] as const)('parts %s', (key, parts) => expect(partsOf(key)).toEqual(parts));

it('knows single letters and signs', () => {
  expect(['N', 'Shift+N', '?', '+', '0', 'Б'].every(isSingle)).toBe(true);
  expect(['Mod+N', 'Alt+N', 'F2', 'Delete', 'Space', 'ArrowLeft'].some(isSingle)).toBe(false);
});

it.each([
  ['a Latin letter', press('ö', 'Semicolon'), 'Ö'],
  ['a Cyrillic letter, by its place', press('п', 'KeyG', { ctrlKey: true }), 'Mod+G'],
  ['Option on a Mac, by the place', press('ß', 'KeyS', { altKey: true }), 'Alt+S'],
  ['a sign', press('/', 'Slash'), '/'],
  ['nothing of a modifier alone', press('Control', 'ControlLeft', { ctrlKey: true }), undefined],
] as const)('remembers %s', (_, pressed, key) => expect(recordedKey(pressed)).toBe(key));
