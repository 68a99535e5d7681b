import { expect, it, vi } from 'vitest';
import { clickTrack } from '../../../../tests/fixtures/click-track.ts';
import { wav } from '../../../../tests/fixtures/wav.ts';
import { addBriefPictures, setBrief } from '#core/document/commands/brief.ts';
import { createProject } from '#core/document/create-project.ts';
import type { StoryBrief } from '#core/domain/story/story-brief.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { NewStory } from '#core/schema/story.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Songs } from '../gallery/songs.ts';
import { BriefFactsReader } from './brief-facts.svelte.ts';
import { browserOrigin } from './browser-origin.ts';
import { Stories, type StoryOrder, type StoryWriter } from './stories.svelte.ts';

const story = (title: string): NewStory => ({
  title, narrative: 'It happens.', tone: 'calm', pacing: 'slow', visualStyle: '', keyMoments: ['It begins'],
  segments: [{ name: 'All', happens: 'It happens.', place: '', role: null, weight: 1 }], writer: { kind: 'built-in', structure: 'arc' },
});

/** What a model says of pictures, by their bytes. */
const captions = new Map<string, string>();
const seen = {
  look: async () => false,
  of: async (asset: string) => (captions.has(asset) ? ok({ text: captions.get(asset)!, model: 'Eye' }) : fail<Fault>({ reason: 'model-file-missing', facts: {} })),
};

function setting() {
  const made = createProject({ name: 'Film' }, browserOrigin);
  if (!made.ok) throw new Error(made.fault.reason);
  const document = made.value;
  const storage = openMemoryStorage();
  const { blobs } = storage;
  const said: string[] = [];
  const facts = new BriefFactsReader({ assets: { open: ({ asset, type }) => blobs.get(asset, type) }, songs: new Songs(storage), words: async () => seen });
  const orders: { brief: StoryBrief; order: StoryOrder }[] = [];
  let answer: (order: StoryOrder) => Promise<Result<readonly NewStory[], Fault>> = async ({ count }) => ok(Array.from({ length: count }, (_, i) => story(`Story ${orders.length}.${i + 1}`)));
  const writer: StoryWriter = {
    id: 'w',
    name: 'Writer',
    write: (brief, order) => {
      orders.push({ brief, order });
      return answer(order);
    },
  };
  const stand: StoryWriter = { id: 'built-in', name: 'Storyteller', write: async (_, { count }) => ok(Array.from({ length: count }, (_, i) => story(`Stood in ${i + 1}`))) };
  const toast = vi.fn<(tone: string, words: string, way?: { label: string; run: () => void }) => number>(() => 0);
  const editor = {
    get film() {
      return document.project;
    },
    undoName: undefined,
    run: document.run.bind(document),
    undo: () => document.undo(),
  };
  const stories = new Stories({ editor, facts, shell: { announce: (words) => said.push(words), toast }, writer: () => writer, stand, seed: () => 7 });
  return { document, blobs, facts, stories, orders, said, toast, titles: () => stories.all.map(({ title }) => title), answers: (next: typeof answer) => (answer = next) };
}

it('writes three from the brief as it is read, with what its pictures tell, in one step', async () => {
  const { document, blobs, facts, stories, orders, said, titles } = setting();
  expect(stories.hindrance).toBe('The brief has no words yet. One is enough.');
  document.run(setBrief({ text: 'boat '.repeat(5_000), targetLength: 480 }));
  expect(stories.hindrance).toBeUndefined();
  const canvas = new OffscreenCanvas(200, 100);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#c0392b';
  context.fillRect(0, 0, 200, 100);
  const asset = await blobs.put(new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer()));
  const missing = 'f'.repeat(64) as typeof asset;
  captions.set(asset, 'A red kite over a wide field.');
  document.run(addBriefPictures([{ asset, type: 'image/png', name: 'Boat', shows: 'product' }, { asset: missing, type: 'image/png', name: 'Gone', shows: 'reference' }]));
  facts.follow(document.project);
  const writing = stories.write();
  expect(stories.writing).toBe('all');
  expect(await writing).toBe(true);
  expect([stories.writing, titles(), said.at(-1)]).toEqual([undefined, ['Story 1.1', 'Story 1.2', 'Story 1.3'], '3 stories are written.']);
  const { brief, order } = orders[0]!;
  expect([order.count, order.seed, order.unlike]).toEqual([3, 7, []]);
  expect(brief.text).toHaveLength('boat '.repeat(4_000).trimEnd().length);
  expect(brief.pictures.map(({ name, colours, caption }) => [name, colours, caption])).toEqual([['Boat', ['red'], 'A red kite over a wide field.'], ['Gone', [], '']]);
  expect(document.undo()).toBe('write 3 stories');
  expect(titles()).toEqual([]);
});

it('is told where the parts and the beats of the song are', async () => {
  const { document, blobs, facts, stories, orders } = setting();
  const track = clickTrack({ tempo: 120, seconds: 12 });
  const asset = await blobs.put(wav([track.samples], track.rate));
  document.run(setBrief({ text: 'A song about the sea', song: { asset, type: 'audio/wav', name: 'sea.wav' } }));
  facts.follow(document.project);
  expect(await stories.write()).toBe(true);
  const { song } = orders[0]!.brief;
  expect([song?.length, song?.sections?.[0]?.start]).toEqual([288, 0]);
  // Half a second apart, at 24 frames a second.
  const [first = 0, second = 0] = song?.beats ?? [];
  expect([song!.beats!.length > 20, Math.abs(second - first - 12) <= 1]).toEqual([true, true]);
});

