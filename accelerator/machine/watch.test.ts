import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MachineReading } from '#core/schema/accelerator/machine.ts';
import { NVIDIA } from './nvidia.ts';
import { ReadingStore } from './reading-store.ts';
import { Watch } from './watch.ts';

const nvidia = { ...NVIDIA, program: fileURLToPath(new URL('../../tests/stand-ins/nvidia-smi.mjs', import.meta.url)) };
const log = pino({ level: 'silent' });

let folder: string;
let open: { close(): void }[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-watch-'));
  open = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of open.reverse()) each.close();
  await rm(folder, { recursive: true });
});

function keptReadings(): ReadingStore {
  const store = new ReadingStore(path.join(folder, 'machine.db'));
  open.push(store);
  return store;
}

function watch(options: Partial<ConstructorParameters<typeof Watch>[0]> = {}): Watch {
  const made = new Watch({ folder, sources: [nvidia], kept: options.kept ?? keptReadings(), historyDays: 7, log, every: 40, ...options });
  open.push(made);
  return made;
}

const readings = (from: Watch, count: number) =>
  new Promise<MachineReading[]>((resolve) => {
    const seen: MachineReading[] = [];
    const leave = from.subscribe((reading) => {
      if (seen.push(reading) < count) return;
      leave();
      resolve(seen);
    });
  });

describe('the watch', () => {
  it('reads this machine', async () => {
    const [reading] = await readings(watch(), 1);
    expect(MachineReading.parse(reading)).toEqual(reading);
    expect(reading).toMatchObject({ gpus: [{ name: 'NVIDIA GeForce RTX 4090', power: 412.53 }] });
    expect(reading!.memory.free).toBeLessThan(reading!.memory.total);
    expect(reading!.disk!.free).toBeLessThan(reading!.disk!.total);
    expect(Math.abs(reading!.at - Date.now())).toBeLessThan(5000);
  });

  it('works where there is no card to read and no such folder', async () => {
    const [reading] = await readings(watch({ sources: [], folder: path.join(folder, 'gone') }), 1);
    expect(reading!.gpus).toEqual([]);
    expect(reading).not.toHaveProperty('disk');
  });

  it('never asks a tool that has not answered yet', async () => {
    const calls = path.join(folder, 'calls');
    await writeFile(calls, '');
    vi.stubEnv('NVIDIA_SMI_CALLS', calls);
    let asked = 0;
    let atOnce = 0;
    let most = 0;
    const slow = {
      ...nvidia,
      ask: async (program: string) => {
        asked += 1;
        most = Math.max(most, (atOnce += 1));
        const answer = await nvidia.ask(program);
        await new Promise((resolve) => setTimeout(resolve, 200));
        atOnce -= 1;
        return answer;
      },
    };
    await readings(watch({ sources: [slow], every: 10 }), 3);
    expect(most).toBe(1);
    expect(asked).toBeLessThanOrEqual(4);
    expect((await readFile(calls, 'utf8')).trim().split('\n').length).toBeLessThanOrEqual(4);
  });

  it('measures energy only where power was read', async () => {
    const measured = watch();
    await readings(measured, 1);
    const stop = measured.meter();
    const begun = Date.now();
    await readings(measured, 3);
    const wattHours = stop();
    // A card that takes 412.53 W all the time.
    expect(wattHours).toBeCloseTo((412.53 * (Date.now() - begun)) / 3_600_000, 3);

    vi.stubEnv('NVIDIA_SMI_STAND_IN', 'unsupported');
    const blind = watch({ kept: keptReadings() });
    const blindStop = blind.meter();
    await readings(blind, 2);
    expect(blindStop()).toBeUndefined();
  });

  it('reads and tells nothing more once it is closed', async () => {
    const made = watch();
    await readings(made, 1);
    const last = made.latest;
    made.close();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(made.latest).toBe(last);
  });

  it('has its history still after a restart', async () => {
    const first = watch();
    const [reading] = await readings(first, 2);
    for (const each of open.splice(0).reverse()) each.close();
    expect(watch().history(0, 100)).toEqual([reading]);
  });

  it('begins its history anew when the file is damaged', async () => {
    await writeFile(path.join(folder, 'machine.db'), 'this is no database, '.repeat(400));
    const made = watch();
    expect(made.history(0, 10)).toEqual([]);
    await readings(made, 1);
    expect(made.history(0, 10)).toHaveLength(1);
  });
});
