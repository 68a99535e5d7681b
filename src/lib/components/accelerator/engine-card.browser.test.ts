import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import { EngineOffer } from '#core/schema/accelerator/offer.ts';
import EngineCard from './EngineCard.svelte';

let card: object | undefined;
afterEach(() => card && unmount(card));

function show(offer: Partial<EngineOffer>): HTMLElement {
  const list = document.body.appendChild(document.createElement('ul'));
  const whole = EngineOffer.parse({ id: 'comfyui', version: '0.3.64', provider: 'RTX 4080', why: 'It answers.', models: [], ...offer });
  card = mount(EngineCard, { target: list, props: { offer: whole } });
  flushSync();
  return list;
}

it('names a folder of which nothing can be made, and why', () => {
  const list = show({ unreadable: [{ folder: '/models/half', fault: { reason: 'model-file-missing', facts: { file: 'vae.onnx' } } }] });
  expect(list.textContent).toContain('Nothing can be made of /models/half.');
  expect(list.textContent).toContain('vae.onnx');
});

it('shows where a request goes in a workflow that somebody brought, what has no place there, and where to put it right', async () => {
  const list = show({
    workflows: [
      {
        file: 'mine.json',
        model: 'workflow:mine',
        corrected: false,
        mapping: { schema: 1, slots: { prompt: [{ node: '6', input: 'text' }], seed: [{ node: '3', input: 'noise_seed' }, { node: '4', input: 'noise_seed' }] }, output: '9' },
        notFound: ['last', 'frameRate'],
      },
      { file: 'broken.json', corrected: false, notFound: [], problem: 'It has no node that saves anything.' },
    ],
  });
  const said = list.textContent?.replace(/\s+/g, ' ');
  expect(said).toContain('No place was found for: last picture and frame rate.');
  expect(said).toContain('It has no node that saves anything.');
  for (const summary of list.querySelectorAll<HTMLElement>('summary, button')) summary.click();
  flushSync();
  const rows = [...list.querySelectorAll('dl > div')].map((row) => [row.querySelector('dt')?.textContent, row.querySelector('dd')?.textContent]);
  expect(rows).toEqual([['Prompt', 'node 6, text'], ['Seed', 'node 3, noise_seed; node 4, noise_seed'], ['Result', 'node 9']]);
  expect(list.textContent).toContain('mine.mapping.json');
  expect((await axe.run(list, { rules: { region: { enabled: false } } })).violations).toEqual([]);
});
