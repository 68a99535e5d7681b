import type { Template } from './template.ts';

/** One minute: a question, why it matters, how it works in three steps, the answer. */
export const explainer: Template = {
  id: 'explainer',
  name: 'Explainer',
  description: 'A question, why it matters, how it works in three steps, and the answer. 11 clips, 1 minute.',
  aspect: '16:9',
  length: 1440,
  scenes: [
    {
      name: 'The question',
      description: 'Ask it in one picture that everybody knows.',
      prompt: 'simple flat illustration, calm colours, plenty of space',
      clips: [
        { name: 'Everyday', prompt: 'a person holds a glass of water up to the light and wonders', length: 120, shot: 'medium', cameraMove: 'static', role: 'hook' },
        { name: 'The question', prompt: 'a large drop of water with a question mark inside', length: 96, shot: 'close-up', cameraMove: 'zoom-in', role: 'hook' },
      ],
    },
    {
      name: 'Why it matters',
      description: 'What happens when it goes wrong, and whom it touches.',
      prompt: 'simple flat illustration, muted colours, a town seen from above',
      clips: [
        { name: 'The town', prompt: 'a town with a river, people fetch water', length: 144, shot: 'extreme-wide', cameraMove: 'pan-right', role: 'body' },
        { name: 'What if', prompt: 'the river turns grey, the people stop and look', length: 120, shot: 'wide', cameraMove: 'static', role: 'body' },
      ],
    },
    {
      name: 'How it works',
      description: 'Three steps, each with the same framing, so that they are seen as steps.',
      prompt: 'simple flat illustration, a cut through the ground from the side, clear labels left free',
      clips: [
        { name: 'Step one', prompt: 'rain falls on a hill and sinks into the ground', length: 156, shot: 'wide', cameraMove: 'tilt-down', role: 'body', transition: { kind: 'wipe', frames: 12, direction: 'left' } },
        { name: 'Step two', prompt: 'water trickles through layers of sand and stone and becomes clear', length: 156, shot: 'wide', cameraMove: 'tilt-down', role: 'body', transition: { kind: 'wipe', frames: 12, direction: 'left' } },
        { name: 'Step three', prompt: 'clear water rises from a spring at the foot of the hill', length: 156, shot: 'wide', cameraMove: 'tilt-up', role: 'body' },
        { name: 'All of it', prompt: 'hill, layers and spring in one picture, the water moving through it', length: 156, shot: 'extreme-wide', cameraMove: 'dolly-out', role: 'body', transition: { kind: 'dissolve', frames: 24 } },
      ],
    },
    {
      name: 'The answer',
      description: 'Back to the first picture, now understood, and one thing to do or to remember.',
      prompt: 'simple flat illustration, bright colours, plenty of space',
      clips: [
        { name: 'The glass again', prompt: 'the person with the glass of water, the hill and the spring reflected in it', length: 144, shot: 'medium', cameraMove: 'dolly-in', role: 'body' },
        { name: 'Everyone', prompt: 'the people of the town drink and smile', length: 120, shot: 'wide', cameraMove: 'pan-left', role: 'body' },
        { name: 'Remember', prompt: 'a single clear drop on a plain background, space for a sentence', length: 120, shot: 'close-up', cameraMove: 'static', role: 'call-to-action', transition: { kind: 'fade', frames: 24, direction: 'out' } },
      ],
    },
  ],
};
