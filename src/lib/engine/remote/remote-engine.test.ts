import { afterEach, describe, expect, it, vi } from 'vitest';
import { stageProgress } from '#core/pipelines/job-progress.ts';
import { GeneratedFile } from '#core/schema/accelerator/remote-job.ts';
import { JobId, Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import { StoredRequest } from '#core/schema/stored-request.ts';
import { FakeLink } from '../../../../tests/contract/fake-link.ts';
import { someTake } from '../../../../tests/contract/samples.ts';
import { LEFT } from '../lane.ts';
import { RemoteEngine } from './remote-engine.ts';

const GRACE_MS = 40;
const ID = JobId.parse('00000000-0000-4000-8000-000000000001');
const asked = { mode: 't2v', prompt: 'a boat', seed: 7, width: 32, height: 32, frames: 5, frameRate: 8, steps: 2, guidance: 3 } as const;
const request = GenerationRequest.parse(asked);
const stored = StoredRequest.parse({ ...asked, negativePrompt: '', scheduler: 'euler' });
const film = new Blob(['film'], { type: 'video/mp4' });
const result = GeneratedFile.parse({
  ...{ media: Sha256.parse('ab'.repeat(32)), type: 'video/mp4', bytes: 4, timings: { denoise: 5 }, adjustments: [], energy: 0.25 },
  recipe: someTake().recipe,
});

afterEach(() => vi.useRealTimers());

/** A run on an accelerator that a test plays. */
function run(link = new FakeLink()) {
  const abort = new AbortController();
  const heard: Progress[] = [];
  const previews: unknown[] = [];
  const onAlive = vi.fn();
  const done = new RemoteEngine(link, GRACE_MS).run(request, {
    ...{ signal: abort.signal, job: ID, stored, priority: 'high', onAlive },
    bytes: async () => undefined,
    onProgress: (progress) => heard.push(progress),
    onPreview: (frame) => previews.push(frame),
  });
  return { link, abort, heard, previews, onAlive, done };
}

/** Waits until the order has arrived so often. */
const arrived = (link: FakeLink, times = 1) => vi.waitFor(() => expect(link.submitted.length).toBe(times));

describe('the remote engine', () => {
  it('hands the job over under its own id, follows it and brings the file as it came', async () => {
    const { link, heard, previews, done } = run();
    await arrived(link);
    expect(link.jobs.get(ID)?.order).toMatchObject({ id: ID, priority: 'high', request: { prompt: 'a boat', seed: 7 } });
    link.begin(ID);
    link.progress(ID, stageProgress('denoise', 1, 2), { width: 1, height: 1, frames: 1, frameRate: 8, rgb: new Uint8Array(3) });
    link.progress(JobId.parse('00000000-0000-4000-8000-000000000002'), stageProgress('decode', 1, 2));
    link.finish(ID, film, result);
    const made = await done;
    if (!made.ok || !('file' in made.value)) throw new Error(JSON.stringify(made));
    expect(await made.value.file.text()).toBe('film');
    expect(made.value).toMatchObject({ recipe: result.recipe, timings: { denoise: 5 }, energy: 0.25, file: { type: 'video/mp4' } });
    expect(previews).toHaveLength(1);
    const fractions = heard.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(heard.map(({ stage }) => stage)).toEqual(['denoise', 'encode-media']);
  });

  it('says that it goes on while the job stands in line there', async () => {
    vi.useFakeTimers();
    const { link, onAlive, abort, done } = run();
    await vi.advanceTimersByTimeAsync(61_000);
    expect(onAlive.mock.calls.length).toBeGreaterThanOrEqual(5);
    abort.abort();
    await done;
    expect(link.cancelled).toEqual([ID]);
  });

  it('goes on with the same job after a break of the line', async () => {
    const { link, done } = run();
    await arrived(link);
    link.go('away');
    link.finish(ID, film, result);
    link.go('here');
    expect((await done).ok).toBe(true);
    expect(link.jobs.size).toBe(1);
  });

  it('gives up after a while without a line, and leaves the job to go on there', async () => {
    const { link, done } = run();
    await arrived(link);
    link.begin(ID);
    link.go('away');
    expect(await done).toMatchObject({ ok: false, fault: { reason: 'accelerator-away' } });
    expect(link.jobs.get(ID)?.job.state).toBe('running');
  });

  it('sends a job again that is not known there any more', async () => {
    const { link, done } = run();
    await arrived(link);
    link.go('away');
    link.lose(ID);
    link.go('here');
    await arrived(link, 2);
    link.finish(ID, film, result);
    expect((await done).ok).toBe(true);
  });

  it('cancels it there when it is cancelled here, and leaves it when only the tab leaves', async () => {
    const cancelled = run();
    await arrived(cancelled.link);
    cancelled.abort.abort();
    expect(await cancelled.done).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
    expect(cancelled.link.jobs.get(ID)?.job.state).toBe('cancelled');

    const left = run();
    await arrived(left.link);
    left.abort.abort(LEFT);
    expect(await left.done).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
    expect(left.link.cancelled).toEqual([]);
  });

  it('has what failed there before tried again once, and tells the fault of this time', async () => {
    const link = new FakeLink();
    const before = run(link);
    await arrived(link);
    link.fail(ID, { reason: 'lora-unreadable', facts: {} });
    expect(await before.done).toMatchObject({ ok: false, fault: { reason: 'lora-unreadable' } });

    const again = run(link);
    await vi.waitFor(() => expect(link.jobs.get(ID)?.job.state).toBe('queued'));
    link.fail(ID, { reason: 'out-of-memory', facts: {} });
    expect(await again.done).toMatchObject({ ok: false, fault: { reason: 'out-of-memory' } });
  });
});
