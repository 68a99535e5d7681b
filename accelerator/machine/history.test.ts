import { describe, expect, it } from 'vitest';
import type { MachineReading } from '#core/schema/accelerator/machine.ts';
import { EnergyMeter, powerOf } from './energy-meter.ts';
import { History } from './history.ts';

const reading = (at: number, ...power: (number | undefined)[]): MachineReading => ({
  at,
  gpus: power.map((watts) => ({ name: 'card', ...(watts !== undefined && { power: watts }) })),
  cpu: { load: 0, cores: 2 },
  memory: { total: 2, free: 1 },
});

const HOUR = 3_600_000;
const kept = () => {
  const rows: number[] = [];
  return { rows, all: () => [], keep: ({ at }: MachineReading, oldest: number) => void rows.splice(0, rows.length, ...rows.filter((row) => row >= oldest), at) };
};

describe('history', () => {
  it('keeps an hour whole, then one reading a minute, and no more than its days', () => {
    const disk = kept();
    const history = new History(3 * HOUR, disk);
    for (let at = 0; at <= 5 * HOUR; at += 2000) history.add(reading(at));
    const all = history.from(0, 1e6).map(({ at }) => at);
    expect(all[0]).toBe(2 * HOUR);
    expect(all.filter((at) => at >= 4 * HOUR)).toHaveLength(1801);
    expect(all.filter((at) => at < 4 * HOUR)).toHaveLength(120);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual([...all].sort((a, b) => a - b));
    expect(disk.rows.length).toBeLessThanOrEqual(181);
  });

  it('thins evenly and never leaves out the newest', () => {
    const history = new History(HOUR, kept());
    for (let at = 0; at < 1000; at += 1) history.add(reading(at));
    expect(history.from(0, 10).map(({ at }) => at)).toEqual([0, 111, 222, 333, 444, 555, 666, 777, 888, 999]);
    expect(history.from(500, 1).map(({ at }) => at)).toEqual([999]);
    expect(history.from(998, 10).map(({ at }) => at)).toEqual([998, 999]);
    expect(history.from(0, 0)).toEqual([]);
  });

  it('keeps nothing over a restart when its days are none', () => {
    const disk = kept();
    const history = new History(0, disk);
    for (let at = 0; at <= HOUR; at += 60_000) history.add(reading(at));
    expect(disk.rows).toEqual([]);
    expect(history.from(0, 1000).length).toBe(61);
  });

  it('goes on after the clock was set back', () => {
    const disk = kept();
    const history = new History(HOUR, disk);
    history.add(reading(10 * HOUR));
    history.add(reading(5 * HOUR));
    expect(history.from(0, 10).at(-1)?.at).toBe(5 * HOUR);
  });
});

describe('energy', () => {
  it('is power over time, also when power changes', () => {
    const meter = new EnergyMeter(0, reading(0, 100));
    for (let at = 2000; at <= HOUR; at += 2000) meter.add(reading(at, at < HOUR / 2 ? 100 : 300));
    expect(meter.stop(HOUR)).toBeCloseTo(200, 0);
  });

  it('counts from its start, and on to its end, by the nearest reading', () => {
    const meter = new EnergyMeter(1000, reading(0, 360));
    expect(meter.stop(2000)).toBeCloseTo(0.1, 6);
  });

  it('is the sum of all cards, and of none when one does not tell', () => {
    expect(powerOf(reading(0, 100, 50))).toBe(150);
    expect(powerOf(reading(0, 100, undefined))).toBeUndefined();
    expect(powerOf(reading(0))).toBeUndefined();
  });

  it('is unknown when much of the time was not measured', () => {
    const never = new EnergyMeter(0, undefined);
    expect(never.stop(10_000)).toBeUndefined();
    const gap = new EnergyMeter(0, reading(0, 100));
    gap.add(reading(2000, 100));
    gap.add(reading(60_000, 100));
    expect(gap.stop(62_000)).toBeUndefined();
    const old = new EnergyMeter(100_000, reading(0, 100));
    expect(old.stop(101_000)).toBeUndefined();
    const lost = new EnergyMeter(0, reading(0, 100));
    lost.add(reading(1000));
    expect(lost.stop(60_000)).toBeUndefined();
    expect(new EnergyMeter(0, reading(0, 100)).stop(0)).toBeUndefined();
  });

  it('keeps counting through one reading without power', () => {
    const meter = new EnergyMeter(0, reading(0, 100));
    for (let at = 2000; at <= 100_000; at += 2000) meter.add(at === 50_000 ? reading(at) : reading(at, 100));
    expect(meter.stop(100_000)).toBeLessThanOrEqual((100 * 100_000) / HOUR);
    expect(meter.stop(100_000)).toBeGreaterThan(((100 * 100_000) / HOUR) * 0.95);
  });
});
