import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { JobId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { QueueEvent } from '#lib/queue/events.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { Settings } from '#lib/storage/records.ts';
import { someTake } from '../../../../tests/contract/samples.ts';
import { GalleryState } from './gallery.svelte.ts';
import { ShellState } from '../shell/shell.svelte.ts';
import { Unwritten } from '../store/unwritten.svelte.ts';

const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

/** One tab. Two with the same scope hear of each other. */
function newTab(storage: StudioStorage = openMemoryStorage(), scope: string | null = null) {
  const listeners = new Set<(event: QueueEvent) => void>();
  const queue = {
    subscribe(listener: (event: QueueEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const shell = new ShellState(storage.settings, Settings.parse({}), storage.kind);
  const unwritten = new Unwritten();
  const { takes, blobs, settings } = storage;
  const gallery = new GalleryState({ takes, blobs, settings, queue, shell, unwritten, view: 'grid', scope });
  open.push(() => {
    gallery.dispose();
    shell.dispose();
    unwritten.dispose();
  });
  const tell = (event: QueueEvent) => listeners.forEach((listener) => listener(event));
  const undo = () => shell.toasts.find(({ action }) => action?.label === 'Undo')?.action;
  return { storage, shell, unwritten, gallery, tell, undo };
}

const ids = (takes: readonly Take[]) => takes.map(({ id }) => id);

async function withTakes(count: number, tab = newTab()) {
  const takes = Array.from({ length: count }, (_, i) => someTake({ createdAt: 1000 - i, tags: i === 0 ? ['sea'] : [] }));
  for (const take of takes) await tab.storage.takes.put(take);
  await tab.gallery.load();
  return { ...tab, takes };
}

describe('the gallery', () => {
  it('shows what is kept, newest first, and a new take at once', async () => {
    const { storage, gallery, tell } = newTab();
    const [older, newer] = [someTake({ createdAt: 1 }), someTake({ createdAt: 2 })];
    await storage.takes.put(older);
    expect(gallery.loading).toBe(true);
    await gallery.load();
    expect(gallery.loading).toBe(false);
    tell({ kind: 'published', id: JobId.parse(newer.id), take: newer });
    expect(gallery.takes).toEqual([newer, older]);
    expect(gallery.lastFinished).toEqual(newer);
    expect([gallery.number(older), gallery.number(newer)]).toEqual([1, 2]);
  });

  it('keeps what was measured without a word, beside what a person marks, and tells the other tabs', async () => {
    const storage = openMemoryStorage();
    const [scope, measures] = [`measured-${crypto.randomUUID()}`, { version: 1, frames: 17, sharpness: 0.2, contrast: 0.2, noise: 0, motion: 0.1, smoothness: 1, flicker: 0 }];
    const { gallery, shell, takes } = await withTakes(2, newTab(storage, scope));
    const other = newTab(storage, scope).gallery;
    await other.load();
    const [{ id }] = takes as [Take];
    const [, kept] = await Promise.all([gallery.edit([id], { type: 'rating', rating: 4 }, 'Rated.'), gallery.noteMeasures(new Map([[id, measures]]))]);
    expect([kept, shell.toasts.map(({ text }) => text)]).toEqual([true, ['Rated.']]);
    for (const take of [gallery.get(id), await storage.takes.get(id)]) expect(take).toMatchObject({ measures, rating: 4 });
    await gallery.noteMeasures(new Map([[id, { ...measures, motion: 0.3 }]]));
    await vi.waitFor(() => expect(other.get(id)).toMatchObject({ measures: { motion: 0.3 }, rating: 4 }));
    await gallery.undo();
    expect(gallery.get(id)).toMatchObject({ measures: { motion: 0.3 }, rating: 0 });
  });

  it('holds nothing back and says nothing where what was measured cannot be kept', async () => {
    const { gallery, storage, shell, unwritten, takes } = await withTakes(1);
    vi.spyOn(storage.takes, 'change').mockRejectedValueOnce(new FaultError('no-room-on-disk'));
    expect(await gallery.noteMeasures(new Map([[takes[0]!.id, { version: 1, frames: 1, sharpness: 0, contrast: 0, noise: 0, motion: 0, smoothness: 1, flicker: 0 }]]))).toBe(false);
    expect([shell.toasts, unwritten.fault]).toEqual([[], null]);
    expect(gallery.get(takes[0]!.id)).not.toHaveProperty('measures');
  });

  it('says why the takes could not be read, and reads them when asked again', async () => {
    const { storage, gallery } = newTab();
    await storage.takes.put(someTake());
    const all = vi.spyOn(storage.takes, 'all').mockRejectedValueOnce(new FaultError('storage-unreadable'));
    await gallery.load();
    expect([gallery.loading, gallery.fault?.reason]).toEqual([true, 'storage-unreadable']);
    await gallery.load();
    expect([gallery.loading, gallery.fault, gallery.takes.length]).toEqual([false, undefined, 1]);
    all.mockRestore();
  });

  it('shows takes as another tab has chosen to see them', () => {
    const { gallery } = newTab();
    gallery.follow(Settings.parse({ galleryView: 'list' }));
    expect(gallery.view).toBe('list');
  });

  it('keeps what was published while it was reading', async () => {
    const { gallery, tell } = newTab();
    const reading = gallery.load();
    const take = someTake();
    tell({ kind: 'published', id: JobId.parse(take.id), take });
    await reading;
    expect(gallery.takes).toEqual([take]);
  });

  it('moves takes to the bin and back, and keeps that', async () => {
    const { storage, gallery, undo, takes } = await withTakes(3);
    expect(await gallery.edit(ids(takes.slice(0, 2)), { type: 'bin', at: 7 }, 'In the bin.')).toBe(true);
    expect(gallery.takes).toEqual([takes[2]]);
    expect(ids(gallery.bin)).toEqual(ids(takes.slice(0, 2)));
    expect((await storage.takes.get(takes[0]!.id))?.deletedAt).toBe(7);
    undo()!.run();
    await vi.waitFor(async () => expect(await storage.takes.all()).toEqual(takes));
    expect(gallery.takes).toEqual(takes);
    expect(await gallery.deleteForGood([takes[1]!.id])).toBe(true);
    expect(await storage.takes.all()).toEqual([takes[0], takes[2]]);
    expect(gallery.takes).toEqual([takes[0], takes[2]]);
  });
});

describe('an edit of takes', () => {
  it('is on the screen at once and takes back only what it changed', async () => {
    const { storage, gallery, undo, takes } = await withTakes(3);
    const writing = gallery.edit(ids(takes), { type: 'tag', tag: 'sea' }, 'Tagged.');
    expect(gallery.takes.map(({ tags }) => tags)).toEqual([['sea'], ['sea'], ['sea']]);
    await writing;
    expect((await storage.takes.all()).map(({ tags }) => tags)).toEqual([['sea'], ['sea'], ['sea']]);
    undo()!.run();
    // The first one bore the tag before.
    await vi.waitFor(async () => expect((await storage.takes.all()).map(({ tags }) => tags)).toEqual([['sea'], [], []]));
  });

  it('is taken back in order, each once, by the keys as by the message', async () => {
    const { gallery, shell, undo, takes } = await withTakes(1);
    const [take] = takes as [Take];
    await gallery.edit([take.id], { type: 'rating', rating: 3 }, 'Three.');
    await gallery.edit([take.id], { type: 'name', name: 'Opening' }, 'Named.');
    expect(shell.toasts.filter(({ action }) => action?.label === 'Undo')).toHaveLength(1);
    undo()!.run();
    await vi.waitFor(() => expect(gallery.get(take.id)).toEqual({ ...take, rating: 3 }));
    expect(await gallery.undo()).toBe(true);
    expect(gallery.get(take.id)).toEqual(take);
    expect(await gallery.undo()).toBe(false);
  });

  it('is not taken back a second time over a newer one', async () => {
    const { gallery, undo, takes } = await withTakes(1);
    const [take] = takes as [Take];
    await gallery.edit([take.id], { type: 'rating', rating: 3 }, 'Three.');
    const stale = undo()!;
    await gallery.undo();
    await gallery.edit([take.id], { type: 'rating', rating: 5 }, 'Five.');
    stale.run();
    await gallery.edit([take.id], { type: 'favourite', favourite: true }, 'A favourite.');
    expect(gallery.get(take.id)).toEqual({ ...take, rating: 5, favourite: true });
  });

  it('that changes nothing writes nothing and offers nothing', async () => {
    const { storage, gallery, undo, takes } = await withTakes(1);
    const change = vi.spyOn(storage.takes, 'change');
    expect(await gallery.edit(ids(takes), { type: 'tag', tag: 'sea' }, 'Tagged.')).toBe(true);
    expect(change).not.toHaveBeenCalled();
    expect(undo()).toBeUndefined();
  });

  it('stays on the screen when the disk is full, also after reading anew, and is written once there is room', async () => {
    const { storage, gallery, unwritten, takes } = await withTakes(2);
    const full = vi.spyOn(storage.takes, 'change').mockRejectedValue(new FaultError('no-room-on-disk'));
    expect(await gallery.edit(ids(takes), { type: 'favourite', favourite: true }, 'Favourites.')).toBe(false);
    expect(await gallery.edit([takes[0]!.id], { type: 'rating', rating: 5 }, 'Five.')).toBe(false);
    expect(unwritten.fault?.reason).toBe('no-room-on-disk');
    await gallery.load();
    expect(gallery.takes.map(({ favourite, rating }) => [favourite, rating])).toEqual([[true, 5], [true, 0]]);
    full.mockRestore();
    expect(await unwritten.retry()).toBe(true);
    expect(unwritten.fault).toBeNull();
    expect((await storage.takes.all()).map(({ favourite, rating }) => [favourite, rating])).toEqual([[true, 5], [true, 0]]);
  });

  it('of another tab is seen without reading everything anew, and so is what it deletes', async () => {
    const name = `tabs-${crypto.randomUUID()}`;
    const storage = await openDiskStorage(name);
    open.push(() => storage.close());
    const { gallery: one, takes } = await withTakes(3, newTab(storage, name));
    const { gallery: two } = newTab(storage, name);
    await two.load();
    await one.edit([takes[1]!.id], { type: 'name', name: 'Opening' }, 'Named.');
    await vi.waitFor(() => expect(two.get(takes[1]!.id)?.name).toBe('Opening'));
    await two.edit(ids(takes.slice(0, 2)), { type: 'bin', at: 5 }, 'In the bin.');
    await vi.waitFor(() => expect(ids(one.bin)).toEqual(ids(takes.slice(0, 2))));
    expect(one.get(takes[1]!.id)).toEqual({ ...takes[1], name: 'Opening', deletedAt: 5 });
    await one.deleteForGood([takes[0]!.id]);
    await vi.waitFor(() => expect(two.get(takes[0]!.id)).toBeUndefined());
    await storage.takes.put(someTake({ createdAt: 1 }));
    await one.reload();
    await vi.waitFor(() => expect(two.takes).toEqual(one.takes));
  });
});

describe('the pictures of takes', () => {
  it('have a URL while something shows them, one for all who do, and none afterwards', async () => {
    const { storage, gallery } = newTab();
    const sha256 = await storage.blobs.put(new Uint8Array([1, 2, 3]));
    const take = someTake({ poster: { sha256, type: 'image/png', bytes: 3 } });
    const seen: (string | undefined)[][] = [[], []];
    const stops = seen.map((urls) =>
      $effect.root(() => {
        $effect(() => void urls.push(gallery.posterUrl(take)));
      }),
    );
    flushSync();
    await vi.waitFor(() => {
      flushSync();
      expect(seen.map((urls) => urls.length)).toEqual([2, 2]);
    });
    const url = seen[0]![1]!;
    expect(seen).toEqual([[undefined, url], [undefined, url]]);
    expect([...new Uint8Array(await (await fetch(url)).arrayBuffer())]).toEqual([1, 2, 3]);
    stops[0]!();
    await Promise.resolve();
    expect(gallery.urlCount).toBe(1);
    stops[1]!();
    await vi.waitFor(() => expect(gallery.urlCount).toBe(0));
    await expect(fetch(url)).rejects.toThrow();
    // Read by the way, outside of anything that is drawn, it makes nothing.
    expect(gallery.posterUrl(take)).toBeUndefined();
    expect(gallery.urlCount).toBe(0);
  });

  it('are let go with the gallery', async () => {
    const { storage, gallery } = newTab();
    const sha256 = await storage.blobs.put(new Uint8Array([1]));
    const take = someTake({ poster: { sha256, type: 'image/png', bytes: 1 } });
    let url: string | undefined;
    const stop = $effect.root(() => {
      $effect(() => void (url = gallery.posterUrl(take)));
    });
    await vi.waitFor(() => {
      flushSync();
      expect(url).toBeDefined();
    });
    gallery.dispose();
    await expect(fetch(url!)).rejects.toThrow();
    stop();
  });
});
