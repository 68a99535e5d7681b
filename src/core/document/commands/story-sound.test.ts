import { expect, it } from 'vitest';
import type { Sha256 } from '../../schema/ids.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { addCaptions, editCaption } from './caption.ts';
import { setFrameRate } from './project.ts';
import { removeFromShelf, restoreToShelf } from './shelf.ts';
import { addNarration, setSound } from './sound.ts';
import { addStories, chooseStory, editStory, type NewStory } from './story.ts';
import { addTitle } from './title.ts';

const story = (title: string): NewStory => ({
  title,
  narrative: 'A boat sets out, and comes home.',
  tone: 'calm',
  pacing: 'slow',
  visualStyle: 'paper cut',
  keyMoments: ['the storm'],
  segments: [{ name: 'Out', happens: 'The boat sets out.', place: 'a harbour at dawn', role: 'hook', weight: 1 }],
  writer: { kind: 'built-in', structure: 'there and back' },
});
const asset = 'ab'.repeat(32) as Sha256;

it('keeps stories in the order they were written, and one of them chosen', () => {
  const { document } = sampleFilm();
  const [first, second] = take(document.run(addStories([story('One'), story('Two')])));
  take(document.run(chooseStory(second!)));
  take(document.run(editStory(first!, { tone: 'bold' })));
  expect(document.project.stories.map(({ title, tone }) => `${title} ${tone}`)).toEqual(['One bold', 'Two calm']);
  expect(document.project.brief.story).toBe(second);
});

it('puts the proposals that new ones replace into the bin, where the chosen one is chosen no more', () => {
  const { document } = sampleFilm();
  const [only] = take(document.run(addStories([story('One')])));
  take(document.run(chooseStory(only!)));
  take(document.run(addStories([story('Two')], [only!])));
  expect(document.project.stories.map(({ title }) => title)).toEqual(['Two']);
  expect(document.project.brief.story).toBeNull();
  take(document.run(restoreToShelf('stories', only!)));
  expect(document.project.brief.story).toBe(only);
});

it('refuses a story without segments', () => {
  const { document } = sampleFilm();
  expect(document.run(addStories([{ ...story('One'), segments: [] }]))).toMatchObject({ ok: false, fault: { reason: 'value-invalid', field: 'story' } });
});

it('refuses a caption that ends before it begins, new or moved', () => {
  const { document } = sampleFilm();
  expect(document.run(addCaptions([{ start: 10, end: 10, text: 'Oh' }])).ok).toBe(false);
  const [id] = take(document.run(addCaptions([{ start: 10, end: 20, text: 'Oh' }])));
  expect(document.run(editCaption(id!, { start: 20 }))).toMatchObject({ ok: false, fault: { field: 'end' } });
  expect(document.project.captions).toMatchObject([{ start: 10, end: 20 }]);
});

it('lets captions take the place of others in one step', () => {
  const { document } = sampleFilm();
  take(document.run(addCaptions([{ start: 0, end: 5, text: 'old' }])));
  take(document.run(addCaptions([{ start: 3, end: 9, text: 'new' }, { start: 0, end: 2, text: 'first' }], { instead: true })));
  expect(document.project.captions.map(({ text }) => text)).toEqual(['first', 'new']);
  document.undo();
  expect(document.project.captions.map(({ text }) => text)).toEqual(['old']);
});

it('says of captions which model heard them', () => {
  const { document } = sampleFilm();
  const lines = [{ start: 0, end: 5, text: 'one' }, { start: 5, end: 9, text: 'two' }];
  take(document.run(addCaptions(lines, { by: 'Whisper base' })));
  expect(document.undoName).toBe('add 2 captions heard by Whisper base');
});

it('takes titles, captions, narration and the song along to another frame rate', () => {
  const { document } = sampleFilm();
  take(document.run(addTitle(24, { text: 'The Harbour', length: 48 })));
  take(document.run(addCaptions([{ start: 24, end: 72, text: 'Ahoy' }])));
  take(document.run(addNarration({ asset, type: 'audio/wav', name: 'voice', at: 48, length: 96, from: 12, gain: 1, text: '' })));
  take(document.run(setSound({ songAt: 12, songFadeOut: 24 })));
  take(document.run(setFrameRate({ numerator: 48, denominator: 1 })));
  expect(document.project).toMatchObject({
    titles: [{ at: 48, length: 96 }],
    captions: [{ start: 48, end: 144 }],
    narration: [{ at: 96, length: 192, from: 24 }],
    sound: { songAt: 24, songFadeOut: 48, duckBy: 12 },
  });
});

it('has removed titles in the bin', () => {
  const { document } = sampleFilm();
  const id = take(document.run(addTitle(0, { text: 'The End' })));
  take(document.run(removeFromShelf('titles', [id])));
  expect(document.project.titles).toEqual([]);
  expect(document.project.bin.titles).toMatchObject([{ text: 'The End' }]);
});

it('keeps how a narration was read from text, and takes it back in one step', () => {
  const { document } = sampleFilm();
  const spoken = { text: 'The lamps go out.', voice: 'af_heart', speed: 1.2, model: 'Kokoro 82M', revision: 'main', licence: 'Apache-2.0' };
  const asset = 'c'.repeat(64) as Sha256;
  take(document.run(addNarration({ asset, type: 'audio/wav', name: 'Heart', at: 0, length: 48, from: 0, gain: 1, text: spoken.text, spoken })));
  expect(document.project.narration).toMatchObject([{ asset, spoken }]);
  expect(document.run(addNarration({ asset, type: 'audio/wav', name: 'Heart', at: 0, length: 48, from: 0, gain: 1, text: '', spoken: { ...spoken, speed: 0 } }))).toMatchObject({ fault: { reason: 'value-invalid', field: 'spoken' } });
  document.undo();
  expect(document.project.narration).toEqual([]);
});
