import { describe, expect, it } from 'vitest';
import { cutOf } from '../../domain/timeline/cut.ts';
import { totalLength } from '../../domain/timeline/timeline.ts';
import { boardStory } from '../../domain/story/board-story.ts';
import { storyBriefOf } from '../../domain/story/story-brief.ts';
import { writeStories } from '../../domain/story/write-stories.ts';
import { Sha256 } from '../../schema/ids.ts';
import type { Storyboard } from '../../schema/storyboard.ts';
import { expectInvariants } from '../invariants.test-support.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { addBriefPictures, setBrief } from './brief.ts';
import { editCharacter } from './character.ts';
import { layStoryboard } from './storyboard.ts';
import { addTitle } from './title.ts';

const asset = Sha256.parse('a'.repeat(64));
const lamp = { asset, type: 'image/png', name: 'lamp.png', shows: 'product' } as const;

/** A film with a brief, and the board of a story of it. */
function filmWithBoard() {
  const film = sampleFilm();
  take(film.document.run(addBriefPictures([lamp])));
  take(film.document.run(setBrief({ text: 'Launch film for Aurora, a lamp that wakes you gently with light.', targetLength: 480 })));
  const brief = storyBriefOf(film.document.project);
  const [story] = writeStories(brief, { count: 1, seed: 1 });
  return { ...film, board: boardStory(story!, brief) };
}

it('lays a board behind what is there as one change', () => {
  const { document, scene, board } = filmWithBoard();
  const before = document.project;
  const ids = take(document.run(layStoryboard(board)));
  expect(document.project.scenes.map(({ inCut }) => inCut)).toEqual([scene, ...ids]);
  const laid = cutOf(document.project).slice(3).map(({ clip }) => clip);
  expect(totalLength(laid)).toBe(480);
  expect(laid.map(({ prompt }) => prompt)).toEqual(board.scenes.flatMap(({ clips }) => clips.map(({ prompt }) => prompt)));
  const [character] = document.project.characters;
  expect(character).toMatchObject({ name: 'Aurora', references: [{ asset, type: 'image/png', name: 'lamp.png' }] });
  const [style] = document.project.styles;
  expect(style).toMatchObject(board.style!);
  expect(new Set(laid.map((clip) => clip.style))).toEqual(new Set([style!.id]));
  expect(laid.map((clip) => clip.characters.length)).toEqual(board.scenes.flatMap(({ clips }) => clips.map(({ characters }) => characters.length)));
  expectInvariants(document.project);
  expect(document.undoName).toBe('lay out the storyboard');
  document.undo();
  expect(document.project).toEqual(before);
});

it('begins each scene but the first on a still of its own, and ends what asks for something on the picture of the product', () => {
  const { document, board } = filmWithBoard();
  take(document.run(layStoryboard(board, { instead: true })));
  const starts = document.project.scenes.map(({ members }) => members[0]!.clips.map(({ members: clips }) => clips[0]!));
  const own = starts.map((clips) => clips.map(({ first, keyframes }) => (first === 'inherit' ? 'inherits' : (keyframes.find(({ id }) => id === first)?.still?.kind ?? 'empty'))));
  const wanted = board.scenes.map(({ clips }, s) => clips.map((_, c) => (s === board.scenes.length - 1 && c === clips.length - 1 ? 'picture' : c === 0 && s > 0 ? 'empty' : 'inherits')));
  expect(board.scenes.at(-1)!.clips.at(-1)).toMatchObject({ role: 'call-to-action', characters: [0] });
  expect(own).toEqual(wanted);
});

it('lays it instead of what is there, which goes into the bin', () => {
  const { document, scene, board } = filmWithBoard();
  const ids = take(document.run(layStoryboard(board, { instead: true })));
  expect(document.project.scenes.map(({ inCut }) => inCut)).toEqual(ids);
  expect(document.project.bin.scenes.map(({ id }) => id)).toEqual([scene]);
  expect(totalLength(cutOf(document.project).map(({ clip }) => clip))).toBe(480);
  document.undo();
  expect(document.project.scenes.map(({ inCut }) => inCut)).toEqual([scene]);
});

