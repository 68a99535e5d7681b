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
