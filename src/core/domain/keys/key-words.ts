import { partsOf } from './press.ts';

const WORDS: Readonly<Record<string, string>> = {
  Mod: 'Ctrl', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Delete: 'Del', Insert: 'Ins', Escape: 'Esc',
  PageUp: 'Page ↑', PageDown: 'Page ↓', '-': '−',
};
const APPLE_WORDS: Readonly<Record<string, string>> = { ...WORDS, Mod: '⌘', Alt: 'Option' };

/** The caps that are pressed together, as keyboards print them. */
export const keyCaps = (key: string, apple: boolean): readonly string[] => partsOf(key).map((part) => (apple ? APPLE_WORDS : WORDS)[part] ?? part);

/** In one line: `Ctrl Shift Z`. */
export const keyLine = (key: string, apple: boolean): string => keyCaps(key, apple).join(' ');

const SAID: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left arrow', ArrowRight: 'Right arrow', ArrowUp: 'Up arrow', ArrowDown: 'Down arrow', ',': 'Comma', '.': 'Full stop', '<': 'Less than',
  '>': 'Greater than', '?': 'Question mark', '/': 'Slash', '+': 'Plus', '-': 'Minus', '=': 'Equals', Escape: 'Escape', PageUp: 'Page up', PageDown: 'Page down',
};

/** As it is said aloud: signs that a voice would pass over by their names. */
export const keySaid = (key: string, apple: boolean): string =>
  partsOf(key).map((part) => SAID[part] ?? (part === 'Mod' ? (apple ? 'Command' : 'Control') : part === 'Alt' && apple ? 'Option' : part)).join(' ');

/** As `aria-keyshortcuts` wants it. */
export const keyShortcut = (key: string, apple: boolean): string =>
  partsOf(key).map((part) => (part === 'Mod' ? (apple ? 'Meta' : 'Control') : part === '+' ? 'Plus' : part)).join('+');
