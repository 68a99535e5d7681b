import { afterEach, describe, expect, it, vi } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { fail, ok } from '#core/schema/result.ts';
import type { Take } from '#core/schema/take.ts';
import { MEASURES_VERSION, type TakeMeasures } from '#core/schema/take-measures.ts';
import type { TakeToMeasure } from '#lib/workers/measure.worker.ts';
import { measureOthers } from './measure-others.ts';
import { TakeMeasuring } from './take-measuring.svelte.ts';

const MEASURES: TakeMeasures = { version: MEASURES_VERSION, frames: 17, sharpness: 0.2, contrast: 0.2, noise: 0, motion: 0.1, smoothness: 1, flicker: 0 };
const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

function newTab(takes: readonly Take[], scope: string = crypto.randomUUID()) {
  const measure = vi.fn(async (_take: TakeToMeasure, _signal?: AbortSignal) => ok(MEASURES));
  const noteMeasures = vi.fn(async (_measured: ReadonlyMap<string, TakeMeasures>) => true);
  const jobs: { running: object | null } = { running: null };
  const parts = {
    gallery: { takes, media: async () => new Blob(['film']), noteMeasures, whenLoaded: Promise.resolve() },
    blobs: { get: async (sha256: string) => new Blob([sha256]) },
    measurer: { measure },
    jobs: jobs as never,
    scope,
    calm: { start: 5, between: 5 },
  };
  const measuring = new TakeMeasuring(parts);
  const closed = new AbortController();
  open.push(() => (measuring.dispose(), closed.abort()));
  return { measuring, measure, noteMeasures, jobs, begin: () => void measureOthers({ ...parts, measuring }, closed.signal) };
}

describe('what is measured of takes', () => {
  it('is measured once when it is looked at, with the pictures that the take was made from, and kept', async () => {
    const base = someTake();
    const take = { ...base, crops: { first: { x: 0, y: 1 } }, recipe: { ...base.recipe, inputs: { first: base.recipeHash } } };
    const { measuring, measure, noteMeasures } = newTab([take]);
    expect(measuring.of(take)).toBeUndefined();
    await Promise.all([measuring.look([take]), measuring.look([take])]);
    expect(measuring.of(take)).toEqual(MEASURES);
    expect(measure).toHaveBeenCalledTimes(1);
    const [asked] = measure.mock.calls[0]!;
    expect(asked).toMatchObject({ frames: 17, rate: 8, first: { focus: { x: 0, y: 1 } } });
    expect(await asked.first!.file.text()).toBe(base.recipeHash);
    expect(noteMeasures.mock.calls.map(([map]) => [...map])).toEqual([[[take.id, MEASURES]]]);
  });

  it('is taken from the take where it stands there, and measured anew where it was measured another way', async () => {
    const [kept, old] = [someTake({ measures: MEASURES }), someTake({ measures: { ...MEASURES, version: MEASURES_VERSION + 1 } })];
    const { measuring, measure } = newTab([kept, old]);
    await measuring.look([kept, old]);
    expect(measure).toHaveBeenCalledTimes(1);
    expect(measuring.of(kept)).toBe(kept.measures);
    expect(measuring.of(old)).toEqual(MEASURES);
  });

  it('is not asked again where it could not be measured', async () => {
    const take = someTake();
    const { measuring, measure, noteMeasures } = newTab([take]);
    measure.mockResolvedValue(fail({ reason: 'media-damaged', facts: {} }) as never);
    await measuring.look([take]);
    await measuring.look([take]);
    expect([measure.mock.calls.length, noteMeasures.mock.calls.length]).toEqual([1, 0]);
    expect(measuring.faultOf(take)?.reason).toBe('media-damaged');
  });

  it('comes in the background in one tab alone, a few kept together, and not while something is generated', async () => {
    const takes = Array.from({ length: 10 }, () => someTake());
    const [one, other] = [newTab(takes, 'one-scope'), newTab(takes, 'one-scope')];
    one.jobs.running = other.jobs.running = {};
    one.begin();
    await vi.waitFor(async () => expect((await navigator.locks.query()).held!.some(({ name }) => name === 'one-scope-measuring')).toBe(true));
    other.begin();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(one.measure).not.toHaveBeenCalled();
    one.jobs.running = other.jobs.running = null;
    await vi.waitFor(() => expect(one.noteMeasures.mock.calls.map(([map]) => map.size)).toEqual([8, 2]), 5_000);
    expect(other.measure).not.toHaveBeenCalled();
  });
});
