import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { CrashPoint } from '../../tests/fixtures/killed-desk.ts';
import { FakeHost } from '../../tests/contract/fake-host.ts';
import { CLIENT, jobId, SILENT } from '../../tests/fixtures/some-desk.ts';
import { acceleratorKills } from '../../tests/soak/accelerator-kills.ts';
import { DiskShelf } from '../media/disk-shelf.ts';
import { openDesk } from './open-desk.ts';

/** A sample; `npm run soak -- accelerator-kills` kills a thousand times. */
const RUNS = 5;

it('loses nothing that was acknowledged and publishes nothing twice when it is killed at any point', { timeout: 300_000 }, async () => {
  const result = await acceleratorKills({ runs: RUNS, seed: 4 });
  expect(result.losses).toEqual([]);
  // Who was never killed at work has proved nothing.
  expect(result.whileWorking).toBeGreaterThan(2);
  expect(result.done).toBeGreaterThan(0);
});

it('puts a job aside that has gone down with the process twice, until a person lets it go on', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinora-poison-'));
  const child = fileURLToPath(new URL('../../tests/fixtures/killed-desk.ts', import.meta.url));
  const point: CrashPoint = 'run';
  for (let life = 0; life < 2; life += 1) {
    expect(spawnSync(process.execPath, [child, folder, '0', '1', point], { timeout: 60_000 }).signal).toBe('SIGKILL');
  }
  const shelf = await DiskShelf.open(path.join(folder, 'media'));
  const desk = openDesk({ file: path.join(folder, 'kinora.db'), shelf, engines: { onnx: new FakeHost() }, log: SILENT });
  const get = () => desk.get(CLIENT, jobId(0));
  expect(await get()).toMatchObject({ job: { state: 'waiting', waitsFor: ['person'], crashes: 2 }, log: [{ outcome: 'crashed' }, { outcome: 'crashed' }] });
  expect(await desk.retry(CLIENT, jobId(0))).toMatchObject({ job: { crashes: 0 } });
  await expect.poll(async () => (await get())?.job.state, { timeout: 10_000 }).toBe('done');
  await desk.close();
  await rm(folder, { recursive: true });
});
