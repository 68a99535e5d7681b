import { flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Settings } from '#lib/storage/records.ts';
import { JobId } from '#core/schema/ids.ts';
import { queueSpy } from '../../../tests/contract/queue-spy.ts';
import { someJob, someTake } from '../../../tests/contract/samples.ts';
import { GalleryState } from './gallery.svelte.ts';
import { JobsState } from './jobs.svelte.ts';
import { ShellState } from './shell.svelte.ts';

function newStudio() {
  const storage = openMemoryStorage();
  const { queue, tell } = queueSpy();
  const shell = new ShellState(storage.settings, Settings.parse({}), 'memory');
  const gallery = new GalleryState(storage.takes, storage.blobs, queue, shell);
  const jobs = new JobsState(queue, shell);
  return { storage, shell, gallery, jobs, tell };
}

describe('the gallery', () => {
  it('shows what is kept, newest first, and a new take at once', async () => {
    const { storage, gallery, tell } = newStudio();
    const [older, newer] = [someTake({ createdAt: 1 }), someTake({ createdAt: 2 })];
    await storage.takes.put(older);
    expect(gallery.loading).toBe(true);
    await gallery.load();
    expect(gallery.loading).toBe(false);
    tell({ kind: 'published', id: JobId.parse(newer.id), take: newer });
    expect(gallery.takes).toEqual([newer, older]);
    expect(gallery.lastFinished).toEqual(newer);
  });

  it('moves a take to the bin and back, and keeps that', async () => {
    const { storage, gallery } = newStudio();
    const take = someTake();
    await storage.takes.put(take);
    await gallery.load();
    const undo = await gallery.remove(take.id);
    expect(gallery.takes).toEqual([]);
    expect(gallery.bin.map(({ id }) => id)).toEqual([take.id]);
    expect((await storage.takes.get(take.id))?.deletedAt).toBeGreaterThan(0);
    await undo();
    expect(gallery.takes).toEqual([take]);
    expect(await storage.takes.get(take.id)).toEqual(take);
    await gallery.remove(take.id);
    await gallery.emptyBin();
    expect(await storage.takes.all()).toEqual([]);
  });

  it('finds a URL for the bytes of a take, once, and tells who asked', async () => {
    const { storage, gallery } = newStudio();
    const sha256 = await storage.blobs.put(new Uint8Array([1, 2, 3]));
    const take = someTake({ poster: { sha256, type: 'image/png', bytes: 3 } });
    const seen: (string | undefined)[] = [];
    const stop = $effect.root(() => {
      $effect(() => void seen.push(gallery.posterUrl(take)));
    });
    flushSync();
    await vi.waitFor(() => {
      flushSync();
      expect(seen).toHaveLength(2);
    });
    expect(seen[0]).toBeUndefined();
    const bytes = await (await fetch(seen[1]!)).arrayBuffer();
    expect([...new Uint8Array(bytes)]).toEqual([1, 2, 3]);
    gallery.dispose();
    await expect(fetch(seen[1]!)).rejects.toThrow();
    stop();
  });
});

describe('the jobs', () => {
  const progress = (fraction: number) => ({ stage: 'denoise', step: 1, steps: 2, fraction }) as const;

  it('tells running, waiting and ended ones apart', () => {
    const { jobs, tell } = newStudio();
    const [running, waiting, failed] = [someJob('running'), someJob(), someJob('failed')];
    tell({ kind: 'jobs', jobs: [failed, running, waiting], held: false });
    expect(jobs.running?.id).toBe(running.id);
    expect(jobs.waiting.map(({ id }) => id)).toEqual([waiting.id]);
    expect(jobs.ended).toMatchObject([{ id: failed.id, state: 'failed', fault: { reason: 'out-of-memory' } }]);
  });

  it('shows progress and a picture of the running job only', async () => {
    const { jobs, tell } = newStudio();
    const [running, other] = [someJob('running'), someJob()];
    tell({ kind: 'jobs', jobs: [running, other], held: false });
    tell({ kind: 'progress', id: other.id, progress: progress(0.9) });
    expect(jobs.running?.progress.fraction).toBe(0);
    tell({ kind: 'progress', id: running.id, progress: progress(0.5) });
    expect(jobs.running?.progress.fraction).toBe(0.5);
    tell({ kind: 'preview', id: running.id, frame: { width: 2, height: 1, rgb: new Uint8Array(6) } });
    await vi.waitFor(() => expect(jobs.running?.preview?.width).toBe(2));
    tell({ kind: 'jobs', jobs: [other], held: false });
    expect(jobs.running).toBeNull();
  });

  it('says start and failure aloud', () => {
    const { jobs, shell, tell } = newStudio();
    const running = someJob('running');
    tell({ kind: 'jobs', jobs: [running], held: false });
    expect(shell.announcement).toMatchObject({ text: 'Generating has started.', assertive: false });
    const { job } = someJob('failed');
    tell({ kind: 'jobs', jobs: [{ ...running, job }], held: false });
    expect(shell.announcement.assertive).toBe(true);
    expect(shell.announcement.text).toContain('memory');
    expect(jobs.ended).toHaveLength(1);
  });

  it('offers a clip that could not be kept', async () => {
    const { jobs, tell } = newStudio();
    const failed = someJob('failed');
    tell({ kind: 'jobs', jobs: [failed], held: false });
    tell({ kind: 'unkept', id: failed.id, media: new Blob(['film'], { type: 'video/mp4' }), fault: { reason: 'no-room-on-disk', facts: {} } });
    const { rescue } = jobs.ended[0]!;
    expect(rescue?.type).toBe('video/mp4');
    expect(await (await fetch(rescue!.url)).text()).toBe('film');
    jobs.dispose();
    await expect(fetch(rescue!.url)).rejects.toThrow();
  });
});
