import Clipboard from '@lucide/svelte/icons/clipboard-paste';
import Copy from '@lucide/svelte/icons/copy';
import Scissors from '@lucide/svelte/icons/scissors';
import type { ShellState } from '#lib/state/shell/shell.svelte.ts';
import { readClipboard, writeClipboard } from '#lib/state/shell/system-clipboard.ts';
import type { Action } from '../shell/action.ts';
import { isTyping, somethingIsOpen } from '../shell/keys.ts';

/** What a screen of a project copies from and pastes to. */
export interface Desk {
  /** Whether the keys are meant for it: the focus is on it. */
  isHere(): boolean;
  /** What stands at the focus, or all that is selected, as text. */
  text(): string | undefined;
  /** What it is called in a sentence: `2 clips`. */
  name(): string;
  /** Puts it in the bin; false where that was refused. */
  remove(): boolean;
  paste(text: string): void;
}

type Says = Pick<ShellState, 'announce' | 'toast'>;

/** Copy, cut and paste by the browser's own keys: their events need no permission. */
export function listenForClipboard(desk: Desk, shell: Says): () => void {
  const stop = new AbortController();
  const isMeant = (event: ClipboardEvent) => !event.defaultPrevented && !isTyping(event) && !somethingIsOpen() && desk.isHere();
  const take = (event: ClipboardEvent) => {
    // Words that a person has marked are what is copied.
    if (!isMeant(event) || !(getSelection()?.isCollapsed ?? true)) return;
    const text = desk.text();
    if (text === undefined || !event.clipboardData) return;
    event.preventDefault();
    const name = desk.name();
    if (event.type === 'cut' && !desk.remove()) return;
    event.clipboardData.setData('text/plain', text);
    shell.announce(event.type === 'cut' ? `${name} cut.` : `${name} copied.`);
  };
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain');
    if (!isMeant(event) || !text) return;
    event.preventDefault();
    desk.paste(text);
  };
  const { signal } = stop;
  document.addEventListener('copy', take, { signal });
  document.addEventListener('cut', take, { signal });
  document.addEventListener('paste', paste, { signal });
  return () => stop.abort();
}

/** The same in a menu. `readOnly`: why nothing can be changed. */
export function clipboardActions(desk: Desk, shell: Says, { readOnly, keys }: { readonly readOnly: string | undefined; readonly keys: (key: string) => string }): readonly Action[] {
  const refused = (key: string) => shell.toast('warn', `The browser does not let this page at the clipboard from a menu. ${keys(key)} does the same.`);
  async function take(cut: boolean): Promise<void> {
    const [text, name] = [desk.text(), desk.name()];
    if (text === undefined) return;
    if (!(await writeClipboard(text))) return void refused(cut ? 'Mod+X' : 'Mod+C');
    if (!cut || desk.remove()) shell.announce(cut ? `${name} cut.` : `${name} copied.`);
  }
  async function paste(): Promise<void> {
    const text = await readClipboard();
    if (text === undefined) refused('Mod+V');
    else desk.paste(text);
  }
  return [
    { key: 'Mod+C', name: 'Copy', icon: Copy, run: () => void take(false) },
    { key: 'Mod+X', name: 'Cut', icon: Scissors, why: readOnly, run: () => void take(true) },
    { key: 'Mod+V', name: 'Paste', icon: Clipboard, why: readOnly, run: () => void paste() },
  ];
}
