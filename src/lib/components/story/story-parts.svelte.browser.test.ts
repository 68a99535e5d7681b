import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { addStories } from '#core/document/commands/story.ts';
import { sampleFilm, take } from '#core/document/sample-film.test-support.ts';
import type { Command } from '#core/document/project-document.ts';
import { Stories } from '#lib/state/project/stories.svelte.ts';
import KeyMoments from './KeyMoments.svelte';
import StorySegments from './StorySegments.svelte';

let shown: object | undefined;
afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
});

const NAMES = ['Dawn', 'Noon', 'Dusk'];

/** A part of a story with three segments and two key moments on the page. */
function open(part: typeof StorySegments | typeof KeyMoments = StorySegments) {
  const { document: film } = sampleFilm();
  const segments = NAMES.map((name) => ({ name, happens: `It is ${name}.`, place: '', role: null, weight: 1 }));
  take(film.run(addStories([{ title: 'Day', narrative: 'It passes.', tone: 'calm', pacing: 'slow', visualStyle: '', keyMoments: ['It dawns', 'It ends'], segments, writer: { kind: 'built-in', structure: 'arc' } }])));
  let project = $state.raw(film.project);
  const editor = {
    get film() {
      return project;
    },
    undoName: undefined,
    run<Value>(command: Command<Value>) {
      const result = film.run(command);
      project = film.project;
      return result;
    },
    undo: () => undefined,
  };
  const said: string[] = [];
  const stories = new Stories({ editor, shell: { announce: (words: string) => said.push(words), toast: () => 0 } } as unknown as ConstructorParameters<typeof Stories>[0]);
  const story = () => project.stories[0]!;
  shown = mount(part, { target: document.body, props: { get story() { return story(); }, stories, locked: false } });
  flushSync();
  return { said, names: () => story().segments.map(({ name }) => name), moments: () => story().keyMoments };
}

const button = (name: string) => document.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)!;
const focused = () => document.activeElement?.ariaLabel;

it('moves a segment on and on by one button, which stays open and has the focus, and says where it is', async () => {
  const { said, names } = open();
  document.querySelectorAll('summary')[2]!.click();
  button('Move segment 3 earlier').focus();
  document.activeElement!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await vi.waitFor(() => expect(focused()).toBe('Move segment 2 earlier'));
  document.activeElement!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await vi.waitFor(() => expect(focused()).toBe('Move segment 1 earlier'));
  expect([names(), said]).toEqual([['Dusk', 'Dawn', 'Noon'], ['Segment 2 of 3.', 'Segment 1 of 3.']]);
  expect([...document.querySelectorAll('details')].map(({ open }) => open)).toEqual([true, false, false]);
  document.activeElement!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  expect([names(), said]).toEqual([['Dusk', 'Dawn', 'Noon'], ['Segment 2 of 3.', 'Segment 1 of 3.']]);
});

it('goes on to the next one where a segment is taken away', async () => {
  const { names } = open();
  document.querySelectorAll('summary')[1]!.click();
  button('Remove segment 2').focus();
  button('Remove segment 2').click();
  await vi.waitFor(() => expect(names()).toEqual(['Dawn', 'Dusk']));
  await vi.waitFor(() => expect((document.activeElement as HTMLInputElement).value).toBe('Dusk'));
  expect([...document.querySelectorAll('details')].map(({ open }) => open)).toEqual([false, false]);
});

it('goes on to another key moment where one is taken away, and then to the button that adds one', async () => {
  const { moments } = open(KeyMoments);
  button('Remove key moment 2').focus();
  button('Remove key moment 2').click();
  expect(moments()).toEqual(['It dawns']);
  await vi.waitFor(() => expect((document.activeElement as HTMLTextAreaElement).value).toBe('It dawns'));
  button('Remove key moment 1').focus();
  button('Remove key moment 1').click();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Key moment'));
});
