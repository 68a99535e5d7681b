import { flushSync, mount, unmount } from 'svelte';
import { expect, it } from 'vitest';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import StudioHouse from '../../../../tests/fixtures/StudioHouse.svelte';
import WhereChoice from './WhereChoice.svelte';

const model = (id: string, ...modes: string[]) => ({ id, name: id, modes }) as unknown as ModelFacts;
const [mini, stills, clips] = [model('mini', 't2i', 't2v'), model('stills', 't2i'), model('clips', 't2v', 'i2v')] as const;

/** What can be chosen, and what is chosen, with a model for stills chosen in Create. */
async function offered(isFilm: boolean) {
  const lanes = { isChoice: true, wish: 'auto', kept: [stills], others: [clips, { ...stills, id: 'stills-there' }], facts: stills, forClips: mini };
  const studio = { engine: { manifest: mini }, lanes } as unknown as Studio;
  const target = document.body.appendChild(document.createElement('div'));
  const house = mount(StudioHouse, { target, props: { studio, part: WhereChoice as never, props: { onmodel: () => {}, isFilm } } });
  flushSync();
  const select = target.querySelector('select')!;
  const found = { ids: [...select.options].map(({ value }) => value), value: select.value };
  await unmount(house);
  target.remove();
  return found;
}

it('offers every model in Create, and for a film those alone that make clips', async () => {
  expect(await offered(false)).toEqual({ ids: ['mini', 'stills', 'clips', 'stills-there'], value: 'stills' });
  expect(await offered(true)).toEqual({ ids: ['mini', 'clips'], value: 'mini' });
});
