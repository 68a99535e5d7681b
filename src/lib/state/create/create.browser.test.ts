import { SvelteMap } from 'svelte/reactivity';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import { readPrompt } from '#core/domain/generate/prompt-words.ts';
import { Vocabulary } from '#core/domain/generate/vocabulary.ts';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { ModelManifest } from '#core/schema/manifest.ts';
import type { Queue, Submission } from '#lib/queue/events.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { DRAFT, someTake } from '../../../../tests/contract/samples.ts';
import type { Lanes } from '../engines/lanes.svelte.ts';
import { CreateState } from './create.svelte.ts';
import { DraftKeeper } from './draft-keeper.svelte.ts';
import { EXAMPLE_PROMPT } from './form-fields.svelte.ts';
import { Unwritten } from '../store/unwritten.svelte.ts';

const words = {
  slots: { subject: { balloon: ['balloon'], ball: ['ball'] }, colour: { red: ['red'] } },
  small: ['a', 'the'],
};
const manifest = ModelManifest.parse(await (await fetch('/tests/fixtures/tiny-model/manifest.json')).json());

const keepers: DraftKeeper[] = [];
afterEach(() => keepers.splice(0).forEach((keeper) => keeper.dispose()));

function newForm(storage: StudioStorage = openMemoryStorage(), lanes?: Lanes) {
  const submit = vi.fn<Queue['submitAll']>(async () => {});
  const queue = { submitAll: submit } as unknown as Queue;
  const report = vi.fn();
  const unwritten = new Unwritten();
  const keeper = new DraftKeeper(storage.drafts, unwritten);
  keepers.push(keeper);
  const create = new CreateState(storage.blobs, queue, keeper, report, lanes);
  create.meet(manifest, true);
  const vocabulary = new Vocabulary(['a', 'red', 'balloon', 'ball', 'the'], words);
  create.learn({ vocabulary, list: words, read: (prompt, maxTokens) => readPrompt(prompt, vocabulary, maxTokens) });
  const sent = () => {
    const [{ id, request, origin }] = submit.mock.calls[0]![0] as [Submission];
    return [id, request, origin] as const;
  };
  return { create, storage, submit, sent, report, unwritten };
}

/** A picture whose left half is red and whose right half is blue. */
async function halves(width: number, height: number, type = 'image/png'): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = 'rgb(255 0 0)';
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = 'rgb(0 0 255)';
  context.fillRect(width / 2, 0, width / 2, height);
  return canvas.convertToBlob({ type });
}

