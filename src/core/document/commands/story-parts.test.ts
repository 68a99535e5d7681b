import { expect, it } from 'vitest';
import type { NewStory } from '../../schema/story.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { addStories, chooseStory } from './story.ts';
import { editKeyMoment, editSegment, rewriteStory, setKeyMoments, setSegments } from './story-parts.ts';

const story = (title: string): NewStory => ({
  title, narrative: 'It happens.', tone: 'calm', pacing: 'slow', visualStyle: '', keyMoments: ['It begins', 'It ends'],
  segments: [{ name: 'First', happens: 'It begins.', place: '', role: null, weight: 1 }, { name: 'Last', happens: 'It ends.', place: '', role: null, weight: 2 }],
  writer: { kind: 'built-in', structure: 'arc' },
});

it('writes one anew where it stood, with the others as they were, and undoes that', () => {
  const { document } = sampleFilm();
  const titles = () => document.project.stories.map(({ title }) => title);
  const [, second] = take(document.run(addStories(['A', 'B', 'C'].map(story))));
  take(document.run(chooseStory(second!)));
  take(document.run(rewriteStory(second!, story('D'))));
  expect([titles(), document.project.bin.stories.map(({ title }) => title), document.project.brief.story]).toEqual([['A', 'D', 'C'], ['B'], null]);
  expect(document.undo()).toBe('write another story instead');
  expect([titles(), document.project.brief.story]).toEqual([['A', 'B', 'C'], second]);
  document.redo();
  expect(document.run(rewriteStory(second!, story('E')))).toEqual({ ok: false, fault: { reason: 'not-found', what: 'story' } });
  expect(document.run(rewriteStory(document.project.stories[0]!.id, { ...story('E'), title: '' })).ok).toBe(false);
  expect(titles()).toEqual(['A', 'D', 'C']);
});

it('changes parts of a story; typing in one field of one part is one change', () => {
  const { document } = sampleFilm();
  const [id] = take(document.run(addStories([story('A')])));
  const now = () => document.project.stories[0]!;
  const kept = now();
  for (const name of ['F', 'Fi', 'Fin']) take(document.run(editSegment(id!, 1, { name })));
  take(document.run(editSegment(id!, 0, { name: 'Ouverture' })));
  expect(now().segments.map(({ name }) => name)).toEqual(['Ouverture', 'Fin']);
  document.undo();
  expect(now().segments.map(({ name }) => name)).toEqual(['First', 'Fin']);
  document.undo();
  expect(now()).toEqual(kept);
  for (const text of ['I', 'It', 'It ends well']) take(document.run(editKeyMoment(id!, 1, text)));
  document.undo();
  expect(now()).toEqual(kept);
  take(document.run(setSegments(id!, now().segments.toReversed())));
  take(document.run(setKeyMoments(id!, [])));
  expect([now().segments.map(({ name }) => name), now().keyMoments]).toEqual([['Last', 'First'], []]);
  const after = document.project;
  for (const bad of [editSegment(id!, 0, { name: '' }), editSegment(id!, 2, { name: 'x' }), editSegment(id!, 0, { weight: 11 }), setSegments(id!, []), editKeyMoment(id!, 0, 'x'), setKeyMoments(id!, [''])]) {
    expect(document.run(bad).ok).toBe(false);
  }
  expect(document.project).toBe(after);
});
