import { type Component, flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { addClip } from '#core/document/commands/clip.ts';
import { addScene } from '#core/document/commands/scene.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { Result } from '#core/schema/result.ts';
import { BranchComparison } from '#lib/state/project/branch-comparison.svelte.ts';
import { ProjectList } from '#lib/state/project/project-list.svelte.ts';
import { Unwritten } from '#lib/state/store/unwritten.svelte.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import StudioHouse from '../../../../tests/fixtures/StudioHouse.svelte';
import { saidDifferences } from './difference-words.ts';
import MergeChoice from './MergeChoice.svelte';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  document.body.replaceChildren();
});

function value<Value>(result: Result<Value, EditRefusal>): Value {
  if (!result.ok) throw new Error(result.fault.reason);
  return result.value;
}

/** What merging a branch with a new scene of four clips asks; `heard`: what it announces. */
async function ask() {
  const name = `merge-${crypto.randomUUID()}`;
  const storage = await openDiskStorage(name);
  const unwritten = new Unwritten();
  const list = new ProjectList({ projects: storage.projects, unwritten, scope: name }, (fault) => expect.fail(fault.reason));
  closers.push(() => storage.close(), () => unwritten.dispose(), () => list.dispose());
  const id = (await list.create('Film'))!;
  const film = value(await list.open(id));
  closers.push(() => film.dispose());
  const branch = (await list.fork(id, 'By night'))!;
  const other = value(await list.open(branch));
  closers.push(() => other.dispose());
  const pier = value(other.run(addScene({ content: { name: 'Pier' } })));
  for (const called of ['Gull', 'Rope', 'Lamp', 'Boat']) value(other.run(addClip({ scene: pier, content: { name: called } })));
  await vi.waitFor(() => expect(other.standing).toBe('kept'));
  const comparison = value(await BranchComparison.open(film, branch, list));
  closers.push(() => comparison.dispose());
  const differences = saidDifferences(comparison.standing.comes, comparison.merged);
  const heard: string[] = [];
  const props = { comparison, groups: [{ title: 'Scene 1', differences }], own: new Map(), readOnly: false, titles: new Map(differences.map(({ id: one, title }) => [one, title])) };
  const studio = { shell: { announce: (words: string) => heard.push(words) } } as unknown as Studio;
  const shown = mount(StudioHouse, { target: document.body, props: { studio, part: MergeChoice as unknown as Component<Record<string, unknown>>, props } });
  closers.push(() => unmount(shown));
  flushSync();
  return { comparison, heard };
}

const box = (title: string) => [...document.querySelectorAll('li label')].find(({ textContent }) => textContent.trim() === title)!.querySelector('input')!;
const ticked = () => [...document.querySelectorAll<HTMLInputElement>('li input')].filter(({ checked }) => checked).length;

it('says what is left out, too, and what is taken along, with three names at most', async () => {
  const { comparison, heard } = await ask();
  expect([ticked(), comparison.taken.size]).toEqual([5, 5]);
  expect(document.body.textContent).toContain('With it comes Scene 1 “Pier”.');
  box('Scene 1 “Pier”').click();
  flushSync();
  expect(heard).toEqual(['Clip 1A “Gull”, Clip 1B “Rope”, Clip 1C “Lamp” and 1 more thing left out, too.']);
  expect(ticked()).toBe(0);
  box('Clip 1B “Rope”').click();
  flushSync();
  expect(heard.at(-1)).toMatch(/^Scene 1 “Pier”.* taken along\.$/);
  expect(comparison.taken).toContain(comparison.merged.scenes[0]!.members[0]!.id);
  box('Clip 1B “Rope”').click();
  // Nothing hangs on a clip alone: nothing more is said.
  expect(heard).toHaveLength(2);
});
