/** Fields that letters are typed into; sliders, radios and boxes leave them free. */
const TYPED_INTO =
  'textarea, select, [contenteditable], input:not([type="range"], [type="radio"], [type="checkbox"], [type="file"])';

/** Whether a key press is being typed into something. */
export function isTyping(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest(TYPED_INTO) !== null;
}

/** Whether a dialog, menu or popover is open; it has the first right to Escape. */
export function somethingIsOpen(): boolean {
  return document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"], :popover-open, :fullscreen') !== null;
}
