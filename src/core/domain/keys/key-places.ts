import { FILM_PLACES } from './film-places.ts';
import type { Place } from './place.ts';

/**
 * Every key of the studio: what the list of keys shows, what the screens listen to, what menus and the
 * palette write beside their commands, and what can be changed in Settings, all come from here.
 *
 * To add a key:
 * 1. Write it under its place, as `name-of-command: { name, keys }`. Its id is `place.name-of-command`: it
 *    is kept with the person's own keys, so it stays when the name or the key changes.
 * 2. In the screen's listener ask `keys.commandAt('place', event)` (`getStudio().keys`, after `isTyping` and
 *    `somethingIsOpen`) and do what the id says.
 * 3. Bring it into the palette: `offer(() => ({ title, actions }))` (components/palette/offers.svelte.ts), each action with its id
 *    and, where it cannot be done now, `why`. Menus of the same actions write `hintOf(action, keys)` beside them.
 * What walks, presses and closes (arrows, Enter, Space, Escape) is the same everywhere and stands under
 * `fixed`: it is listed, it cannot be changed. A new place names those that listen at the same time in `beside`.
 *
 * Keys are written as `pressedKeys` names them: `N`, `Shift+N`, `Mod+D` (Ctrl, ⌘ on a Mac), `Alt+ArrowLeft`, `?`.
 */
