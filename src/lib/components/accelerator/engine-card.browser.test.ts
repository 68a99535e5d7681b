import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { EngineOffer, ModelOffer } from '#core/schema/accelerator/offer.ts';
import { WorkflowDetail } from '#core/schema/accelerator/workflow.ts';
import { WorkflowEdit } from '#lib/state/engines/workflow-edit.svelte.ts';
import type { EngineMemory, WorkflowEditor } from './engine-memory.ts';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import EngineCard from './EngineCard.svelte';

let card: object | undefined;
afterEach(async () => {
  if (card) await unmount(card);
  document.body.replaceChildren();
});

function show(offer: Partial<EngineOffer>, editor?: WorkflowEditor, memory?: EngineMemory): HTMLElement {
  const list = document.body.appendChild(document.createElement('ul'));
  const whole = EngineOffer.parse({ id: 'comfyui', version: '0.3.64', provider: 'RTX 4080', why: 'It answers.', models: [], ...offer });
  card = mount(EngineCard, { target: list, props: { offer: whole, editor, memory } });
  flushSync();
  return list;
}

it('names a folder of which nothing can be made, and why', () => {
  const list = show({ unreadable: [{ folder: '/models/half', fault: { reason: 'model-file-missing', facts: { file: 'vae.onnx' } } }] });
  expect(list.textContent).toContain('Nothing can be made of /models/half.');
  expect(list.textContent).toContain('vae.onnx');
});

it('says of one that is not there what to do, once, and not as if something had gone wrong', () => {
  const list = show({ why: 'No ComfyUI answers.', fault: { reason: 'engine-away', facts: { engine: 'ComfyUI', detail: 'Nothing answers at 127.0.0.1:8188.' } } });
  expect([...list.querySelectorAll('p:not([hidden])')].map((said) => said.textContent)).toEqual([
    'ComfyUI cannot be reached. Nothing answers at 127.0.0.1:8188. Install it where it is missing, start it where it does not run, or choose another engine.',
    'It has no models.',
  ]);
  expect(list.querySelector('p.bad:not([hidden])')).toBeNull();
});

