import type { Template } from './template.ts';

/** 30 seconds: a problem, the product that ends it, and what to do now. */
export const commercial: Template = {
  id: 'commercial',
  name: 'Commercial',
  description: 'A hook, a problem, the product that ends it, and a call to action. 9 clips, 30 seconds.',
  aspect: '16:9',
  length: 720,
  scenes: [
    {
      name: 'Hook',
      description: 'Three seconds to be looked at: something unexpected happens.',
      prompt: 'bright everyday kitchen in the early morning, natural light, slightly comic',
      clips: [
        { name: 'It goes wrong', prompt: 'a cup of coffee tips over the edge of a crowded table, in slow motion', length: 72, shot: 'close-up', cameraMove: 'static', role: 'hook' },
      ],
    },
    {
      name: 'Problem',
      description: 'Who has this problem, and what it costs them.',
      prompt: 'bright everyday kitchen in the early morning, natural light, documentary feeling',
      clips: [
        { name: 'The mess', prompt: 'a tired father looks at the spilled coffee, children run past behind him', length: 72, shot: 'medium', cameraMove: 'handheld', role: 'body' },
        { name: 'Too late', prompt: 'a wall clock, the father hurries out of the picture', length: 60, shot: 'wide', cameraMove: 'static', role: 'body' },
      ],
    },
    {
      name: 'Product',
      description: 'The product, what it does, and that it works.',
      prompt: 'the same kitchen in warm sunlight, clean and calm, soft shadows',
      clips: [
        { name: 'There it is', prompt: 'the product stands on the table, a sunbeam reaches it', length: 84, shot: 'close-up', cameraMove: 'dolly-in', role: 'body' },
        { name: 'In the hand', prompt: 'a hand takes the product and uses it with ease', length: 72, shot: 'extreme-close-up', cameraMove: 'static', role: 'body' },
        { name: 'It works', prompt: 'everything on the table falls into place around the product', length: 72, shot: 'medium', cameraMove: 'orbit-right', role: 'body' },
      ],
    },
    {
      name: 'Life after',
      description: 'The same people, the same place, and time for each other.',
      prompt: 'the same kitchen in warm sunlight, relaxed, laughing',
      clips: [
        { name: 'Breakfast', prompt: 'the father and his children have breakfast together, the product between them', length: 96, shot: 'wide', cameraMove: 'truck-left', role: 'body', transition: { kind: 'dissolve', frames: 12 } },
      ],
    },
    {
      name: 'Call to action',
      description: 'The product alone, room for the logo, and one thing to do.',
      prompt: 'plain warm background, studio light, much free space on the right',
      clips: [
        { name: 'Pack shot', prompt: 'the product slowly turning on a plain surface', length: 108, shot: 'medium-close-up', cameraMove: 'static', role: 'call-to-action' },
        { name: 'Logo', prompt: 'the product stands still, the light around it grows', length: 96, shot: 'full', cameraMove: 'dolly-out', role: 'call-to-action', transition: { kind: 'fade', frames: 12, direction: 'out' } },
      ],
    },
  ],
};
