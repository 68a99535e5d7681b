import axe from 'axe-core';
import { flushSync, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';
import type { ModelLine } from '#core/domain/models/model-lines.ts';
import { TakeId } from '#core/schema/ids.ts';
import { ok } from '#core/schema/result.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { someTake } from '../../../../tests/contract/samples.ts';
import StudioHouse from '../../../../tests/fixtures/StudioHouse.svelte';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import RemoveModelDialog from './RemoveModelDialog.svelte';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Ten thousand takes, every tenth of them made with the model, in two films. */
function studio(): Studio {
  const some = someTake();
  const takes = Array.from({ length: 10_000 }, (_, n) => ({ ...some, id: TakeId.parse(uuid(n)), recipe: { ...some.recipe, engine: { ...some.recipe.engine, id: 'comfyui', provider: 'cuda' }, model: { ...some.recipe.model, id: n % 10 === 0 ? 'wan2.2-ti2v-5b' : 'tiny' } } }));
  const film = (n: number, name: string, own: typeof takes) => ({ id: uuid(n), name, takes: own.map(({ id }) => id) });
  const loaded = { current: [film(90_001, 'Harbour', takes.slice(0, 100)), film(90_002, 'Letters', takes.slice(0, 30)), film(90_003, 'Elsewhere', takes.slice(1, 5))], archive: [] };
  const empty = { current: [], archive: [] };
  let isLoaded = $state(false);
  const projects = { get loaded() { return isLoaded; }, get current() { return (isLoaded ? loaded : empty).current; }, archive: [], load: async () => void (isLoaded = true) };
  const nodes = (value: string) => [{ node: '1', kind: 'UNETLoader', isEnd: false, inputs: [{ input: 'unet_name', kind: 'text' as const, value }] }];
  const openWorkflow = async (_engine: string, file: string) => ok({ reading: { file }, nodes: nodes(file === 'boats.json' ? 'wan\\wan5b.safetensors' : 'flux.safetensors') });
  return {
    gallery: { takes, loading: false },
    projects,
    jobs: { records: [{ job: { state: 'queued' }, request: { model: 'wan2.2-ti2v-5b' } }, { job: { state: 'done' }, request: { model: 'wan2.2-ti2v-5b' } }] },
    accelerator: { offers: [{ id: 'comfyui', workflows: [{ file: 'boats.json' }, { file: 'other.json' }] }], openWorkflow },
  } as unknown as Studio;
}

const line = {
  id: 'wan2.2-ti2v-5b-comfyui', name: 'Wan 5B', state: 'ready',
  entry: { id: 'wan2.2-ti2v-5b-comfyui', purpose: 'video', figures: 'wan2.2-ti2v-5b', engines: ['comfyui'], files: [{ path: 'diffusion_models/wan5b.safetensors' }], variants: [] },
} as unknown as ModelLine;

it('says before a model is deleted which takes, films, jobs and workflows use it, with the way there', async () => {
  const house = mount(StudioHouse, { target: document.body, props: { studio: studio(), part: RemoveModelDialog as never, props: { open: true, line, where: 'accelerator', onremove: () => {} } } });
  flushSync();
  const dialog = await vi.waitFor(() => document.querySelector<HTMLElement>('[role=dialog]')!);
  await vi.waitFor(() => expect(dialog.textContent).toContain('Harbour'));
  const used = [...dialog.querySelectorAll('dd')].map(({ textContent }) => textContent?.trim());
  expect(used).toEqual(['1000 takes', '1 job in the queue is still to be made with it.', 'Harbour: 10 takes', 'Letters: 3 takes', '1 workflow of ComfyUI: boats.json (see Accelerator)']);
  const links = [...dialog.querySelectorAll('a')].map((link) => link.getAttribute('href'));
  expect(links.slice(0, 3)).toEqual(['/gallery?model=wan2.2-ti2v-5b&engine=comfyui%2C+cuda', '/queue', `/projects/${uuid(90_001)}`]);
  expect((await axe.run(dialog, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  await unmount(house);
});
