import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../schema/ids.ts';
import { Storyboard } from '../../schema/storyboard.ts';
import { totalLength, layOut } from '../timeline/timeline.ts';
import { boardStory } from './board-story.ts';
import { anyBrief, briefOf, REAL_BRIEFS } from './sample-briefs.test-support.ts';
import { targetOf } from './story-brief.ts';
import { writeStories } from './write-stories.ts';

const clipsOf = ({ scenes }: Storyboard) => scenes.flatMap(({ clips }) => clips);
const pieces = (board: Storyboard) => clipsOf(board).map(({ length, transition }) => ({ length, gap: 0, transition }));

function expectFits(board: Storyboard, total: number, longest: number | null): void {
  expect(Storyboard.safeParse(board).error).toBeUndefined();
  expect(totalLength(pieces(board))).toBe(total);
  const clips = clipsOf(board);
  if (longest !== null) expect(Math.max(...clips.map(({ length }) => length))).toBeLessThanOrEqual(longest);
  const overlaps = layOut(pieces(board)).map(({ overlap }) => overlap);
  const wrong = clips.filter((clip, i) => {
    const before = clips[i - 1];
    const shared = before?.transition.kind === 'dissolve' ? before.transition.frames : 0;
    const isJump = before?.shot === clip.shot && before.cameraMove === clip.cameraMove;
    return overlaps[i] !== shared || isJump || clip.prompt.trim() === '' || clip.prompt.length > 200 || clip.name.trim() === '';
  });
  expect(wrong).toEqual([]);
}

it('is as long as the target, to the frame, whatever the brief, the rate and the longest clip', () => {
  const rates = fc.constantFrom({ numerator: 8, denominator: 1 }, { numerator: 24, denominator: 1 }, { numerator: 30_000, denominator: 1001 }, { numerator: 60, denominator: 1 });
  fc.assert(
    fc.property(anyBrief, fc.nat(), fc.option(fc.integer({ min: 1, max: 200 })), rates, fc.integer({ min: 1, max: 3_000 }), (brief, seed, longestClip, rate, targetLength) => {
      const whole = { ...brief, rate, targetLength, longestClip };
      const [story] = writeStories(whole, { count: 1, seed });
      expectFits(boardStory(story!, whole), targetLength, longestClip);
    }),
    { numRuns: 250 },
  );
});

describe.each([3, 20, 60, 3_600])('a film of %s seconds', (seconds) => {
  it('has at least one clip a segment and none that is too long', () => {
    for (const text of REAL_BRIEFS.slice(0, 6)) {
      const brief = { ...briefOf(text, { targetLength: seconds * 24 }), longestClip: 51 };
      for (const story of writeStories(brief, { count: 3, seed: 5 })) {
        const board = boardStory(story, brief);
        expectFits(board, targetOf(brief), 51);
        expect(board.scenes.map(({ name }) => name)).toEqual(story.segments.map(({ name }) => name));
      }
    }
  });
});

it('cuts a quick story faster than a slow one', () => {
  const brief = briefOf(REAL_BRIEFS[0]!);
  const [story] = writeStories(brief, { count: 1, seed: 1 });
  const count = (pacing: 'slow' | 'steady' | 'quick') => clipsOf(boardStory({ ...story!, pacing }, brief)).length;
  expect(count('slow')).toBeLessThan(count('steady'));
  expect(count('steady')).toBeLessThan(count('quick'));
});

it('lets scenes begin where the sections of the song begin', () => {
  const starts = [0, 210, 355, 500, 640];
  const sections = starts.map((start, i) => ({ name: '', start, end: starts[i + 1] ?? 720 }));
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const brief = briefOf('My song about the sea', { song: { length: 720, sections } });
    const [story] = writeStories(brief, { count: 1, seed });
    const { scenes } = boardStory(story!, brief);
    const lengths = scenes.map(({ clips }) => clips.reduce((sum, { length }) => sum + length, 0));
    const begins = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
    const shared = begins.filter((at) => starts.includes(at)).length;
    expect(shared).toBe(Math.min(scenes.length, starts.length));
    expectFits(boardStory(story!, brief), 720, null);
  }
});

it('cuts on the beats of the song', () => {
  const beats = Array.from({ length: 64 }, (_, i) => Math.round(i * 11.52));
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const brief = briefOf('My song about the sea', { song: { length: 720, beats } });
    const [story] = writeStories(brief, { count: 1, seed });
    const board = boardStory(story!, brief);
    const lengths = clipsOf(board).map(({ length }) => length);
    const cuts = lengths.slice(1).map((_, i) => lengths.slice(0, i + 1).reduce((sum, length) => sum + length, 0));
    expect(cuts.filter((at) => !beats.includes(at))).toEqual([]);
    expectFits(board, 720, null);
  }
});