it('has a server give back the memory that it holds between jobs, once at a time, and says why it could not', async () => {
  const answers: ((problem: string | undefined) => void)[] = [];
  const memory: EngineMemory = { load: async () => undefined, unload: () => new Promise((resolve) => answers.push(resolve)) };
  const list = show({ holdsMemory: true }, undefined, memory);
  const button = () => list.querySelector<HTMLButtonElement>('button')!;
  expect([button().ariaLabel, button().disabled]).toEqual(['Free memory of ComfyUI', false]);
  expect((await axe.run(list, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  button().click();
  flushSync();
  expect([button().textContent?.trim(), button().disabled]).toEqual(['Freeing memory…', true]);
  answers[0]!('The accelerator is away.');
  await vi.waitFor(() => expect(list.querySelector('[role=alert]:not([hidden])')?.textContent).toBe('The accelerator is away.'));
  button().click();
  flushSync();
  answers[1]!(undefined);
  await vi.waitFor(() => expect(list.querySelector('[role=alert]:not([hidden])')).toBeNull());
  expect(answers.length).toBe(2);
});

it('says in words that nobody has told the licence of a workflow', () => {
  const model = ModelOffer.parse({
    ...{ id: 'comfyui/mine', name: 'mine', version: '1', family: 'comfyui-workflow', license: { spdx: 'NOASSERTION' }, modes: ['t2v'], frameRate: 16 },
    ...{ adapters: { loras: false, references: false }, size: { multiple: 16, min: 64, max: 4096, default: [832, 480], presets: [[832, 480]] } },
    ...{ frames: { multiple: 4, offset: 1, default: 81, max: 9997 }, defaults: { steps: 20, guidance: 5, shift: 5, scheduler: 'euler' } },
  });
  expect(show({ models: [model] }).textContent).toContain('9997 frames · licence not told');
});

it('offers no memory to be freed where nothing is held, or nobody can be asked', async () => {
  const memory: EngineMemory = { load: async () => undefined, unload: async () => undefined };
  expect(show({}, undefined, memory).querySelector('button')).toBeNull();
  await unmount(card!);
  expect(show({ holdsMemory: true }).querySelector('button')).toBeNull();
  await unmount(card!);
  expect(show({ holdsMemory: true, fault: { reason: 'engine-away', facts: {} } }, undefined, memory).querySelector('button')).toBeNull();
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

const DETAIL = WorkflowDetail.parse({
  reading: { file: 'mine.json', model: 'comfyui/mine', corrected: true, mapping: { schema: 1, slots: { prompt: [{ node: '6', input: 'text' }] }, output: '9' }, notFound: [] },
  nodes: [
    { node: '3', kind: 'KSampler', title: 'The sampler', isEnd: false, inputs: [{ input: 'seed', kind: 'number', value: '7' }, { input: 'steps', kind: 'number', value: '20' }] },
    { node: '6', kind: 'CLIPTextEncode', isEnd: false, inputs: [{ input: 'text', kind: 'text', value: 'a house' }] },
    { node: '9', kind: 'SaveVideo', isEnd: true, inputs: [{ input: 'filename_prefix', kind: 'text', value: 'x' }] },
  ],
});

/** A card whose workflow can be changed, and what the accelerator was asked. */
async function opened(answer: string | undefined = undefined) {
  const asked: unknown[] = [];
  const accelerator = {
    openWorkflow: async () => ({ ok: true, value: DETAIL }) as const,
    mapWorkflow: async (...said: unknown[]) => (asked.push(said), answer),
    unmapWorkflow: async (...said: unknown[]) => (asked.push(said), answer),
  };
  const list = show({ workflows: [DETAIL.reading] }, (file) => WorkflowEdit.open({ accelerator, engine: 'comfyui', file }));
  list.querySelector<HTMLElement>('button[aria-label="Change where a request goes in mine.json"]')!.click();
  const dialog = await vi.waitFor(() => document.querySelector<HTMLElement>('[role=dialog]')!.querySelector('select')!.closest<HTMLElement>('[role=dialog]')!);
  const field = (name: string) => [...dialog.querySelectorAll('select')].find((one) => (one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent) === name)!;
  const choose = (name: string, place: readonly string[] | '') => {
    const select = field(name);
    select.value = place === '' ? '' : JSON.stringify(place);
    select.dispatchEvent(new Event('change', { bubbles: true }));
    flushSync();
  };
  const button = (name: string) => [...dialog.querySelectorAll('button')].find((one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name)!;
  return { dialog, asked, field, choose, button };
}

it('lets a person say where a request goes, offers only inputs that can take it, and has it kept', async () => {
  const { dialog, asked, field, choose, button } = await opened();
  const offered = (name: string) => [...field(name).options].map(({ value }) => value).filter((value) => value !== '');
  expect(offered('Seed')).toEqual([JSON.stringify(['3', 'seed']), JSON.stringify(['3', 'steps'])]);
  expect(offered('Negative prompt')).toEqual([JSON.stringify(['9', 'filename_prefix'])]);
  expect(button('Keep').disabled).toBe(true);
  choose('Seed', ['3', 'seed']);
  // What one thing goes to takes no other.
  expect(offered('Steps')).toEqual([JSON.stringify(['3', 'steps'])]);
  button('One more place for prompt').click();
  await vi.waitFor(() => expect(document.activeElement).toBe(field('Prompt, place 2')));
  choose('Prompt, place 2', ['9', 'filename_prefix']);
  choose('Prompt', '');
  expect((await axe.run(dialog, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  button('Keep').click();
  await vi.waitFor(() => expect(document.querySelector('[role=dialog]')).toBeNull());
  const mapping = { schema: 1, slots: { prompt: [{ node: '9', input: 'filename_prefix' }], seed: [{ node: '3', input: 'seed' }] }, output: '9' };
  expect(asked).toEqual([['comfyui', 'mine.json', mapping, DETAIL.reading]]);
});

it('says why it was not kept and stays open with what was said, and goes back to what is read by itself', async () => {
  const refused = await opened('The input seed of node 3 comes from node 4.');
  refused.choose('Seed', ['3', 'seed']);
  refused.button('Keep').click();
  await vi.waitFor(() => expect(refused.dialog.querySelector('[role=alert]')?.textContent).toBe('The input seed of node 3 comes from node 4.'));
  expect(refused.field('Seed').value).toBe(JSON.stringify(['3', 'seed']));
  refused.button('Read it by itself again').click();
  await vi.waitFor(() => expect(refused.asked.at(-1)).toEqual(['comfyui', 'mine.json', DETAIL.reading]));
});
