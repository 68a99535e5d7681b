import type { Template } from './template.ts';

/** 45 seconds, upright for phones: tease, reveal, three strengths, a date. */
export const productLaunch: Template = {
  id: 'product-launch',
  name: 'Product launch',
  description: 'Upright for phones: a tease, the reveal, three strengths, and when it comes. 11 clips, 45 seconds.',
  aspect: '9:16',
  length: 1080,
  scenes: [
    {
      name: 'Tease',
      description: 'Parts and edges, never the whole. It should be guessed at.',
      prompt: 'black background, a thin line of light, glossy reflections, macro photography',
      clips: [
        { name: 'An edge', prompt: 'light runs along the edge of a dark object', length: 72, shot: 'extreme-close-up', cameraMove: 'truck-right', role: 'hook' },
        { name: 'A texture', prompt: 'the surface of the product, so near that it looks like a landscape', length: 72, shot: 'extreme-close-up', cameraMove: 'dolly-in', role: 'hook' },
        { name: 'A breath', prompt: 'everything goes dark but one small point of light', length: 60, shot: 'close-up', cameraMove: 'static', role: 'hook' },
      ],
    },
    {
      name: 'Reveal',
      description: 'The whole product, once, long enough to remember it.',
      prompt: 'dark studio, the product in the centre, light opening from above',
      clips: [
        { name: 'The product', prompt: 'the product rises out of the dark, light spreading over it', length: 156, shot: 'full', cameraMove: 'crane-up', role: 'body', transition: { kind: 'dissolve', frames: 12 } },
        { name: 'All around', prompt: 'the product turns once around itself', length: 120, shot: 'medium', cameraMove: 'orbit-left', role: 'body' },
      ],
    },
    {
      name: 'Three strengths',
      description: 'One strength a clip, each in a place where it matters.',
      prompt: 'real places, daylight, people who use the product, natural colours',
      clips: [
        { name: 'First strength', prompt: 'a cyclist uses the product on a windy bridge', length: 108, shot: 'medium', cameraMove: 'truck-left', role: 'body', transition: { kind: 'wipe', frames: 12, direction: 'up' } },
        { name: 'Second strength', prompt: 'a cook uses the product in a busy kitchen', length: 108, shot: 'medium-close-up', cameraMove: 'handheld', role: 'body', transition: { kind: 'wipe', frames: 12, direction: 'up' } },
        { name: 'Third strength', prompt: 'a grandmother and a child use the product together on a sofa', length: 108, shot: 'close-up', cameraMove: 'static', role: 'body' },
      ],
    },
    {
      name: 'When it comes',
      description: 'The product, the name, the date. Room above and below for the words.',
      prompt: 'light grey studio, soft shadows, much free space above and below',
      clips: [
        { name: 'The range', prompt: 'the product in all its colours, side by side', length: 96, shot: 'wide', cameraMove: 'truck-right', role: 'body' },
        { name: 'The one', prompt: 'one product steps forward, the others go out of focus', length: 84, shot: 'medium', cameraMove: 'dolly-in', role: 'call-to-action' },
        { name: 'The date', prompt: 'the product stands still in the light', length: 132, shot: 'full', cameraMove: 'static', role: 'call-to-action', transition: { kind: 'fade', frames: 24, direction: 'out' } },
      ],
    },
  ],
};
