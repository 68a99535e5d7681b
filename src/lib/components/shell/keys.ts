// Which keys there are, and how to add one: src/core/domain/keys/key-places.ts.

/** Fields that letters are typed into; sliders, radios and boxes leave them free. */
const TYPED_INTO =
  'textarea, select, [contenteditable], input:not([type="range"], [type="radio"], [type="checkbox"], [type="file"])';

/** Whether a press, or what it brought about, is meant for a field that is typed into. */
export function isTyping(event: Event): boolean {
  return event.target instanceof HTMLElement && event.target.closest(TYPED_INTO) !== null;
}

// Asked at every press, of a document of thousands of elements: by attributes first, which takes a tenth of the time.
const OPEN = '[role="dialog"][data-state="open"], [role="menu"][data-state="open"], [popover]:popover-open';

/** Whether a dialog, menu or popover is open; it has the first right to Escape. */
export function somethingIsOpen(): boolean {
  return document.fullscreenElement !== null || document.querySelector(OPEN) !== null;
}
