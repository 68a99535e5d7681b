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

it('tells what newer versions there are once it is asked, and of one that was halted that it is halted', async () => {
  const announce = vi.fn();
  const update = { to: 'b'.repeat(40), changed: 1, gone: 0, same: 2, bytes: 10, licence: { name: 'MIT', commercial: 'yes', restricted: false }, isOtherLicence: false };
  let work: ModelsThere['work'] = [];
  let coming: object | undefined;
  const model = { id: ID, name: 'Tiny', source: { repository: 'o/n', revision: 'main' }, files: [] };
  const place = {
    where: 'browser', takes: [], watch: () => () => {}, catalogue: async () => [], lookForUpdate: async () => update,
    look: async () => ({ standings: [{ model, status: 'ready', done: 1, total: 1, ...(coming && { coming }) }], work, faults: [], room: undefined }),
    update: async () => void (work = [{ id: ID, kind: 'fetch', done: 1, total: 10 }]),
    pause: async () => void ([work, coming] = [[], { done: 1, total: 10, paused: true }]),
  } as unknown as ModelPlace;
  const state = new PlaceState(place, { announce });
  await vi.waitFor(() => expect(state.isKnown).toBe(true));
  expect(state.updates.of(ID)).toBeUndefined();
  await state.updates.look(state.standings);
  expect(state.updates.of(ID)).toEqual(update);
  await state.update(ID);
  expect(state.updates.of(ID)).toBeUndefined();
  await state.pause(ID);
  await vi.waitFor(() => expect(state.work).toEqual([]));
  expect(announce.mock.calls.map(([words]) => words)).toEqual(['A newer version of 1 model can be fetched.', 'Fetching is halted. What is here stays.']);
  state.dispose();
});