export const KEY_PLACES = {
  everywhere: {
    title: 'Everywhere',
    beside: [],
    commands: {
      palette: { name: 'Find a command or a thing', keys: ['Mod+K'] },
      keys: { name: 'Show the list of keys', keys: ['?'] },
    },
    fixed: [{ keys: ['Escape'], does: 'Close what is open' }],
  },
  create: {
    title: 'Create',
    beside: ['player'],
    commands: {
      generate: { name: 'Generate', keys: ['Mod+Enter'] },
      'generate-single': { name: 'Generate, while not typing', keys: ['G'] },
    },
    fixed: [
      { keys: ['Mod+V'], does: 'Paste a picture, where one is wanted' },
      { keys: ['Escape'], does: 'Cancel the clip in the making' },
    ],
  },
  player: {
    title: 'Player',
    beside: ['takes', 'take'],
    commands: {
      'frame-back': { name: 'One frame back', keys: [','] },
      'frame-on': { name: 'One frame on', keys: ['.'] },
      slower: { name: 'Slower', keys: ['<'] },
      faster: { name: 'Faster', keys: ['>'] },
      loop: { name: 'Loop', keys: ['L'] },
      fill: { name: 'Fill the screen', keys: ['Shift+F'] },
      'save-frame': { name: 'Save this frame as PNG, in a take', keys: ['S'] },
    },
    fixed: [
      { keys: ['Space'], does: 'Play or pause' },
      { keys: ['ArrowLeft', 'ArrowRight'], does: 'One frame back, one frame on' },
      { keys: ['Home', 'End'], does: 'First frame, last frame' },
    ],
  },
  queue: {
    title: 'Queue',
    beside: [],
    commands: {
      up: { name: 'Move the job up', keys: ['Alt+ArrowUp'] },
      down: { name: 'Move the job down', keys: ['Alt+ArrowDown'] },
      top: { name: 'Move it to the top', keys: ['Alt+Home'] },
      bottom: { name: 'Move it to the bottom', keys: ['Alt+End'] },
      'choose-all': { name: 'Choose all', keys: ['Mod+A'] },
      cancel: { name: 'Cancel; remove what is over', keys: ['Delete'] },
      undo: { name: 'Undo', keys: ['Mod+Z'] },
    },
    fixed: [
      { keys: ['ArrowUp', 'ArrowDown'], does: 'Walk over the jobs' },
      { keys: ['ArrowRight', 'ArrowLeft'], does: 'Open and close a job; go into its buttons and back' },
      { keys: ['Space'], does: 'Choose; with Shift and the arrows, more' },
      { keys: ['Enter', 'F10'], does: 'Show what can be done' },
    ],
  },
  gallery: {
    title: 'Gallery',
    beside: ['takes', 'bin'],
    commands: {
      search: { name: 'Search', keys: ['/'] },
      compare: { name: 'Compare two to four selected takes', keys: ['C'] },
      'select-all': { name: 'Select all that were found', keys: ['Mod+A'] },
    },
    fixed: [
      { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], does: 'Walk over the takes; with Shift, select them' },
      { keys: ['Home', 'End'], does: 'First take, last take' },
      { keys: ['Space'], does: 'Select the take, or not' },
      { keys: ['Escape'], does: 'Select none' },
      { keys: ['Enter'], does: 'Open the take' },
    ],
  },
  takes: {
    title: 'A take, or all selected',
    beside: ['take', 'bin'],
    commands: {
      favourite: { name: 'Favourite, or not', keys: ['F'] },
      tags: { name: 'Tags', keys: ['T'] },
      rename: { name: 'Rename', keys: ['R', 'F2'] },
      download: { name: 'Download', keys: ['D'] },
      delete: { name: 'Put it in the bin; in the bin, delete it for good', keys: ['Delete'] },
      undo: { name: 'Undo', keys: ['Mod+Z'] },
    },
    fixed: [{ keys: ['1', '2', '3', '4', '5'], does: 'Rate; 0 takes the stars off' }],
  },
  take: {
    title: 'In a take',
    beside: [],
    commands: {
      next: { name: 'Next take', keys: ['N'] },
      previous: { name: 'Take before', keys: ['P'] },
    },
    fixed: [],
  },
  bin: {
    title: 'Bin',
    beside: [],
    commands: {
      // Insert alone belongs to NVDA, JAWS and Narrator: B does the same.
      restore: { name: 'Put it back', keys: ['B', 'Insert'] },
    },
    fixed: [],
  },
  project: {
    title: 'Project',
    beside: ['board', 'keyframes', 'timeline', 'timeline-clip', 'pool', 'cast'],
    commands: {
      undo: { name: 'Undo', keys: ['Mod+Z'] },
      redo: { name: 'Redo', keys: ['Mod+Shift+Z', 'Mod+Y'] },
      'next-place': { name: 'On to the next place: Board, Keyframes, Timeline …', keys: ['V'] },
      'place-before': { name: 'Back to the place before', keys: ['Shift+V'] },
    },
    fixed: [],
  },
  board: {
    title: 'Board',
    beside: [],
    commands: {
      details: { name: 'Details', keys: ['F2'] },
      'new-clip': { name: 'New clip', keys: ['N'] },
      'new-scene': { name: 'New scene', keys: ['Shift+N'] },
      generate: { name: 'Generate the clip, all selected, or all of the scene', keys: ['G'] },
      swap: { name: 'Swap with the next alternate', keys: ['A'] },
      'new-alternate': { name: 'New alternate', keys: ['Shift+A'] },
      duplicate: { name: 'Duplicate', keys: ['Mod+D'] },
      'move-left': { name: 'Move left', keys: ['Alt+ArrowLeft'] },
      'move-right': { name: 'Move right', keys: ['Alt+ArrowRight'] },
      'move-up': { name: 'Move up, or to the scene above', keys: ['Alt+ArrowUp'] },
      'move-down': { name: 'Move down, or to the scene below', keys: ['Alt+ArrowDown'] },
      'select-all': { name: 'Select all clips', keys: ['Mod+A'] },
      delete: { name: 'Put it in the bin', keys: ['Delete'] },
    },
    fixed: [
      { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], does: 'Walk over scenes and clips; with Shift, select them; on a scene, fold and unfold it' },
      { keys: ['Home', 'End'], does: 'To the scene, to its last clip' },
      { keys: ['Mod+Home', 'Mod+End'], does: 'To the first scene, to the last clip of the film' },
      { keys: ['PageUp', 'PageDown'], does: 'Scene before, next scene' },
      { keys: ['Enter'], does: 'Write on it; Esc leads back' },
      { keys: ['Space'], does: 'Select the clip, or not' },
      { keys: ['Shift+F10'], does: 'Show what can be done' },
      { keys: ['Mod+C', 'Mod+X'], does: 'Copy, cut' },
      { keys: ['Mod+V'], does: 'Paste behind it; text becomes a clip' },
    ],
  },
  keyframes: {
    title: 'Keyframes',
    beside: [],
    commands: {
      generate: { name: 'Generate the keyframe, once more where there is one', keys: ['G'] },
      'generate-missing': { name: 'Generate all that are missing', keys: ['Shift+G'] },
      clear: { name: 'Let the clip start or end on nothing', keys: ['Delete'] },
    },
    fixed: [
      { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], does: 'Walk over the keyframes' },
      { keys: ['Enter'], does: 'Show its details; Esc leads back' },
    ],
  },
  pool: {
    title: 'Pool',
    beside: [],
    commands: {
      search: { name: 'Search', keys: ['/'] },
      use: { name: 'Use in a clip', keys: ['U'] },
      tags: { name: 'Tags', keys: ['T'] },
      rename: { name: 'Rename', keys: ['R', 'F2'] },
      'cut-out': { name: 'Cut out', keys: ['C'] },
      download: { name: 'Download', keys: ['D'] },
      'select-all': { name: 'Select all that were found', keys: ['Mod+A'] },
      delete: { name: 'Take it out of the pool', keys: ['Delete'] },
    },
    fixed: [
      { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], does: 'Walk over the items; with Shift, select them' },
      { keys: ['Space'], does: 'Select the item, or not' },
      { keys: ['Enter'], does: 'Show its details; Esc leads back' },
      { keys: ['Mod+V'], does: 'Paste files into the pool' },
    ],
  },
  cast: {
    title: 'Cast & styles',
    beside: [],
    commands: {
      'new-character': { name: 'New character', keys: ['N'] },
      'new-style': { name: 'New style', keys: ['Shift+N'] },
      apply: { name: 'Apply to clips', keys: ['U'] },
      rename: { name: 'Rename', keys: ['R', 'F2'] },
      duplicate: { name: 'Duplicate', keys: ['Mod+D'] },
      delete: { name: 'Put it in the bin', keys: ['Delete'] },
    },
    fixed: [
      { keys: ['Enter'], does: 'Show its details; Esc leads back' },
      { keys: ['Mod+V'], does: 'Paste pictures onto the character that is shown' },
    ],
  },
  ...FILM_PLACES,
} as const satisfies Record<string, Place>;
