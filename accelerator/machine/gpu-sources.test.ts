import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GpuReading } from '#core/schema/accelerator/machine.ts';
import { APPLE } from './apple.ts';
import { Gpus } from './gpus.ts';
import { NVIDIA } from './nvidia.ts';
import { ROCM } from './rocm.ts';
import { runTool } from './run-tool.ts';

const standIn = (name: string) => fileURLToPath(new URL(`../../tests/stand-ins/${name}.mjs`, import.meta.url));
const nvidia = { ...NVIDIA, program: standIn('nvidia-smi') };
const rocm = { ...ROCM, program: standIn('rocm-smi') };

let now: number;
let failures: string[];
const gpus = (...sources: ConstructorParameters<typeof Gpus>[0]) => new Gpus(sources, () => now, (program, why) => failures.push(`${path.basename(program)}: ${why}`));

beforeEach(() => {
  now = 0;
  failures = [];
});
afterEach(() => vi.unstubAllEnvs());

const MIB = 1024 * 1024;

describe('nvidia-smi', () => {
  it('gives every card what it can read of it', async () => {
    vi.stubEnv('NVIDIA_SMI_STAND_IN', 'two');
    const read = await gpus(nvidia).read();
    expect(read).toEqual([
      { name: 'NVIDIA GeForce RTX 4090', memoryTotal: 24564 * MIB, memoryUsed: 18231 * MIB, load: 0.97, temperature: 71, power: 412.53 },
      { name: 'NVIDIA GeForce GTX 1650', memoryTotal: 4096 * MIB, memoryUsed: 5 * MIB, load: 0, temperature: 38 },
    ]);
    for (const card of read) expect(GpuReading.parse(card)).toEqual(card);
  });

  it('leaves out what a card does not tell', async () => {
    vi.stubEnv('NVIDIA_SMI_STAND_IN', 'unsupported');
    expect(await gpus(nvidia).read()).toEqual([{ name: 'NVIDIA GeForce RTX 4090' }]);
  });

  it.each(['localised', 'garbage', 'half'])('gives nothing for what it does not understand (%s)', async (mode) => {
    vi.stubEnv('NVIDIA_SMI_STAND_IN', mode);
    const read = await gpus(nvidia).read();
    // A comma inside a number would move every column after it.
    if (mode === 'localised') expect(read).toEqual([{ name: 'NVIDIA GeForce RTX 4090', memoryTotal: 24564 * MIB, memoryUsed: 18231 * MIB, load: 0.97, temperature: 71 }]);
    else expect(read).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('is left alone for a while after it failed, and then asked again', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'kinora-gpu-'));
    const calls = path.join(folder, 'calls');
    try {
      vi.stubEnv('NVIDIA_SMI_CALLS', calls);
      vi.stubEnv('NVIDIA_SMI_STAND_IN', 'broken');
      const reader = gpus(nvidia);
      for (now = 0; now < 14_000; now += 2000) expect(await reader.read()).toEqual([]);
      expect((await readFile(calls, 'utf8')).trim().split('\n')).toHaveLength(1);
      expect(failures).toEqual([expect.stringContaining("couldn't communicate with the NVIDIA driver")]);
      vi.stubEnv('NVIDIA_SMI_STAND_IN', 'one');
      now = 16_000;
      expect(await reader.read()).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is ended when it hangs', async () => {
    vi.stubEnv('NVIDIA_SMI_STAND_IN', 'hang');
    const begun = performance.now();
    expect(await runTool(nvidia.program, [], 500)).toEqual({ kind: 'failed', why: 'no answer within 0.5 s' });
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('that is not installed is no failure', async () => {
    const reader = gpus({ ...NVIDIA, program: 'nvidia-smi-that-is-not-there' }, { ...ROCM, program: '/nowhere/rocm-smi' });
    expect(await reader.read()).toEqual([]);
    expect(failures).toEqual([]);
  });
});

describe('rocm-smi', () => {
  it.each(['new', 'warned'])('gives every card, in order, under the names of version 6 (%s)', async (mode) => {
    vi.stubEnv('ROCM_SMI_STAND_IN', mode);
    expect(await gpus(rocm).read()).toEqual([
      { name: 'Radeon RX 7900 XT', memoryTotal: 21458059264, memoryUsed: 18253611008, load: 0.99, temperature: 62, power: 291 },
      { name: 'Phoenix3', memoryTotal: 536870912, memoryUsed: 452984832, load: 0.03, temperature: 41, power: 7.222 },
    ]);
  });

  it('gives a card under the names of version 5', async () => {
    vi.stubEnv('ROCM_SMI_STAND_IN', 'old');
    expect(await gpus(rocm).read()).toMatchObject([{ name: 'Navi 21 [Radeon RX 6800]', power: 15 }]);
  });

  it('gives nothing where there is no card, or no driver', async () => {
    vi.stubEnv('ROCM_SMI_STAND_IN', 'none');
    expect(await gpus(rocm).read()).toEqual([]);
    vi.stubEnv('ROCM_SMI_STAND_IN', 'broken');
    expect(await gpus(rocm).read()).toEqual([]);
    expect(failures).toEqual([expect.stringContaining('Driver not initialized')]);
  });
});

describe('ioreg', () => {
  it('gives load and memory of each accelerator that tells them', () => {
    const text = [
      '+-o AGXAcceleratorG13X  <class AGXAcceleratorG13X, id 0x100000517, registered, matched, active, busy 0 (0 ms), retain 60>',
      '    {',
      '      "model" = "Apple M1 Pro"',
      '      "PerformanceStatistics" = {"In use system memory (driver)"=0,"Alloc system memory"=2826977280,"Tiler Utilization %"=9,"In use system memory"=513490944,"Device Utilization %"=11}',
      '    }',
      '',
      '+-o Silent  <class IOAccelerator>',
      '    { "model" = "Other" }',
    ].join('\n');
    expect(APPLE.read(text)).toEqual([{ name: 'Apple M1 Pro', load: 0.11, memoryUsed: 513490944 }]);
    expect(APPLE.read('nothing')).toEqual([]);
  });
});

describe('whatever a tool prints', () => {
  it('becomes readings that the schema takes, or none', () => {
    const pieces = ['NVIDIA', '-1', '1e9', 'NaN', 'Infinity', '101', '12,5', '[N/A]', '', '99999999999999999999', '0x10', '{', '}', '"card0"', ':', '\n', ', ', '\0', '٣'];
    let random = 1;
    const next = (below: number) => (random = (random * 48271) % 2147483647) % below;
    for (let turn = 0; turn < 3000; turn += 1) {
      const text = Array.from({ length: next(14) }, () => pieces[next(pieces.length)]).join(next(2) ? ', ' : '');
      for (const source of [NVIDIA, ROCM, APPLE]) {
        for (const card of source.read(text)) expect(GpuReading.safeParse(card).success, `${source.program}: ${text}`).toBe(true);
      }
    }
  });
});
