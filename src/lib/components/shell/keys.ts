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
      { keys: ['Shift', 'F'], does: 'Fill the screen' },
    ],
  },
  {
    place: 'Player, in a take and while comparing wherever the focus is',
    keys: [
      { keys: [',', '.'], does: 'Frame by frame', single: true },
      { keys: ['<', '>'], does: 'Slower, faster', single: true },
      { keys: ['L'], does: 'Loop', single: true },
      { keys: ['S'], does: 'Save this frame as PNG, in a take', single: true },
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
      { keys: ['←', '→', '↑', '↓'], does: 'Walk over the takes; with Shift, select them' },
      { keys: ['Home', 'End'], does: 'First take, last take' },
      { keys: ['Space'], does: 'Select the take, or not' },
      { keys: ['Ctrl', 'A'], does: 'Select all that were found' },
      { keys: ['Esc'], does: 'Select none' },
      { keys: ['Enter'], does: 'Open the take' },
      { keys: ['/'], does: 'Search', single: true },
      { keys: ['C'], does: 'Compare two to four selected takes', single: true },
    ],
  },
  {
    place: 'Board',
    keys: [
      { keys: ['←', '→', '↑', '↓'], does: 'Walk over scenes and clips; with Shift, select them; on a scene, fold and unfold it' },
      { keys: ['Enter', 'F2'], does: 'Write on it; Esc leads back' },
      { keys: ['N'], does: 'New clip; with Shift, new scene', single: true },
      { keys: ['G'], does: 'Generate the clip, all selected, or all of the scene', single: true },
      { keys: ['Alt', '←', '→', '↑', '↓'], does: 'Move it' },
      { keys: ['A'], does: 'Put the next alternate in the cut; with Shift, make one', single: true },
      { keys: ['Ctrl', 'D'], does: 'Duplicate' },
      { keys: ['Space'], does: 'Select the clip, or not' },
      { keys: ['Ctrl', 'A'], does: 'Select all clips' },
      { keys: ['Del'], does: 'Put it in the bin' },
      { keys: ['Shift', 'F10'], does: 'Show what can be done' },
      { keys: ['Ctrl', 'Z'], does: 'Undo; with Shift, redo' },
    ],
  },
  {
    place: 'Timeline',
    keys: [
      { keys: ['Space'], does: 'Play or stop' },
      { keys: ['J', 'K', 'L'], does: 'Backwards, stop, forwards; again, faster', single: true },
      { keys: ['←', '→'], does: 'One frame back, one frame on; with Shift, one second' },
      { keys: [',', '.'], does: 'One frame back, one frame on, wherever the focus is', single: true },
      { keys: ['Home', 'End'], does: 'The first frame, the last' },
      { keys: ['+', '−'], does: 'Closer, farther; 0 shows the whole film', single: true },
    ],
  },
  {
    place: 'Timeline, on a clip',
    keys: [
      { keys: ['←', '→', '↑', '↓'], does: 'Walk over clips and scenes' },
      { keys: ['Alt', '←', '→'], does: 'Move it; with Shift, by a second' },
      { keys: ['Shift', '←', '→'], does: 'Trim its end' },
      { keys: ['Ctrl', '←', '→'], does: 'Trim its start' },
      { keys: ['Q', 'W'], does: 'Trim its start, its end, to the playhead', single: true },
      { keys: ['S'], does: 'Split it at the playhead', single: true },
      { keys: ['<', '>'], does: 'Slip to an earlier, a later picture', single: true },
      { keys: ['D'], does: 'Dissolve into the next, or cut', single: true },
      { keys: ['A'], does: 'Put the next alternate in the cut', single: true },
      { keys: ['P'], does: 'Move it to the playhead, without Ripple', single: true },
      { keys: ['Enter'], does: 'Playhead to its start' },
      { keys: ['Del'], does: 'Put it in the bin' },
      { keys: ['Shift', 'F10'], does: 'Show what can be done' },
    ],
  },
  {
    place: 'A take, or all selected',
    keys: [
      { keys: ['F'], does: 'Favourite, or not', single: true },
      { keys: ['1', '…', '5'], does: 'Rate; 0 takes the stars off', single: true },
      { keys: ['T'], does: 'Tags', single: true },
      { keys: ['R', 'F2'], does: 'Rename' },
      { keys: ['D'], does: 'Download', single: true },
      { keys: ['Del'], does: 'Put it in the bin; in the bin, delete it for good' },
      { keys: ['Ins'], does: 'Put it back, in the bin' },
      { keys: ['N', 'P'], does: 'Next take, take before, in a take', single: true },
      { keys: ['Ctrl', 'Z'], does: 'Undo' },
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