it('gives the words of the song to the scenes in order, or by their times', () => {
  const words = '[Verse 1]\nI left the light on\n\n[Chorus]\nCome home\n\n[Verse 2]\nThe road is long';
  const brief = briefOf('A song', { template: 'music-video', lyrics: words });
  const [story] = writeStories(brief, { count: 1, seed: 2 });
  const sung = boardStory(story!, brief).scenes.map(({ lyrics }) => lyrics).filter(Boolean).join('\n\n');
  expect(sung).toBe(words);
  const timed = { ...brief, lyrics: '[00:01.00]First\n[00:29.00]Last' };
  const scenes = boardStory(story!, timed).scenes.map(({ lyrics }) => lyrics);
  expect([scenes[0], scenes.at(-1)]).toEqual(['[00:01.00]First', '[00:29.00]Last']);
});

it('carries the product with its pictures through the film', () => {
  const asset = 'a'.repeat(64) as never;
  const brief = briefOf(REAL_BRIEFS[2]!, { pictures: [{ asset, name: 'lamp.png', shows: 'product', colours: ['white'], caption: '' }] });
  for (const story of writeStories(brief, { count: 3, seed: 3 })) {
    const board = boardStory(story, brief);
    expect(board.characters).toMatchObject([{ name: 'Aurora', references: [asset], triggerWords: 'white lamp' }]);
    expect(clipsOf(board).filter(({ characters }) => characters.includes(0)).length).toBeGreaterThan(2);
    expect(board.style?.prompt).toBe(story.visualStyle);
  }
});

it('takes shot and camera from a story that names them', () => {
  const brief = briefOf('A boat');
  const [story] = writeStories(brief, { count: 1, seed: 1 });
  const segments = [{ name: 'One', happens: 'Close-up of a hand on a rope, dolly in.', place: 'a harbour', role: null, weight: 1 }];
  const [clip] = clipsOf(boardStory({ ...story!, segments, pacing: 'slow' }, { ...brief, targetLength: 72 }));
  expect(clip).toMatchObject({ shot: 'close-up', cameraMove: 'dolly-in', prompt: 'a hand on a rope' });
});

describe('words in the picture', () => {
  const [nordlys] = REAL_BRIEFS.filter((text) => text.includes('Nordlys'));

  it('end a product film: the brief\'s own call to action, however the story is told', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      for (const story of writeStories(briefOf(nordlys!), { count: 3, seed })) expect(boardStory(story, briefOf(nordlys!)).scenes.at(-1)!.title).toBe('Order at nordlys.example');
    }
  });

  it('are those that the story says, where a person or a model wrote others, and the brief\'s where it says none', () => {
    const [story] = writeStories(briefOf(nordlys!), { count: 1, seed: 1 });
    const ending = (happens: string) => {
      const last = story!.segments.at(-1)!;
      return boardStory({ ...story!, segments: [...story!.segments.slice(0, -1), { ...last, happens }] }, briefOf(nordlys!)).scenes.at(-1)!.title;
    };
    expect(ending('A cup. The words appear: “Wake up”.')).toBe('Wake up');
    expect(ending('A cup on the table.')).toBe('Order at nordlys.example');
  });

  it('are no part of a prompt, and none are made up', () => {
    const brief = briefOf('An old fisherman finds a message in a bottle. He rows out to a small island.');
    for (const story of writeStories(brief, { count: 3, seed: 1 })) {
      const board = boardStory(story, brief);
      expect(clipsOf(board).some(({ prompt }) => prompt.includes('words appear'))).toBe(false);
      expect(board.scenes.map(({ title }) => title).filter((title) => title !== '')).toEqual([]);
    }
  });
});

it.each([
  ['An ad for our coffee cup.', 'blue coffee cup'],
  ['An ad for our teal coffee cup.', 'teal coffee cup'],
])('says the colour of a product as the brief does, else as its picture shows it: %s', (text, words) => {
  const picture = { asset: Sha256.parse('a'.repeat(64)), name: 'cup.png', shows: 'product' as const, colours: ['blue'], caption: '' };
  const brief = briefOf(text, { pictures: [picture] });
  const { characters } = boardStory(writeStories(brief, { count: 1, seed: 1 })[0]!, brief);
  expect(characters[0]).toMatchObject({ triggerWords: words, references: [picture.asset] });
});
