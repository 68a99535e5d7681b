import type { Template } from './template.ts';

/** Two minutes in three acts: a want, an obstacle, a choice. */
export const shortFilm: Template = {
  id: 'short-film',
  name: 'Short film',
  description: 'Three acts: somebody wants something, something stands in the way, a choice is made. 14 clips, 2 minutes.',
  aspect: '21:9',
  length: 2880,
  scenes: [
    {
      name: 'Act one: the lighthouse',
      description: 'An old keeper and the life he is used to. On his last evening of duty the lamp fails.',
      prompt: 'remote lighthouse on a rocky coast, autumn dusk, painterly light, muted blues',
      clips: [
        { name: 'The coast', prompt: 'the lighthouse on its rock, gulls circling, waves below', length: 240, shot: 'extreme-wide', cameraMove: 'crane-up', role: 'hook', transition: { kind: 'dissolve', frames: 24 } },
        { name: 'The keeper', prompt: 'an old man climbs a spiral staircase with a lantern', length: 192, shot: 'wide', cameraMove: 'tilt-up' },
        { name: 'Last page', prompt: 'a hand writes the last line into a logbook and closes it', length: 168, shot: 'extreme-close-up', cameraMove: 'static' },
        { name: 'Dark', prompt: 'the great lamp flickers and goes out, the old man looks up', length: 168, shot: 'medium-close-up', cameraMove: 'dolly-in' },
      ],
    },
    {
      name: 'Act two: the storm',
      description: 'A ship comes near and sees nothing. He tries what he knows, and it fails.',
      prompt: 'night storm at sea, rain, lightning, high contrast',
      clips: [
        { name: 'The ship', prompt: 'a small ship with one light rises and falls on black waves', length: 216, shot: 'extreme-wide', cameraMove: 'static' },
        { name: 'Repair', prompt: 'the old man works at the lamp with trembling hands', length: 192, shot: 'close-up', cameraMove: 'handheld' },
        { name: 'Nearer', prompt: 'the ship is driven towards the rocks', length: 168, shot: 'wide', cameraMove: 'zoom-in' },
        { name: 'Broken', prompt: 'the last bulb bursts in his hands', length: 144, shot: 'extreme-close-up', cameraMove: 'static' },
        { name: 'The logbooks', prompt: 'the old man turns to a wall of logbooks, forty years of them', length: 192, shot: 'medium', cameraMove: 'pan-right' },
      ],
    },
    {
      name: 'Act three: the fire',
      description: 'He burns what he has written to give light. The ship turns away; morning comes.',
      prompt: 'warm firelight against the dark sea, then a clear pale morning',
      clips: [
        { name: 'The choice', prompt: 'the old man holds the first logbook over a small flame', length: 216, shot: 'close-up', cameraMove: 'dolly-in' },
        { name: 'Fire', prompt: 'a great fire burns on the gallery of the lighthouse', length: 240, shot: 'extreme-wide', cameraMove: 'dolly-out' },
        { name: 'The ship turns', prompt: 'the ship turns away from the rocks, its horn sounds', length: 192, shot: 'wide', cameraMove: 'truck-left', transition: { kind: 'fade', frames: 48, direction: 'through' } },
        { name: 'Morning', prompt: 'calm sea at sunrise, ash drifting from the gallery', length: 240, shot: 'extreme-wide', cameraMove: 'static', transition: { kind: 'dissolve', frames: 24 } },
        { name: 'A new book', prompt: 'the old man opens an empty book on the rocks and smiles', length: 360, shot: 'medium', cameraMove: 'dolly-out', transition: { kind: 'fade', frames: 72, direction: 'out' } },
      ],
    },
  ],
};
