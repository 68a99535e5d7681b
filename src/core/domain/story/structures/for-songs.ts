import type { Structure } from './structure.ts';

/** Ways to show a song. */
export const SONG_STRUCTURES: readonly Structure[] = [
  {
    id: 'verse-chorus',
    name: 'Verse and chorus',
    kinds: ['song'],
    tones: ['bold', 'hopeful', 'melancholy', 'warm'],
    pacings: ['steady', 'quick', 'slow'],
    titles: ['Verse and chorus', 'Every time it comes back', 'The loud part', 'Sing it again'],
    told: ['The verses tell, the choruses burst: each chorus brings back the same picture, brighter than before.', 'Verse by verse it comes nearer to {the}; with every chorus it opens wide.'],
    ends: ['The last chorus shows everything at once.', 'After the last chorus only one quiet picture is left.'],
    parts: [
      { name: ['Intro'], weight: 0.6, keep: 3, says: [['@place'], ['@scene']], tells: false },
      { name: ['First verse'], weight: 1.2, says: [['@alone'], ['@habit']] },
      { name: ['First chorus'], weight: 1, says: [['@peak'], ['Arms go up, and the light with them.', 'Everything in the picture begins to move at once.']] },
      { name: ['Second verse'], weight: 1.2, keep: 4, at: 'away', says: [['@strive'], ['@near']] },
      { name: ['Bridge'], weight: 0.8, keep: 2, at: 'away', says: [['@low'], ['@turn']] },
      { name: ['Last chorus'], weight: 1.2, says: [['The picture of the first chorus, now in full light.'], ['@peak']] },
      { name: ['Outro'], weight: 0.6, keep: 1, says: [['@rest'], ['@last']], tells: false },
    ],
  },
  {
    id: 'performance-and-story',
    name: 'Performance and story',
    kinds: ['song'],
    tones: ['honest', 'bold', 'tender', 'dark'],
    pacings: ['quick', 'steady', 'slow'],
    titles: ['On stage and off', 'Two rooms', 'The song and the street', 'Behind the music'],
    told: ['Two worlds in turns: the music being played, and {the} in a story of its own.', 'The song is sung in one place, and what it is about happens in another.'],
    ends: ['In the last picture both worlds meet.', 'The story walks onto the stage.'],
    parts: [
      { name: ['The first note'], weight: 0.8, says: [['A hand hangs above the strings and then comes down.', 'Breath before a microphone, and the first note.']], tells: false },
      { name: ['The story begins'], weight: 1.1, says: [['@meet'], ['@want']] },
      { name: ['On the stage'], weight: 1, keep: 3, at: 'plain', says: [['Light breaks through haze, and the music can be seen in every body.', 'Drums, very near: sticks, skin and flying dust.']], tells: false },
      { name: ['The story turns'], weight: 1.1, keep: 2, at: 'away', says: [['@low'], ['@turn']] },
      { name: ['Both at once', 'The meeting'], weight: 1.2, says: [['@peak'], ['The stage and the street flow into one picture.']] },
      { name: ['The last note'], weight: 0.7, keep: 1, says: [['@rest'], ['A string stops swinging.']], tells: false },
    ],
  },
  {
    id: 'one-long-build',
    name: 'One long build',
    kinds: ['song'],
    tones: ['epic', 'dreamy', 'hopeful', 'proud'],
    pacings: ['slow', 'steady', 'quick'],
    titles: ['Rising', 'Louder', 'From nothing', 'One, then all'],
    told: ['It begins with almost nothing and adds one thing with every part, until the picture is full.', 'From one small light to a sky full of them, in one long rise.'],
    ends: ['At the top everything stops, and one light stays.', 'It ends at its fullest, without a farewell.'],
    parts: [
      { name: ['Almost nothing'], weight: 1, says: [['One small light in a dark picture.'], ['@near']] },
      { name: ['One'], weight: 1, keep: 3, says: [['@meet'], ['@scene']] },
      { name: ['More'], weight: 1, keep: 2, says: [['@other'], ['@strive']] },
      { name: ['Many'], weight: 1, keep: 1, at: 'away', says: [['From all sides others come into the picture.', 'Now nobody is alone any more.'], ['@scene']] },
      { name: ['Everything'], weight: 1.3, says: [['@peak'], ['Light, colour and movement from edge to edge.']] },
    ],
  },
];
