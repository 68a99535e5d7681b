import type { Template } from './template.ts';

/** 72 seconds: performance and story in turns, cut longer in verses and shorter in choruses. */
export const musicVideo: Template = {
  id: 'music-video',
  name: 'Music video',
  description: 'A performance and a small story in turns, from intro to outro. 14 clips, 72 seconds.',
  aspect: '16:9',
  length: 1728,
  scenes: [
    {
      name: 'Intro',
      description: 'The place before anyone sings. It tells the mood in two pictures.',
      prompt: 'empty concert hall before dawn, cold blue light through high windows, dust in the air',
      clips: [
        { name: 'The hall', prompt: 'rows of empty seats, a single lamp burning on the stage', length: 144, shot: 'extreme-wide', cameraMove: 'dolly-in', transition: { kind: 'dissolve', frames: 24 } },
        { name: 'Hands', prompt: 'hands of the singer switching on an old microphone', length: 96, shot: 'extreme-close-up', cameraMove: 'static' },
      ],
    },
    {
      name: 'First verse',
      description: 'The singer alone, quiet. The story begins: somebody leaves a house at night.',
      prompt: 'intimate performance, one warm lamp from the left, dark background, shallow depth of field',
      clips: [
        { name: 'First line', prompt: 'the singer begins to sing with closed eyes', length: 144, shot: 'close-up', cameraMove: 'static', role: 'hook' },
        { name: 'Leaving', prompt: 'a young woman closes a front door and walks into a rainy street at night', length: 144, shot: 'wide', cameraMove: 'truck-right' },
        { name: 'Second line', prompt: 'the singer turns from the light into profile', length: 120, shot: 'medium', cameraMove: 'orbit-left' },
      ],
    },
    {
      name: 'First chorus',
      description: 'The band comes in. Shorter clips, more movement, more light.',
      prompt: 'live performance, strong amber backlight, haze, energetic',
      clips: [
        { name: 'All in', prompt: 'the whole band playing on the stage, lights bursting on', length: 120, shot: 'wide', cameraMove: 'crane-up' },
        { name: 'Drums', prompt: 'drumsticks striking a cymbal, drops of light flying off', length: 72, shot: 'close-up', cameraMove: 'handheld' },
        { name: 'Running', prompt: 'the young woman running through the rain, laughing', length: 120, shot: 'medium', cameraMove: 'truck-left' },
      ],
    },
    {
      name: 'Bridge',
      description: 'Everything stops for a breath. One long picture.',
      prompt: 'stillness, pale morning light, muted colours',
      clips: [
        { name: 'At the sea', prompt: 'the young woman stands at the edge of a calm sea, wind in her coat', length: 216, shot: 'extreme-wide', cameraMove: 'dolly-out', transition: { kind: 'fade', frames: 24, direction: 'through' } },
        { name: 'Whisper', prompt: 'the singer whispers into the microphone, almost in darkness', length: 96, shot: 'extreme-close-up', cameraMove: 'dolly-in' },
      ],
    },
    {
      name: 'Last chorus',
      description: 'Performance and story meet.',
      prompt: 'sunrise over the sea, warm golden light, lens flare, joyful',
      clips: [
        { name: 'The band outside', prompt: 'the band plays on the beach at sunrise', length: 144, shot: 'wide', cameraMove: 'orbit-right' },
        { name: 'Meeting', prompt: 'the young woman walks up to the singer, both smile', length: 120, shot: 'medium', cameraMove: 'handheld' },
        { name: 'Jump', prompt: 'everyone jumping in the shallow water, splashes against the sun', length: 96, shot: 'full', cameraMove: 'static', transition: { kind: 'dissolve', frames: 24 } },
      ],
    },
    {
      name: 'Outro',
      description: 'The first picture again, changed.',
      prompt: 'empty concert hall in bright morning light',
      clips: [
        { name: 'The hall by day', prompt: 'sunlight across the empty seats, the lamp on the stage goes out', length: 144, shot: 'extreme-wide', cameraMove: 'dolly-out', transition: { kind: 'fade', frames: 48, direction: 'out' } },
      ],
    },
  ],
};
