import { describe, expect, it, vi } from 'vitest';
import type { Queue, QueueEvent } from '#lib/queue/events.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Settings } from '#lib/storage/records.ts';
import { someJob } from '../../../../tests/contract/samples.ts';
import { JobsState } from './jobs.svelte.ts';
import { ShellState } from '../shell/shell.svelte.ts';

function newStudio() {
  const listeners = new Set<(event: QueueEvent) => void>();
  const queue: Pick<Queue, 'subscribe'> = {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const shell = new ShellState(openMemoryStorage().settings, Settings.parse({}), 'memory');
  const jobs = new JobsState(queue as Queue, shell);
  const tell = (event: QueueEvent) => listeners.forEach((listener) => listener(event));
  return { shell, jobs, tell };
}

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

  it('says start and failure aloud', { timeout: 15_000 }, async () => {
    const { jobs, shell, tell } = newStudio();
    const running = someJob('running');
    tell({ kind: 'jobs', jobs: [running], held: false });
    expect(shell.announcement).toMatchObject({ text: 'Generating has started.', assertive: false });
    const { job } = someJob('failed');
    tell({ kind: 'jobs', jobs: [{ ...running, job }], held: false });
    // Not in the same breath: announcements keep their distance.
    await vi.waitFor(() => expect(shell.announcement.assertive).toBe(true), { timeout: 10_000 });
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