it('writes one anew in its place unlike the others, three others instead of all, and brings earlier ones back', async () => {
  const { document, stories, orders, titles, said, toast } = setting();
  document.run(setBrief({ text: 'A boat' }));
  await stories.write();
  stories.choose(stories.all[1]!);
  expect([stories.chosen?.title, said.at(-1)]).toEqual(['Story 1.2', '“Story 1.2” is the story of the film.']);
  expect(await stories.rewrite(stories.all[0]!)).toBe(true);
  expect([titles(), stories.chosen?.title]).toEqual([['Story 2.1', 'Story 1.2', 'Story 1.3'], 'Story 1.2']);
  expect(orders[1]!.order).toMatchObject({ count: 1, unlike: [{ title: 'Story 1.1' }, { title: 'Story 1.2' }, { title: 'Story 1.3' }] });
  await stories.write();
  expect([titles(), stories.chosen, stories.earlier.length]).toEqual([['Story 3.1', 'Story 3.2', 'Story 3.3'], undefined, 4]);
  const back = stories.earlier.find(({ title }) => title === 'Story 1.2')!;
  stories.restore(back.id);
  // What had been chosen is chosen again.
  expect([stories.chosen?.title, stories.earlier.length]).toEqual(['Story 1.2', 3]);
  stories.chooseNone();
  stories.remove(stories.all.find(({ id }) => id === back.id)!);
  expect(titles()).not.toContain('Story 1.2');
  toast.mock.lastCall![2]!.run();
  expect(titles()).toContain('Story 1.2');
});

it('keeps everything as it was where writing fails, is cancelled, or answers what is no story', async () => {
  const { document, stories, titles, toast, answers } = setting();
  document.run(setBrief({ text: 'A boat' }));
  await stories.write();
  const before = titles();
  answers(async () => fail<Fault>({ reason: 'language-away', facts: {} }));
  expect(await stories.write()).toBe(false);
  expect([stories.fault?.reason, titles(), stories.writing]).toEqual(['language-away', before, undefined]);
  expect([stories.canStandIn, await stories.again(), stories.fault?.reason]).toEqual([true, false, 'language-away']);
  expect([await stories.standIn(), stories.fault, titles()]).toEqual([true, undefined, ['Stood in 1', 'Stood in 2', 'Stood in 3']]);
  document.undo();
  expect(await stories.rewrite(stories.all[1]!)).toBe(false);
  expect([await stories.standIn(), titles()]).toEqual([true, [before[0], 'Stood in 1', before[2]]]);
  document.undo();
  const late = Promise.withResolvers<Result<readonly NewStory[], Fault>>();
  answers(() => late.promise);
  const writing = stories.rewrite(stories.all[2]!);
  expect([stories.writing, stories.fault]).toEqual([stories.all[2]!.id, undefined]);
  stories.cancel();
  late.resolve(ok([story('Too late')]));
  expect([await writing, titles(), stories.writing]).toEqual([false, before, undefined]);
  answers(async ({ count }) => ok(Array.from({ length: count }, () => story(''))));
  expect(await stories.write()).toBe(false);
  expect([titles(), toast.mock.lastCall?.[0]]).toEqual([before, 'warn']);
});

it('has the storyteller write instead of a model that takes too long, and hears no more of that one', async () => {
  const { document, stories, answers, orders, said, titles } = setting();
  document.run(setBrief({ text: 'A boat.' }));
  let late: (written: Result<readonly NewStory[], Fault>) => void = () => {};
  answers(() => new Promise((resolve) => (late = resolve)));
  const writing = stories.write();
  await vi.waitFor(() => expect(orders).toHaveLength(1));
  expect([stories.writer, said]).toEqual([expect.objectContaining({ name: 'Writer', canBeStoodInFor: true }), ['Writer writes.']]);
  expect(await stories.standIn()).toBe(true);
  expect(orders[0]!.order.signal.aborted).toBe(true);
  expect(titles()).toEqual(['Stood in 1', 'Stood in 2', 'Stood in 3']);
  late(ok([story('Too late')]));
  expect(await writing).toBe(false);
  expect([titles(), stories.writer, stories.fault]).toEqual([['Stood in 1', 'Stood in 2', 'Stood in 3'], undefined, undefined]);
});

it('takes each field as it is typed, and says where it does not', async () => {
  const { document, stories } = setting();
  document.run(setBrief({ text: 'A boat' }));
  await stories.write();
  const now = () => stories.all[0]!;
  expect([stories.edit(now(), { tone: 'wry' }), stories.edit(now(), { title: '' }), stories.editSegment(now(), 0, { happens: 'The boat sinks.' }), stories.editKeyMoment(now(), 0, '')]).toEqual([true, false, true, false]);
  expect(now()).toMatchObject({ title: 'Story 1.1', tone: 'wry', keyMoments: ['It begins'], segments: [{ happens: 'The boat sinks.' }] });
  expect(stories.setSegments(now(), [])).toBe(false);
});
