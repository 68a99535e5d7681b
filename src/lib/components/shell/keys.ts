/** Every key of the studio: what the list shows is what the screens listen to. */
export const KEYS = [
  {
    place: 'Everywhere',
    keys: [
      { keys: ['?'], does: 'Show this list', single: true },
      { keys: ['Esc'], does: 'Close what is open; else cancel the clip in the making' },
    ],
  },
  {
    place: 'Create',
    keys: [
      { keys: ['Ctrl', 'Enter'], does: 'Generate' },
      { keys: ['G'], does: 'Generate, while not typing', single: true },
      { keys: ['Ctrl', 'V'], does: 'Paste a picture, where one is wanted' },
    ],
  },
  {
    place: 'Player, while it has the focus',
    keys: [
      { keys: ['Space'], does: 'Play or pause' },
      { keys: ['←', '→'], does: 'One frame back, one frame on' },
      { keys: ['Home', 'End'], does: 'First frame, last frame' },
      { keys: ['L'], does: 'Loop' },
      { keys: ['F'], does: 'Fill the screen' },
    ],
  },
  {
    place: 'Queue',
    keys: [
      { keys: ['↑', '↓'], does: 'Walk over the jobs' },
      { keys: ['→', '←'], does: 'Open and close a job; go into its buttons and back' },
      { keys: ['Alt', '↑', '↓'], does: 'Move the job up or down in line' },
      { keys: ['Alt', 'Home', 'End'], does: 'Move it to the top or the bottom' },
      { keys: ['Space'], does: 'Choose; with Shift and the arrows, more' },
      { keys: ['Enter', 'F10'], does: 'Show what can be done' },
      { keys: ['Del'], does: 'Cancel; remove what is over' },
    ],
  },
  {
    place: 'Gallery',
    keys: [
      { keys: ['←', '→', '↑', '↓'], does: 'Walk over the takes' },
      { keys: ['Enter'], does: 'Open the take' },
      { keys: ['Del'], does: 'Put the take in the bin' },
    ],
  },
] as const;

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
