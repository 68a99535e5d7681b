import { describe, expect, it, vi } from 'vitest';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import { EngineOffer, ModelOffer } from '#core/schema/accelerator/offer.ts';
import { FakeLink } from '../../../../tests/contract/fake-link.ts';
import { AcceleratorState } from './accelerator.svelte.ts';
import type { EngineState } from './engine.svelte.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';
import { Lanes } from './lanes.svelte.ts';
import { pairAtStart } from './pair-at-start.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

const wan = ModelOffer.parse({
  ...{ id: 'wan', name: 'Wan', version: '1', family: 'wan', license: { spdx: 'Apache-2.0' }, modes: ['t2v'], frameRate: 16 },
  size: { multiple: 16, min: 64, max: 1280, default: [832, 480], presets: [[832, 480]] },
  frames: { multiple: 4, offset: 1, default: 81, max: 121 },
  defaults: { steps: 20, guidance: 5, shift: 5 },
});
const mini: ModelOffer = { ...wan, id: 'kinora-mini', name: 'Kinora Mini' };
const offers = [EngineOffer.parse({ id: 'onnx', version: '1', provider: 'cpu', why: 'It is there.', models: [mini, wan] })];

function studio(link = new FakeLink({ offers })) {
  const said: string[] = [];
  let undo = () => {};
  const toast = (_kind: string, text: string, action?: { run: () => void }) => (said.push(text), action && (undo = action.run));
  const shell = { announce: (text: string) => said.push(text), toast } as unknown as ShellState;
  const settings = { read: vi.fn(), write: vi.fn(async () => {}) };
  const accelerator = new AcceleratorState(link, shell, settings, { powerPrice: 0, currency: '€' });
  const engine = { manifest: mini, expectedMs: () => 8000 } as unknown as EngineState;
  const lanes = new Lanes({ accelerator, engine, settings, gallery: { takes: [] } as unknown as GalleryState }, { where: 'auto', acceleratorModel: '' });
  return { link, said, shell, settings, accelerator, lanes, undo: () => undo() };
}

const workload = { mode: 't2v', width: 160, height: 96, frames: 17, steps: 8, guidance: 3 } as const;

describe('the accelerator as the screens see it', () => {
  it('says when it goes and comes back, and shows no reading of before', () => {
    const { link, said, accelerator } = studio();
    link.read({ at: 1, gpus: [], cpu: { load: 0, cores: 1 }, memory: { total: 1, free: 1 } });
    expect(accelerator.reading?.at).toBe(1);
    link.go('away');
    expect(accelerator.reading).toBeUndefined();
    link.go('here');
    expect(accelerator.reading).toBeUndefined();
    expect(said).toEqual(['The accelerator is away. Jobs for it wait.', 'The accelerator is connected again.']);
  });

  it('gives the words of its own refusals, and says what cannot be understood', async () => {
    const { link, accelerator } = studio();
    const problem = { type: '/problems/locked', title: 'Locked', status: 423, detail: 'It is locked. Wait.' };
    link.ask = async () => ({ ok: true, value: Response.json(problem, { status: 423 }) });
    expect(await accelerator.loadClients()).toBe('It is locked. Wait.');
    link.ask = async () => ({ ok: true, value: Response.json({ clients: 'none' }) });
    expect(await accelerator.loadClients()).toContain('cannot be understood');
  });

  it('has a model loaded and unloaded, and says so, or why not', async () => {
    const { link, accelerator, said } = studio();
    const asked: string[] = [];
    link.ask = async (path, init) => (asked.push(`${init?.method} ${path} ${String(init?.body ?? '')}`), { ok: true, value: new Response(null, { status: 204 }) });
    expect([await accelerator.loadModel('onnx', mini), await accelerator.unloadModels('onnx')]).toEqual([undefined, undefined]);
    expect(asked).toEqual(['POST /engines/onnx/load {"model":"kinora-mini"}', 'POST /engines/onnx/unload ']);
    expect(said).toEqual(['Kinora Mini is in memory.', 'Its memory is given back.']);
    link.ask = async () => ({ ok: true, value: Response.json({ type: '/problems/fault', title: 'No', status: 422, detail: 'The memory is full.' }, { status: 422 }) });
    expect(await accelerator.loadModel('onnx', mini)).toBe('The memory is full.');
  });

  it('has a workflow filled as a person says, and undone', async () => {
    const { link, accelerator, said, undo } = studio();
    const asked: string[] = [];
    const reading = { file: 'my film.json', corrected: false, notFound: [] };
    link.ask = async (path, init) => (asked.push(`${init?.method ?? 'GET'} ${path} ${String(init?.body ?? '')}`), { ok: true, value: Response.json({ reading, nodes: [] }) });
    const mapping = { schema: 1, slots: {}, output: '9' } as const;
    const path = '/engines/comfyui/workflows/my%20film.json/mapping';
    expect(await accelerator.mapWorkflow('comfyui', 'my film.json', mapping, reading)).toBeUndefined();
    undo();
    await vi.waitFor(() => expect(said.at(-1)).toBe('my film.json is read by itself again.'));
    expect(await accelerator.unmapWorkflow('comfyui', 'my film.json', { ...reading, corrected: true, mapping })).toBeUndefined();
    undo();
    await vi.waitFor(() => expect(asked).toHaveLength(4));
    const put = `PUT ${path} ${JSON.stringify(mapping)}`;
    expect(asked).toEqual([put, `DELETE ${path} `, `DELETE ${path} `, put]);
  });

  it('has readings come only while somebody looks', () => {
    const { link, accelerator } = studio();
    const stop = accelerator.watch();
    expect(link.watchers).toBe(1);
    stop();
    expect(link.watchers).toBe(0);
  });
});

