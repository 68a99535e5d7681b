import { describe, expect, it } from 'vitest';
import { MachineReading } from '../../schema/accelerator/machine.ts';
import { machineWarnings } from './machine-warnings.ts';
import { measured, series, summary } from './machine-series.ts';

const reading = (at: number, gpu: Partial<MachineReading['gpus'][number]> | null = {}, changes: Partial<MachineReading> = {}): MachineReading =>
  MachineReading.parse({
    ...{ at, gpus: gpu ? [{ name: 'RTX', ...gpu }] : [], cpu: { load: 0.5, cores: 8 }, memory: { total: 100, free: 25 } },
    ...changes,
  });

describe('what was measured', () => {
  it('says nothing of what was not read, never zero', () => {
    for (const measure of ['gpu', 'vram', 'temperature', 'power'] as const) {
      expect(measured(reading(0, null), measure)).toBeUndefined();
      expect(measured(reading(0), measure)).toBeUndefined();
    }
    expect(measured(reading(0, { load: 0 }), 'gpu')).toBe(0);
    expect(measured(reading(0), 'memory')).toBe(0.75);
    expect(summary(series([reading(0), reading(2000)], 'power'))).toBeUndefined();
  });

  it('leaves a gap open where nobody read', () => {
    const points = series([reading(0), reading(2000), reading(4000), reading(60_000), reading(62_000)], 'cpu');
    expect(points.map(({ value }) => value)).toEqual([0.5, 0.5, 0.5, undefined, 0.5, 0.5]);
  });

  it('sums up', () => {
    const points = series([reading(0, { power: 100 }), reading(2000, { power: 300 }), reading(4000, { power: 200 })], 'power');
    expect(summary(points)).toEqual({ least: 100, most: 300, latest: 200 });
  });
});

describe('warnings', () => {
  it('come with heat, full memory and a full disk, and not before', () => {
    const calm = reading(0, { temperature: 84, memoryTotal: 100, memoryUsed: 95 }, { disk: { total: 1e12, free: 100e9 } });
    expect(machineWarnings(calm)).toEqual([]);
    const bad = reading(0, { temperature: 85, memoryTotal: 100, memoryUsed: 96 }, { disk: { total: 1e12, free: 4e9 } });
    expect(machineWarnings(bad).map(({ kind }) => kind)).toEqual(['hot', 'card-full', 'disk-full']);
    expect(machineWarnings(reading(0, null))).toEqual([]);
  });
});
