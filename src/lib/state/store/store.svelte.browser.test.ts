import { afterEach, expect, it, vi } from 'vitest';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { Settings } from '#lib/storage/records.ts';
import { readWitness, writeWitness } from '#lib/storage/witness.ts';
import { queueSpy } from '../../../../tests/contract/queue-spy.ts';
import { someTake } from '../../../../tests/contract/samples.ts';
import { GalleryState } from '../gallery/gallery.svelte.ts';
import { ProjectList } from '../project/project-list.svelte.ts';
import { ShellState } from '../shell/shell.svelte.ts';
import { heldWords } from './held-words.ts';
import { StoreState } from './store.svelte.ts';
import { Unwritten } from './unwritten.svelte.ts';

const open: (() => void)[] = [];
afterEach(() => {
  open.splice(0).forEach((close) => close());
  localStorage.clear();
  document.cookie = 'kinora-witness=; Max-Age=0; Path=/';
});

const DAY_MS = 24 * 3_600_000;

/** A studio's store and gallery, before the gallery has read a single take. */
async function opened(takes: readonly ReturnType<typeof someTake>[]) {
  const storage = await openDiskStorage(`store-${crypto.randomUUID()}`);
  for (const take of takes) await storage.takes.put(take);
  const initial = Settings.parse({});
  const shell = new ShellState(storage.settings, initial, storage.kind);
  const unwritten = new Unwritten();
  const { queue } = queueSpy();
  const gallery = new GalleryState({ takes: storage.takes, blobs: storage.blobs, settings: storage.settings, queue, shell, unwritten, view: 'grid', scope: null });
  const projects = new ProjectList({ projects: storage.projects, unwritten, scope: crypto.randomUUID() }, (fault) => expect.fail(fault.reason));
  const parts = { storage, projects, settings: storage.settings, initial, queue, gallery, shell, unwritten, forgetModel: async () => {}, onOutdated: () => {} };
  open.push(() => {
    gallery.dispose();
    projects.dispose();
    shell.dispose();
    storage.close();
  });
  const begin = async () => {
    const store = await StoreState.begin(parts);
    open.unshift(() => store.dispose());
    return store;
  };
  return { storage, gallery, projects, begin };
}

it('is there before the takes are read, and empties the bin of what is overdue once they are', async () => {
  const [kept, overdue] = [someTake(), someTake({ deletedAt: Date.now() - 40 * DAY_MS })];
  const { storage, gallery, begin } = await opened([kept, overdue]);
  await begin();
  expect(gallery.loading).toBe(true);
  await gallery.load();
  await vi.waitFor(async () => expect(await storage.takes.all()).toEqual([kept]));
  await vi.waitFor(() => expect(gallery.bin).toEqual([]));
  expect(gallery.takes).toEqual([kept]);
});

it('calls nothing vanished before it has looked at the takes', async () => {
  const { gallery, begin } = await opened([someTake()]);
  // From before stores had names: only the takes can tell.
  writeWitness({ takes: 3, projects: 0, at: 1_000 });
  const beginning = begin();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await gallery.load();
  expect((await beginning).watch.vanished).toBeNull();
});

it.each(['named', 'unnamed'])('misses projects that have vanished, also where there never was a take, of a store that was %s', async (was) => {
  const { gallery, projects, begin } = await opened([]);
  writeWitness({ takes: 0, projects: 2, at: 1_000, ...(was === 'named' && { store: crypto.randomUUID() }) });
  await gallery.load();
  const { watch } = await begin();
  expect(watch.vanished).toMatchObject({ projects: 2, takes: 0 });
  expect(heldWords(watch.vanished!)).toBe('2 projects');
  await projects.load();
  // Until a person takes note of it.
  expect(readWitness()).toMatchObject({ projects: 2 });
  watch.startAnew();
  await vi.waitFor(() => expect(readWitness()).toMatchObject({ projects: 0, takes: 0 }));
});

it('remembers projects, and reads what was noted before it did', async () => {
  const { gallery, projects, begin } = await opened([]);
  await begin();
  await gallery.load();
  await projects.load();
  await projects.create('A film');
  await vi.waitFor(() => expect(readWitness()).toMatchObject({ projects: 1, takes: 0 }));
  localStorage.setItem('kinora-witness', `3.${Date.now() + 1_000}.${crypto.randomUUID()}`);
  expect(readWitness()).toMatchObject({ takes: 3, projects: 0 });
});