describe('where jobs go', () => {
  it('takes a model that only the accelerator has, with its limits, and remembers it', () => {
    const { lanes, settings } = studio();
    expect(lanes.others.map(({ id }) => id)).toEqual(['wan']);
    expect(lanes.choose(workload)).toMatchObject({ lane: 'browser', why: 'The accelerator is connected and has Wan; a draft takes 8 s here.' });
    lanes.chooseModel('wan');
    expect(lanes.facts).toMatchObject({ id: 'wan', frames: { max: 121 } });
    expect(lanes.isOwn).toBe(false);
    expect(lanes.choose(workload)).toMatchObject({ lane: 'remote', model: 'wan' });
    expect(settings.write).toHaveBeenCalledWith({ acceleratorModel: 'wan' });
    lanes.wish = 'browser';
    expect(lanes.isOwn).toBe(true);
    lanes.chooseModel('wan');
    expect(lanes.wish).toBe('auto');
  });
});

describe('a model of this browser that makes stills alone', () => {
  const still = { ...mini, id: 'still', name: 'Still', modes: ['t2i'] as const } as unknown as ModelFacts;

  it('makes the stills once it is chosen, and leaves clips to one that makes them', () => {
    const { accelerator, settings } = studio(new FakeLink({}));
    const engine = { manifest: mini, expectedMs: () => 8000 } as unknown as EngineState;
    const lanes = new Lanes({ accelerator, engine, settings, gallery: { takes: [] } as unknown as GalleryState, kept: { all: [still] } }, { where: 'auto', acceleratorModel: 'still' });
    expect([lanes.facts?.id, lanes.forClips?.id]).toEqual(['still', mini.id]);
    expect(lanes.choose({ ...workload, mode: 't2i', frames: 1 })).toMatchObject({ lane: 'browser', model: 'still' });
    expect([lanes.isOwn, lanes.isOwnForClips]).toEqual([false, true]);
    // Keyframes too: they are asked for in the shape and the steps of the model that makes the clips.
    for (const mode of ['t2v', 't2i'] as const) {
      const { lane, model } = lanes.chooseForFilm({ ...workload, mode });
      expect([lane, model]).toEqual(['browser', undefined]);
    }
  });
});

describe('a code in the address', () => {
  it('is taken out before anything else, and pairs once', async () => {
    const { link, shell, accelerator, said } = studio();
    const pair = vi.spyOn(link, 'pair').mockImplementation(async (address, _code, name) => {
      expect(location.hash).toBe('');
      return { ok: true, value: { address, name, words: ['a', 'b', 'c', 'd'], pairedAt: 1 } };
    });
    history.replaceState(null, '', '#pair=7K3M9QXT');
    await pairAtStart(accelerator, shell);
    await pairAtStart(accelerator, shell);
    expect(pair).toHaveBeenCalledExactlyOnceWith(location.origin, '7K3M9QXT', expect.any(String));
    expect(said).toContain('This browser is paired with the accelerator that opened it.');
  });
});
