import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isHeld, isOver } from '#core/domain/queue/job.ts';
import { FakeHost } from '../../tests/contract/fake-host.ts';
import { CLIENT, SILENT, someOrder } from '../../tests/fixtures/some-desk.ts';
import { DiskShelf } from '../media/disk-shelf.ts';
import { openDesk } from './open-desk.ts';
import { askedOf } from '../../tests/fixtures/of-a-clip.ts';

/** A real disk of its own, so small that it is soon full; only who may mount one can have it. */
const disk = mkdtempSync(path.join(tmpdir(), 'kinora-small-disk-'));
const isMounted = process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]).status === 0;
afterAll(() => {
  if (isMounted) spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true });
});

async function fill(): Promise<void> {
  for (;;) {
    try {
      await appendFile(path.join(disk, 'filler'), new Uint8Array(4096));
    } catch {
      return;
    }
  }
}

it.skipIf(!isMounted)('says the truth of every job on a disk that is really full, and works on once there is room', { timeout: 120_000 }, async () => {
  const shelf = await DiskShelf.open(path.join(disk, 'media'));
  const big = new Uint8Array(200_000);
  /** From the twentieth on, a clip is finished only once the disk is full. */
  let isFull = () => {};
  const full = new Promise<void>((resolve) => (isFull = resolve));
  const desk = openDesk({
    ...{ file: path.join(disk, 'kinora.db'), shelf, engines: { onnx: new FakeHost('onnx', 1) }, log: SILENT },
    encode: async ({ recipe }) => {
      if (recipe.seed >= 20) await full;
      return big.with(0, recipe.seed);
    },
  });
  try {
    const taken: number[] = [];
    const refusals = new Set<string>();
    for (let n = 1; n <= 60; n += 1) {
      if (n === 40) {
        await expect.poll(async () => (await desk.list(CLIENT)).some(({ job, order }) => isHeld(job) && askedOf(order).seed >= 20), { timeout: 30_000 }).toBe(true);
        await fill();
        isFull();
      }
      const sent = await desk.submit(CLIENT, someOrder(n));
      if (sent.ok) taken.push(n);
      else refusals.add(sent.fault.reason === 'fault' ? sent.fault.fault.reason : sent.fault.reason);
    }
    const jobs = () => desk.list(CLIENT);
    // Whatever was at work ends: with its result, or for want of room. What was not begun waits. Nothing is lost.
    await expect.poll(async () => (await jobs()).filter(({ job }) => isHeld(job)).length, { timeout: 10_000 }).toBe(0);
    expect([...refusals]).toEqual(['no-room-on-disk']);
    expect((await jobs()).length).toBe(taken.length);
    const ends = (await jobs()).map(({ job }) => (job.state === 'failed' ? job.fault.reason : job.state));
    expect(ends).toContain('no-room-on-disk');
    expect(new Set([...ends, 'done', 'queued'])).toEqual(new Set(['done', 'queued', 'no-room-on-disk']));

    // That a result was fetched can be said on the fullest disk.
    await fill();
    const fetchedOne = (await jobs()).find(({ result }) => result)!;
    expect(await desk.collected(CLIENT, fetchedOne.order.id, fetchedOne.result!.media)).toBe(true);

    await rm(path.join(disk, 'filler'));
    // Results are fetched and let go, until all is worked off.
    const fetched = async () => {
      for (const { order, result } of await jobs()) if (result) await desk.collected(CLIENT, order.id, result.media);
      await shelf.collect(() => false, Date.now() + 60_000);
      return (await jobs()).filter(({ job }) => !isOver(job)).length;
    };
    await expect.poll(fetched, { timeout: 60_000, interval: 200 }).toBe(0);
    const failed = (await jobs()).find(({ job }) => job.state === 'failed')!;
    await desk.retry(CLIENT, failed.order.id);
    await expect.poll(async () => (await desk.get(CLIENT, failed.order.id))?.job.state, { timeout: 10_000 }).toBe('done');
  } finally {
    await desk.close();
  }
});
