import type { Place } from './place.ts';

/** What plays a film, wherever it is played. */
const TRANSPORT = {
  play: { name: 'Play or stop', keys: ['Space'] },
  backwards: { name: 'Backwards; again, faster', keys: ['J'] },
  stop: { name: 'Stop', keys: ['K'] },
  forwards: { name: 'Forwards; again, faster', keys: ['L'] },
  'frame-back': { name: 'One frame back', keys: [','] },
  'frame-on': { name: 'One frame on', keys: ['.'] },
} as const;

/** The places where the film itself plays and is cut. How to add a key: key-places.ts. */
export const FILM_PLACES = {
  timeline: {
    title: 'Timeline',
    beside: ['timeline-clip'],
    commands: {
      ...TRANSPORT,
      closer: { name: 'Closer', keys: ['+', '='] },
      farther: { name: 'Farther', keys: ['-'] },
      whole: { name: 'Show the whole film', keys: ['0'] },
      mute: { name: 'Mute, or not', keys: ['M'] },
    },
    fixed: [
      { keys: ['ArrowLeft', 'ArrowRight'], does: 'One frame back, one frame on; with Shift, one second' },
      { keys: ['Home', 'End'], does: 'The first frame, the last' },
    ],
  },
  'timeline-clip': {
    title: 'Timeline, on a clip',
    beside: [],
    commands: {
      'move-earlier': { name: 'Move earlier', keys: ['Alt+ArrowLeft'] },
      'move-later': { name: 'Move later', keys: ['Alt+ArrowRight'] },
      'move-second-earlier': { name: 'Move a second earlier, without Ripple', keys: ['Alt+Shift+ArrowLeft'] },
      'move-second-later': { name: 'Move a second later, without Ripple', keys: ['Alt+Shift+ArrowRight'] },
      'start-earlier': { name: 'Start one frame earlier', keys: ['Mod+ArrowLeft'] },
      'start-later': { name: 'Start one frame later', keys: ['Mod+ArrowRight'] },
      'end-earlier': { name: 'End one frame earlier', keys: ['Shift+ArrowLeft'] },
      'end-later': { name: 'End one frame later', keys: ['Shift+ArrowRight'] },
      'start-here': { name: 'Trim its start to the playhead', keys: ['Q'] },
      'end-here': { name: 'Trim its end to the playhead', keys: ['W'] },
      split: { name: 'Split at the playhead', keys: ['S'] },
      'new-clip': { name: 'New clip behind it', keys: ['N'] },
      generate: { name: 'Generate the clip, or all of the scene', keys: ['G'] },
      duplicate: { name: 'Duplicate', keys: ['Mod+D'] },
      'slip-earlier': { name: 'Slip to an earlier picture', keys: ['<'] },
      'slip-later': { name: 'Slip to a later picture', keys: ['>'] },
      dissolve: { name: 'Dissolve into the next, or cut', keys: ['D'] },
      transition: { name: 'Choose a transition', keys: ['T'] },
      'transition-longer': { name: 'Make the transition longer', keys: ['Alt+ArrowUp'] },
      'transition-shorter': { name: 'Make the transition shorter', keys: ['Alt+ArrowDown'] },
      'check-cut': { name: 'Check the cut before it', keys: ['C'] },
      swap: { name: 'Swap with the next alternate', keys: ['A'] },
      'move-here': { name: 'Move to the playhead, without Ripple', keys: ['P'] },
      delete: { name: 'Put it in the bin', keys: ['Delete'] },
    },
    fixed: [
      { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], does: 'Walk over clips and scenes' },
      { keys: ['Home', 'End'], does: 'The first clip, the last' },
      { keys: ['Enter'], does: 'Playhead to its start' },
      { keys: ['Shift+F10'], does: 'Show what can be done' },
      { keys: ['Mod+C', 'Mod+X'], does: 'Copy, cut' },
      { keys: ['Mod+V'], does: 'Paste behind it' },
    ],
  },
  screening: {
    title: 'Screening',
    beside: ['project'],
    commands: {
      ...TRANSPORT,
      before: { name: 'Clip before; in the scene view, scene before', keys: ['['] },
      next: { name: 'Next clip; in the scene view, next scene', keys: [']'] },
      clip: { name: 'One clip', keys: ['1'] },
      scene: { name: 'One scene', keys: ['2'] },
      grid: { name: 'All clips', keys: ['3'] },
      fill: { name: 'Fill the screen, or not', keys: ['F'] },
      mute: { name: 'Mute, or not', keys: ['M'] },
      lyrics: { name: 'Lyrics, or not', keys: ['C'] },
      prompt: { name: 'Prompt, or not', keys: ['P'] },
      note: { name: 'Write a note on what is seen', keys: ['N'] },
    },
    fixed: [
      { keys: ['ArrowLeft', 'ArrowRight'], does: 'One frame back, one frame on; with Shift, one second; among all clips, walk over them' },
      { keys: ['Home', 'End'], does: 'The first frame, the last' },
      { keys: ['Escape'], does: 'Leave the full screen' },
    ],
  },
} as const satisfies Record<string, Place>;