it('uses a character and a style that are there under that name, with what a person changed', () => {
  const { document, board } = filmWithBoard();
  take(document.run(layStoryboard(board)));
  const { id } = document.project.characters[0]!;
  take(document.run(editCharacter(id, { styleNotes: 'matt' })));
  take(document.run(layStoryboard(board, { instead: true })));
  expect(document.project.characters).toMatchObject([{ id, styleNotes: 'matt' }]);
  expect(document.project.styles).toHaveLength(1);
});

describe('words', () => {
  /** Scenes of two clips, 48 and 24 frames, of which the first is spoken over. */
  const spoken = (board: Storyboard): Storyboard => ({
    ...board,
    scenes: [1, 2].map((n) => {
      const clip = { ...board.scenes[0]!.clips[0]!, characters: [], transition: { kind: 'cut' } as const };
      return { name: '', description: '', prompt: '', lyrics: '', title: n === 2 ? 'Order now' : '', clips: [{ ...clip, length: 48, says: [`ADA: ${n}.`, `BEN: ${n}.`] }, { ...clip, length: 24, says: [] }] };
    }),
  });
  const read = ({ document }: Pick<ReturnType<typeof filmWithBoard>, 'document'>) => ({
    captions: document.project.captions.map(({ start, end, text }) => [start, end, text]),
    titles: document.project.titles.map(({ at, length, text }) => [at, length, text]),
  });

  it('come with the board, at their clips and at the end of their scene, in the same change', () => {
    const film = filmWithBoard();
    take(film.document.run(layStoryboard(spoken(film.board), { instead: true })));
    expect(read(film)).toEqual({ captions: [[0, 24, 'ADA: 1.'], [24, 48, 'BEN: 1.'], [72, 96, 'ADA: 2.'], [96, 120, 'BEN: 2.']], titles: [[72, 72, 'Order now']] });
    film.document.undo();
    expect(read(film)).toEqual({ captions: [], titles: [] });
  });

  it('stand behind the film that is there, and go with their scenes where another board takes their place', () => {
    const film = filmWithBoard();
    const { document, board } = film;
    take(document.run(addTitle(0, { text: 'Mine' })));
    take(document.run(layStoryboard(spoken(board))));
    expect(read(film)).toMatchObject({ captions: [[144, 168], [168, 192], [216, 240], [240, 264]].map(([start, end], i) => [start, end, `${i % 2 ? 'BEN' : 'ADA'}: ${i < 2 ? 1 : 2}.`]), titles: [[0, 72, 'Mine'], [216, 72, 'Order now']] });
    take(document.run(layStoryboard({ ...spoken(board), scenes: spoken(board).scenes.slice(0, 1) }, { instead: true })));
    expect(read(film)).toEqual({ captions: [[0, 24, 'ADA: 1.'], [24, 48, 'BEN: 1.']], titles: [[0, 72, 'Mine']] });
    expectInvariants(document.project);
  });
});

describe('a board that cannot be laid', () => {
  const refused = (change: (board: Storyboard) => Storyboard) => {
    const { document, board } = filmWithBoard();
    const before = document.project;
    const result = document.run(layStoryboard(change(board)));
    expect(document.project).toBe(before);
    return result.ok ? undefined : result.fault;
  };

  it('names a character that it lacks, a picture that the project lacks, or has no clips', () => {
    expect(refused((board) => ({ ...board, characters: [] }))).toEqual({ reason: 'value-invalid', field: 'storyboard' });
    expect(refused((board) => ({ ...board, scenes: [] }))).toEqual({ reason: 'value-invalid', field: 'storyboard' });
    expect(refused((board) => ({ ...board, characters: board.characters.map((one) => ({ ...one, references: [Sha256.parse('f'.repeat(64))] })) }))).toEqual({ reason: 'not-found', what: 'picture' });
  });
});
