import { expect, it } from 'vitest';
import { addBriefPictures, setBrief } from '../../document/commands/brief.ts';
import { editClip, removeClips } from '../../document/commands/clip.ts';
import { addKeyframe } from '../../document/commands/keyframe.ts';
import { addStories, chooseStory, type NewStory } from '../../document/commands/story.ts';
import { addTakes, selectTake } from '../../document/commands/take.ts';
import { createProject } from '../../document/create-project.ts';
import { sampleOrigin } from '../../document/sample-origin.ts';
import { sampleFilm, take } from '../../document/sample-film.test-support.ts';
import type { Sha256, TakeId } from '../../schema/ids.ts';
import { nextStep, stepStandings } from './film-steps.ts';

const picture = { asset: 'a'.repeat(64) as Sha256, type: 'image/png', name: 'Shoe' };
const story: NewStory = {
  title: 'One', narrative: 'It happens.', tone: 'calm', pacing: 'slow', visualStyle: '', keyMoments: [],
  segments: [{ name: 'All', happens: 'It happens.', place: '', role: null, weight: 1 }], writer: { kind: 'built-in', structure: 'arc' },
};

it('begins with the brief, and goes to the board once a story is chosen', () => {
  const document = take(createProject({ name: 'Film' }, sampleOrigin()));
  expect(nextStep(stepStandings(document.project))).toBe('brief');
  // Pictures alone tell no story.
  take(document.run(addBriefPictures([{ ...picture, shows: 'product' }])));
  expect(nextStep(stepStandings(document.project))).toBe('brief');
  take(document.run(setBrief({ text: '  ' })));
  expect(stepStandings(document.project).brief).toBe('to do');
  take(document.run(setBrief({ text: 'Shoes' })));
  expect(nextStep(stepStandings(document.project))).toBe('story');
  const [id] = take(document.run(addStories([story])));
  expect(nextStep(stepStandings(document.project))).toBe('story');
  take(document.run(chooseStory(id!)));
  expect(stepStandings(document.project)).toEqual({ brief: 'done', story: 'done', board: 'to do', keyframes: 'to do', timeline: 'to do', sound: 'free', deliver: 'to do' });
  expect(nextStep(stepStandings(document.project))).toBe('board');
  // Only steps that there are places for.
  expect(nextStep(stepStandings(document.project), ['brief', 'timeline'])).toBe('timeline');
});

it('needs neither brief nor story where there are clips, and each step until every clip has it', () => {
  const { document, clips } = sampleFilm();
  const standings = () => stepStandings(document.project);
  expect(standings()).toMatchObject({ brief: 'free', story: 'free', board: 'to do', keyframes: 'to do', timeline: 'to do' });
  expect(nextStep(stepStandings(document.project))).toBe('board');
  clips.forEach((clip, i) => {
    expect(standings().board, String(i)).toBe('to do');
    take(document.run(editClip(clip, { prompt: 'a boat' })));
  });
  expect(standings().board).toBe('done');
  for (const clip of clips) {
    expect(standings().keyframes).toBe('to do');
    take(document.run(addKeyframe(clip, 'first', { still: { kind: 'picture', ...picture } })));
  }
  expect(standings()).toMatchObject({ keyframes: 'done', timeline: 'to do' });
  for (const clip of clips) {
    expect(nextStep(stepStandings(document.project))).toBe('timeline');
    const id = crypto.randomUUID() as TakeId;
    take(document.run(addTakes({ kind: 'clip', id: clip }, [id])));
    take(document.run(selectTake({ kind: 'clip', id: clip }, id)));
  }
  expect(nextStep(stepStandings(document.project))).toBe('deliver');
  take(document.run(setBrief({ song: { asset: picture.asset, type: 'audio/wav', name: 'Song' } })));
  expect(standings().sound).toBe('done');
  take(document.run(removeClips([...clips])));
  expect(standings()).toMatchObject({ brief: 'to do', board: 'to do', keyframes: 'to do', timeline: 'to do' });
});