describe('the Create form', () => {
  it('is ready on a first visit: one press makes a request from the example', async () => {
    const { create, sent } = newForm();
    expect(create.prompt).toBe(EXAMPLE_PROMPT);
    expect(create.canGenerate).toBe(true);
    const id = await create.generate();
    const [sentId, request] = sent();
    expect(sentId).toBe(id);
    expect(request).toMatchObject({ mode: 't2v', prompt: EXAMPLE_PROMPT, width: 160, height: 96, frames: 17, steps: 24 });
    expect(request.seed).toBe(create.seed);
  });

  it('asks a model that makes stills alone for stills, and one that makes none for clips', async () => {
    const models: ModelFacts[] = [manifest, { ...manifest, id: 'stills', modes: ['t2i'] }, { ...manifest, id: 'clips', modes: ['t2v'] }];
    const chosen = new SvelteMap([['facts', models[0]!]]);
    const lanes = {
      get facts() {
        return chosen.get('facts');
      },
      chooseModel: (id: string) => void chosen.set('facts', models.find((model) => model.id === id)!),
      choose: () => null,
    } as unknown as Lanes;
    const { create, sent } = newForm(undefined, lanes);
    create.from = 'picture';
    create.chooseModel('stills');
    expect([create.kind, create.from, create.mode]).toEqual(['still', 'words', 't2i']);
    await create.generate();
    expect(sent()[1]).toMatchObject({ mode: 't2i', frames: 1 });
    create.chooseModel('clips');
    expect([create.kind, create.mode]).toEqual(['video', 't2v']);
  });

  it('leaves alone what was set before the model was there', () => {
    const { create } = newForm();
    create.steps = 2;
    create.meet({ ...manifest, defaults: { ...manifest.defaults, steps: 30, guidance: 4 } }, true);
    expect(create.steps).toBe(2);
    expect(create.guidance).toBe(4);
  });

  it('reads the prompt as it is typed and replaces a word', () => {
    const { create } = newForm();
    create.prompt = 'a red baloon';
    expect(create.words.map(({ kind }) => kind)).toEqual(['small', 'known', 'ignored']);
    expect(create.counts).toEqual({ known: 1, ignored: 1, length: 12, limit: 400 });
    const span = create.words[2]!;
    expect(span.suggestions).toContain('balloon');
    create.replaceWord(span, 'balloon');
    expect(create.prompt).toBe('a red balloon');
    expect(create.counts.ignored).toBe(0);
  });

  it('keeps what is typed within 300 ms, and gives all of it back', async () => {
    const { create, storage } = newForm();
    create.prompt = 'a red ba';
    create.steps = 7;
    create.seedLocked = true;
    await create.addPicture('first', await halves(40, 20), 'halves.png');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const draft = await storage.drafts.read();
    const { create: later } = newForm(storage);
    await later.restore(draft!);
    expect(later.draft).toEqual(create.draft);
    expect(later.first).toMatchObject({ name: 'halves.png', width: 40, height: 20 });
    expect((await (await fetch(later.first!.url)).blob()).size).toBeGreaterThan(0);
  });

  it('keeps what is typed when the page goes away at once', async () => {
    const { create, storage } = newForm();
    create.prompt = 'gone in a moment';
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect((await storage.drafts.read())?.prompt).toBe('gone in a moment');
  });

  it('hands what is typed before one picture to the store once, and says kept only when the store has all of it', async () => {
    const { create, storage } = newForm();
    await vi.waitFor(() => expect(create.standing).toBe('kept'));
    const write = vi.spyOn(storage.drafts, 'write');
    for (const prompt of ['a', 'a red', 'a red ball']) create.prompt = prompt;
    expect(create.standing).toBe('writing');
    await vi.waitFor(() => expect(create.standing).toBe('kept'));
    expect(write).toHaveBeenCalledTimes(1);
    expect((await storage.drafts.read())?.prompt).toBe('a red ball');
  });

  it('waits for what a page that was about to go has handed over, when it is asked whether all is kept', async () => {
    const { storage } = newForm();
    const keeper = new DraftKeeper(storage.drafts, new Unwritten());
    keepers.push(keeper);
    const slow = Promise.withResolvers<void>();
    vi.spyOn(storage.drafts, 'write').mockImplementationOnce(() => slow.promise);
    keeper.keep(() => DRAFT);
    dispatchEvent(new PageTransitionEvent('pagehide'));
    const settled = keeper.settle().then(() => keeper.standing);
    setTimeout(() => slow.resolve(), 100);
    expect(await settled).toBe('kept');
  });

  it('writes nothing else before its jobs are kept, and leaves a seed alone that was typed meanwhile', async () => {
    const { create, storage, submit } = newForm();
    await vi.waitFor(() => expect(create.standing).toBe('kept'));
    const drafts = vi.spyOn(storage.drafts, 'write');
    submit.mockImplementationOnce(async () => expect(drafts).not.toHaveBeenCalled());
    await create.generate();
    await vi.waitFor(() => expect(drafts).toHaveBeenCalledTimes(1));

    submit.mockImplementationOnce(async () => void (create.seed = 7));
    await create.generate();
    expect(create.seed).toBe(7);
  });

  it('rolls the seed for each clip, unless it is locked', async () => {
    const { create, submit } = newForm();
    create.seed = 5;
    create.seedLocked = true;
    await create.generate();
    create.seedLocked = false;
    await create.generate();
    const [locked, rolled] = submit.mock.calls.map(([[submission]]) => submission!.request.seed);
    expect(locked).toBe(5);
    expect(rolled).not.toBe(5);
  });

  it('crops a given picture to the shape, where the person wants it', async () => {
    const { create, sent } = newForm();
    await create.addPicture('first', await halves(400, 96), 'wide.png');
    expect(create.mode).toBe('ti2v');
    create.setCrop('first', { x: 1, y: 0.5 });
    await create.generate();
    const [, { first, width, height }, origin] = sent();
    expect([first!.width, first!.height]).toEqual([width, height]);
    expect([...first!.rgb.slice(0, 3)]).toEqual([0, 0, 255]);
    expect(origin?.crops).toEqual({ first: { x: 1, y: 0.5 } });
  });

  it.each([
    ['picture-unreadable', new Blob(['no picture'], { type: 'image/png' })],
    ['picture-too-large', new Blob([new Uint8Array(50e6 + 1)])],
  ])('refuses with %s at the picture, and leaves the one that stood there', async (reason, file) => {
    const { create } = newForm();
    await create.addPicture('first', await halves(40, 20), 'good.png');
    await create.addPicture('first', file, 'bad.png');
    expect(create.problems).toMatchObject([{ field: 'first', fault: { reason, facts: { file: 'bad.png' } } }]);
    expect(create.first?.name).toBe('good.png');
    expect(create.canGenerate).toBe(true);
  });

  it('refuses a picture of more than a hundred megapixels by its header alone', async () => {
    const { create } = newForm();
    const png = new Uint8Array(await (await halves(40, 20)).arrayBuffer());
    const view = new DataView(png.buffer);
    view.setUint32(16, 20_000);
    view.setUint32(20, 20_000);
    await create.addPicture('first', new Blob([png]), 'bomb.png');
    expect(create.problems[0]?.fault).toMatchObject({ reason: 'picture-too-large', facts: { width: 20_000 } });
    expect(create.canGenerate).toBe(false);
  });

  it('goes between two pictures, and says which one is missing', async () => {
    const { create, sent } = newForm();
    await create.addPicture('last', await halves(40, 20), 'last.png');
    expect(create.from).toBe('between');
    expect(create.problems.map(({ fault }) => fault.reason)).toEqual(['first-picture-missing']);
    await create.addPicture('first', await halves(40, 20), 'first.png');
    expect(create.problems).toEqual([]);
    await create.generate();
    expect(sent()[1].mode).toBe('flf2v');
  });

  it('varies a take: the same settings, another seed, and where it came from', async () => {
    const { create, storage, sent } = newForm();
    const sha256 = await storage.blobs.put(new Uint8Array(await (await halves(400, 96)).arrayBuffer()));
    const { recipe } = someTake();
    const take = someTake({
      recipe: { ...recipe, mode: 'ti2v', inputs: { first: sha256 } },
      crops: { first: { x: 0, y: 1 } },
    });
    create.seedLocked = true;
    await create.applyRecipe(take);
    expect(create.first?.crop).toEqual({ x: 0, y: 1 });
    await create.generate();
    const [, request, origin] = sent();
    const { prompt, width, height, frames, steps, guidance } = recipe;
    expect(request).toMatchObject({ mode: 'ti2v', prompt, width, height, frames, steps, guidance });
    expect(request.seed).not.toBe(recipe.seed);
    expect(origin?.variedFrom).toBe(take.id);
  });

  it('makes a take again: the same recipe with the same seed, once', async () => {
    const { create, sent } = newForm();
    create.takes = 3;
    const take = someTake();
    await create.applyRecipe(take, true);
    await create.generate();
    const { mode, prompt, seed, width, height, frames, steps, guidance } = take.recipe;
    expect(sent()[1]).toMatchObject({ mode, prompt, seed, width, height, frames, steps, guidance });
    expect(create.takes).toBe(1);
  });

  it('varies a take with its LoRAs and its pictures of who is to be seen, until they are left out or it begins anew', async () => {
    const { create, storage, submit } = newForm();
    const [ink, ada] = ['a'.repeat(64), 'b'.repeat(64)].map((hash) => Sha256.parse(hash)) as [Sha256, Sha256];
    const loras = [{ asset: ink, name: 'ink', weight: 0.8 }];
    const { recipe } = someTake();
    const take = someTake({ recipe: { ...recipe, loras, inputs: { references: [ada] } } });
    const sentThen = async () => {
      await create.generate();
      return submit.mock.calls.at(-1)![0][0]!.request;
    };
    await create.applyRecipe(take);
    expect(await sentThen()).toMatchObject({ loras, references: [ada] });
    await vi.waitFor(async () => expect(await storage.drafts.read()).toMatchObject({ loras, references: [ada] }));
    create.dropLora(ink);
    const without = await sentThen();
    expect([without.loras, without.references]).toEqual([undefined, [ada]]);
    create.dropReferences();
    expect((await sentThen()).references).toBeUndefined();
    await create.applyRecipe(take);
    create.prompt = '';
    create.prompt = 'a red ball';
    const anew = await sentThen();
    expect([anew.loras, anew.references, create.loras]).toEqual([undefined, undefined, []]);
  });

  it('starts from the first frame of a take', async () => {
    const { create, storage } = newForm();
    const sha256 = await storage.blobs.put(new Uint8Array(await (await halves(160, 96)).arrayBuffer()));
    await create.useAsFirstFrame(someTake({ poster: { sha256, type: 'image/png', bytes: 10 } }));
    expect(create.mode).toBe('ti2v');
    expect(create.first).toMatchObject({ width: 160, height: 96, sha256 });
  });

  it('makes many takes at once: one batch, all or none kept, each with a seed of its own', async () => {
    const { create, submit } = newForm();
    create.takes = 3;
    const first = await create.generate();
    expect(submit).toHaveBeenCalledTimes(1);
    const [batch] = submit.mock.calls[0]!;
    expect(batch.map(({ id }) => id)[0]).toBe(first);
    expect(new Set(batch.map(({ id }) => id)).size).toBe(3);
    expect(new Set(batch.map(({ request }) => request.seed)).size).toBe(3);
    expect(batch[0]!.request.seed).toBe(create.seed);
    expect(new Set(batch.map(({ origin }) => origin?.batch)).size).toBe(1);
    expect(batch[0]!.origin?.batch).toBeDefined();
    expect(new Set(batch.map(({ request }) => JSON.stringify({ ...request, seed: 0 }))).size).toBe(1);
  });

  it('counts seeds up from a locked one, over the end too', async () => {
    const { create, submit } = newForm();
    create.seed = 0xffff_fffe;
    create.seedLocked = true;
    create.takes = 3;
    await create.generate();
    expect(submit.mock.calls[0]![0].map(({ request }) => request.seed)).toEqual([0xffff_fffe, 0xffff_ffff, 0]);
    expect(create.seed).toBe(0xffff_fffe);
  });

  it('makes one to eight takes, and one alone is no batch', async () => {
    const { create, sent } = newForm();
    for (const [asked, used] of [[0, 1], [9, 8], [2.4, 2], [Number.NaN, 1]] as const) {
      create.takes = asked;
      expect(create.takes).toBe(used);
    }
    await create.generate();
    expect(sent()[2]?.batch).toBeUndefined();
  });

  it('says that there is no room, and keeps the form as it is', async () => {
    const { create, storage, submit, report } = newForm();
    const full = new FaultError('no-room-on-disk', { needed: 9 });
    submit.mockRejectedValueOnce(full);
    expect(await create.generate()).toBeNull();
    expect(report).toHaveBeenCalledWith(full.fault);
    vi.spyOn(storage.blobs, 'put').mockRejectedValue(full);
    await create.addPicture('first', await halves(40, 20), 'a.png');
    expect(create.problems).toMatchObject([{ field: 'first', fault: { reason: 'no-room-on-disk' } }]);
    expect(create.prompt).toBe(EXAMPLE_PROMPT);
  });

  it('tells what the model will make of a size that it does not have', () => {
    const { create } = newForm();
    create.width = 150;
    expect(create.adjustments).toEqual([{ what: 'width', asked: 150, used: 144 }]);
    expect(create.shape).toBeNull();
    create.shape = create.shapes[0]!;
    expect([create.width, create.height, create.shape?.label]).toEqual([160, 96, '5:3']);
    expect(create.adjustments).toEqual([]);
  });
});
