import { partsOf } from './press.ts';

/** Whose a key is, where it is nobody's to give away. */
export type KeyOwner = 'browser' | 'system' | 'screen-reader' | 'page';

/*
 * Sources. Chrome: support.google.com/chrome/answer/157179; its own accelerators: chrome/browser/ui/views/accelerator_table.cc.
 * Firefox: support.mozilla.org/kb/keyboard-shortcuts-perform-firefox-tasks-quickly. Safari: support.apple.com/guide/safari/cpsh003.
 * Windows: support.microsoft.com, "Keyboard shortcuts in Windows". macOS: support.apple.com/102650.
 */
const BROWSER = new Set([
  // Windows and tabs: the page is not even asked.
  ...['Mod+N', 'Mod+T', 'Mod+W', 'Mod+Shift+N', 'Mod+Shift+T', 'Mod+Shift+W', 'Mod+Q', 'Mod+Shift+Q', 'Mod+Tab', 'Mod+Shift+Tab'],
  ...['Mod+PageUp', 'Mod+PageDown', 'Mod+F4', 'Mod+1', 'Mod+2', 'Mod+3', 'Mod+4', 'Mod+5', 'Mod+6', 'Mod+7', 'Mod+8', 'Mod+9'],
  // Addresses, search, history, bookmarks.
  ...['Mod+L', 'Mod+E', 'Mod+F', 'Mod+G', 'Mod+Shift+G', 'Mod+H', 'Mod+Shift+H', 'Mod+J', 'Mod+D', 'Mod+Shift+D', 'Mod+B', 'Mod+Shift+B', 'Mod+Shift+O'],
  ...['Mod+[', 'Mod+]', 'Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+Home', 'Alt+D', 'Alt+E', 'Alt+F', 'F3', 'Shift+F3', 'F6', 'Shift+F6'],
  // The page as a whole: print, save, load, its source, its size. Who needs larger letters needs these.
  ...['Mod+P', 'Mod+Shift+P', 'Mod+S', 'Mod+O', 'Mod+U', 'Mod+R', 'Mod+Shift+R', 'F5', 'Mod+F5', 'Shift+F5', 'Mod++', 'Mod+=', 'Mod+-', 'Mod+0'],
  ...['F1', 'F7', 'F11', 'F12', 'Mod+Shift+I', 'Mod+Shift+J', 'Mod+Shift+C', 'Mod+Shift+K', 'Mod+Shift+M', 'Mod+Shift+A', 'Mod+Shift+Delete'],
  // Editing, in every field.
  ...['Mod+A', 'Mod+C', 'Mod+V', 'Mod+X', 'Mod+Z', 'Mod+Y', 'Mod+Shift+Z', 'Mod+Shift+V'],
]);

const SYSTEM = new Set(['Alt+F4', 'Alt+Tab', 'Alt+Shift+Tab', 'Alt+Space', 'Alt+Escape', 'Mod+Escape', 'Mod+Shift+Escape', 'Mod+Space', 'Mod+M', 'Mod+`', 'F10']);

/** What walks, presses, opens and closes on every page. */
const PAGE = new Set([
  ...['Tab', 'Shift+Tab', 'Enter', 'Space', 'Shift+Space', 'Escape', 'Shift+Escape', 'Backspace', 'ContextMenu', 'Shift+F10'],
  ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'],
]);

/** Insert and Caps Lock are the modifiers of NVDA, JAWS, Narrator and Orca. */
const READER_MODIFIERS = new Set(['Insert', 'CapsLock']);

/**
 * Whose a key is; undefined where it is free. Screen readers: NVDA (nvaccess.org user guide, "NVDA modifier
 * key") and JAWS (freedomscientific.com, "JAWS keystrokes") take Insert and Caps Lock with anything, and
 * Ctrl+Alt+arrows to walk over tables; Narrator (support.microsoft.com, "Narrator keyboard commands") and Orca
 * (help.gnome.org/users/orca) take Insert and Caps Lock; VoiceOver (support.apple.com/guide/voiceover) takes
 * Ctrl+Option with anything. Ctrl+Alt is also AltGr, which types signs.
 */
export function ownerOf(key: string): KeyOwner | undefined {
  const parts = partsOf(key);
  if (READER_MODIFIERS.has(parts.at(-1) ?? '') || (parts.includes('Mod') && parts.includes('Alt'))) return 'screen-reader';
  if (PAGE.has(key)) return 'page';
  if (SYSTEM.has(key)) return 'system';
  return BROWSER.has(key) ? 'browser' : undefined;
}
