import { expect, it, vi } from 'vitest';
import type { ModelPlace, ModelsThere } from '#core/domain/models/model-place.ts';
import { ModelId } from '#core/schema/catalogue.ts';
import { PlaceState } from './place.svelte.ts';

const ID = ModelId.parse('tiny');

/** A place with one model that is verified before anybody looks. */
function quickPlace(status: 'ready' | 'failed' = 'ready') {
  const there = { standings: [{ model: { id: ID, name: 'Tiny' }, status, done: 1, total: 1, ...(status === 'failed' && { fault: { reason: 'model-file-wrong-hash', facts: { file: 'a.onnx' } } }) }], work: [], faults: [], room: undefined } as unknown as ModelsThere;
  const place = { where: 'browser', takes: [], watch: () => () => {}, look: async () => there, catalogue: async () => [], verify: async () => {}, fetch: async () => {} } as unknown as ModelPlace;
  return place;
}

it.each([
  ['ready', 'verify', 'Tiny is as it should be.'],
  ['ready', 'fetch', 'Tiny is here, and verified.'],
  ['failed', 'verify', expect.stringContaining('a.onnx')],
] as const)('tells how work ended that was over before anybody looked (%s, %s)', async (status, kind, said) => {
  const announce = vi.fn();
  const state = new PlaceState(quickPlace(status), { announce });
  await vi.waitFor(() => expect(state.isKnown).toBe(true));
  await state[kind](ID);
  await vi.waitFor(() => expect(announce).toHaveBeenCalled());
  expect(announce.mock.calls.map(([words]) => words)).toEqual([said]);
  state.dispose();
});

it('tells how fast a model comes and how long it still takes, says the quarters, and notices that nothing comes', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
  try {
    let told = () => {};
    let done = 0;
    const there = () => ({ standings: [], work: [{ id: ID, kind: 'fetch', done, total: 100_000_000 }], faults: [], room: undefined }) as unknown as ModelsThere;
    const place = { where: 'accelerator', takes: [], watch: (tell: () => void) => ((told = tell), () => {}), look: async () => there(), catalogue: async () => [{ id: ID, name: 'Tiny' }] } as unknown as ModelPlace;
    const announce = vi.fn();
    const state = new PlaceState(place, { announce });
    await state.look();
    for (done = 5_000_000; done <= 30_000_000; done += 5_000_000) {
      vi.advanceTimersByTime(1_000);
      told();
      await state.look();
    }
    expect(state.paceOf(ID)).toMatchObject({ perSecond: 5_000_000, leftMs: 20_000 });
    expect(announce.mock.calls).toEqual([['A quarter of Tiny is here, about 20 s left.']]);
    vi.advanceTimersByTime(15_000);
    expect(state.paceOf(ID)?.perSecond).toBe(0);
    state.dispose();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it('asks once more for a repository of which nothing came, as it was named', async () => {
  let token = false;
  const asked: unknown[] = [];
  const there = () => ({ standings: [], work: [], faults: token ? [] : [{ id: ID, fault: { reason: 'model-not-allowed', facts: { file: 'o/tiny' } } }], room: undefined }) as unknown as ModelsThere;
  const add = async (origin: unknown, ask: unknown) => (asked.push([origin, ask]), ID);
  const state = new PlaceState({ where: 'browser', takes: [], watch: () => () => {}, look: async () => there(), catalogue: async () => [], add } as unknown as ModelPlace, { announce: vi.fn() });
  expect(state.canAddAgain(ID)).toBe(false);
  await state.add({ kind: 'hub', source: { repository: 'o/tiny', revision: 'main' } }, { accepts: true });
  expect(state.canAddAgain(ID)).toBe(true);
  token = true;
  await state.addAgain(ID);
  expect(asked[1]).toEqual(asked[0]);
  state.dispose();
});
