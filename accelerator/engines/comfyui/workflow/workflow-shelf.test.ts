import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WorkflowDetail, type WorkflowMapping } from '#core/schema/accelerator/workflow.ts';
import { readOwnWorkflows } from './own-workflows.ts';
import { PRIMITIVES, TEXT_TO_FILM } from './own-workflows.test-support.ts';
import { WorkflowShelf } from './workflow-shelf.ts';

let folder: string;
let told: number;
let shelf: WorkflowShelf;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-shelf-'));
  told = 0;
  shelf = new WorkflowShelf(folder, () => (told += 1));
  await writeFile(path.join(folder, 'film.json'), JSON.stringify(TEXT_TO_FILM));
});
afterEach(() => rm(folder, { recursive: true }));

const slots = (more: WorkflowMapping['slots']): WorkflowMapping => ({ schema: 1, slots: { prompt: [{ node: '2', input: 'text' }], ...more }, output: '51' });

it('shows every input that holds a value, what its node is called, and which nodes may end it', async () => {
  const detail = WorkflowDetail.parse(await shelf.look('film.json'));
  expect(detail.inferred?.slots.prompt).toEqual([{ node: '2', input: 'text' }]);
  expect(detail.nodes.find(({ node }) => node === '1')).toEqual({ node: '1', kind: 'CLIPTextEncode', title: 'Negative', isEnd: false, inputs: [{ input: 'text', kind: 'text', value: 'blurred' }] });
  expect(detail.nodes.filter(({ isEnd }) => isEnd).map(({ node }) => node)).toEqual(['51']);
  // A node that only passes on what comes to it holds nothing to be filled.
  expect(detail.nodes.some(({ node }) => node === '40')).toBe(false);
});

it('keeps what a person says where the engine reads it, tells of it, and goes back to what is read by itself', async () => {
  const said = slots({ seed: [{ node: '30', input: 'noise_seed' }] });
  expect(await shelf.map('film.json', said)).toMatchObject({ ok: true, value: { reading: { corrected: true, mapping: said } } });
  expect(told).toBe(1);
  expect((await readOwnWorkflows(folder))[0]).toMatchObject({ own: { mapping: said } });
  expect(JSON.parse(await readFile(path.join(folder, 'film.mapping.json'), 'utf8'))).toEqual(said);

  expect(await shelf.unmap('film.json')).toMatchObject({ ok: true, value: { reading: { corrected: false } } });
  expect(await shelf.unmap('film.json')).toMatchObject({ ok: true });
  expect(await readdir(folder)).toEqual(['film.json']);
});

it.each<[string, WorkflowMapping, RegExp]>([
  ['a node that is not there', slots({ seed: [{ node: '99', input: 'seed' }] }), /names the node 99, which the workflow does not have/],
  ['an input that is not there', slots({ seed: [{ node: '30', input: 'luck' }] }), /the input luck of node 30/],
  ['words where a number belongs', slots({ seed: [{ node: '1', input: 'text' }] }), /input text of node 1 does not hold a number, as seed needs/],
  ['a number where words belong', slots({ negativePrompt: [{ node: '30', input: 'cfg' }] }), /does not hold words, as negativePrompt needs/],
  ['an input that another node fills', slots({ steps: [{ node: '30', input: 'latent_image' }] }), /comes from node 20/],
  ['an input twice', slots({ width: [{ node: '20', input: 'width' }], height: [{ node: '20', input: 'width' }] }), /named twice, for width and for height/],
  ['an output that is not there', { ...slots({}), output: '99' }, /the output 99/],
  ['no place for words or a picture', { schema: 1, slots: { seed: [{ node: '30', input: 'noise_seed' }] }, output: '51' }, /Neither the prompt nor a first picture/],
])('takes no mapping with %s, and changes nothing', async (_what, mapping, words) => {
  await writeFile(path.join(folder, 'film.mapping.json'), JSON.stringify(slots({})));
  expect(await shelf.map('film.json', mapping)).toMatchObject({ ok: false, fault: expect.stringMatching(words) });
  expect(JSON.parse(await readFile(path.join(folder, 'film.mapping.json'), 'utf8'))).toEqual(slots({}));
  expect(told).toBe(0);
});

it('opens nothing but the workflows of its folder', async () => {
  await mkdir(path.join(folder, 'inner'));
  await writeFile(path.join(folder, 'inner', 'x.json'), JSON.stringify(PRIMITIVES));
  await writeFile(path.join(folder, 'film.mapping.json'), JSON.stringify(slots({})));
  const inner = new WorkflowShelf(path.join(folder, 'inner'), () => undefined);
  for (const name of ['../film.json', './x.json', 'film.json', '..', '', 'x.mapping.json', path.join(folder, 'film.json')]) {
    expect([await inner.look(name), await inner.map(name, slots({})), await inner.unmap(name)]).toEqual([undefined, undefined, undefined]);
  }
  expect(await readdir(folder)).toEqual(['film.json', 'film.mapping.json', 'inner']);
  expect(await new WorkflowShelf(undefined, () => undefined).look('film.json')).toBeUndefined();
});

it('says of what is no workflow that it is none, and of a damaged mapping that it can be said anew', async () => {
  await writeFile(path.join(folder, 'shown.json'), '{"nodes":[]}');
  expect(await shelf.look('shown.json')).toMatchObject({ reading: { problem: expect.stringContaining('Export (API)') }, nodes: [] });
  expect(await shelf.map('shown.json', slots({}))).toMatchObject({ ok: false, fault: expect.stringContaining('Export (API)') });
  await writeFile(path.join(folder, 'film.mapping.json'), '{');
  expect(await shelf.look('film.json')).toMatchObject({ reading: { problem: expect.stringContaining('is not one'), corrected: true }, inferred: { output: '51' } });
  expect(await shelf.map('film.json', slots({}))).toMatchObject({ ok: true });
});
