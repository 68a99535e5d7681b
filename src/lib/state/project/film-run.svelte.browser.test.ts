import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addClip } from '#core/document/commands/clip.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { createProject } from '#core/document/create-project.ts';
import { selectTake } from '#core/document/commands/take.ts';
import type { ProjectDocument } from '#core/document/project-document.ts';
import { cutOf, firstKeyframe, lastKeyframe } from '#core/domain/timeline/cut.ts';
import { ModelManifest } from '#core/schema/manifest.ts';
import { Mode } from '#core/schema/mode.ts';
import type { Result } from '#core/schema/result.ts';
import type { Take } from '#core/schema/take.ts';
import type { TakeMeasures } from '#core/schema/take-measures.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { Settings } from '#lib/storage/records.ts';
import { FakeEngine } from '../../../../tests/contract/fake-engine.ts';
import { pictureFilm } from '../../../../tests/contract/picture-film.ts';
import { closeQueues, newQueue } from '../../../../tests/contract/test-queue.ts';
import { GalleryState } from '../gallery/gallery.svelte.ts';
import { JobsState } from '../queue/jobs.svelte.ts';
import { ShellState } from '../shell/shell.svelte.ts';
import type { Studio } from '../studio.svelte.ts';
import { Unwritten } from '../store/unwritten.svelte.ts';
import { BatchMaker } from './batch-maker.ts';
import { PassingMarks } from '../gallery/passing-marks.ts';
import { FilmWishes } from '../queue/film-wishes.svelte.ts';
import { BestTakes } from './best-takes.ts';
import { browserOrigin } from './browser-origin.ts';
import { deliverTo } from './deliver-takes.ts';
import { FilmRun } from './film-run.svelte.ts';

const manifest = ModelManifest.parse({ ...(await (await fetch('/tests/fixtures/tiny-model/manifest.json')).json()), id: 'fake', version: '1', modes: Mode.options });

const open: (() => void)[] = [];
afterEach(async () => {
  open.splice(0).forEach((close) => close());
  await closeQueues();
});

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

function newFilm(...prompts: string[]): ProjectDocument {
  const document = value(createProject({ name: 'Film' }, browserOrigin));
  const scene = value(document.run(addScene()));
  for (const prompt of prompts) value(document.run(addClip({ scene, content: { prompt, length: 48 } })));
  return document;
}

/** A tab on a film, with the real queue and gallery; the engine and the model are for tests. */
async function tab(document: ProjectDocument, { storage = openMemoryStorage(), engine = new FakeEngine(2), scope = crypto.randomUUID() as string, marks = new PassingMarks() as Pick<Storage, 'getItem' | 'setItem'> } = {}) {
  const wishes = new FilmWishes(marks);
  const { queue } = newQueue(storage, engine, scope, { film: pictureFilm });
  const shell = new ShellState(storage.settings, Settings.parse({}), storage.kind);
  const { takes, blobs, settings } = storage;
  const gallery = new GalleryState({ takes, blobs, settings, queue, shell, unwritten: new Unwritten(), view: 'grid', scope: null });
  await gallery.load();
  const jobs = new JobsState(queue, shell);
  const lanes = { facts: manifest, forClips: manifest, isOwnForClips: true, chooseForFilm: () => ({ lane: 'browser', why: '' }), expectedMs: () => 100 };
  const batches = new BatchMaker({ queue, blobs, take: (id) => gallery.get(id) });
  let film = $state.raw(document.project);
  const stop = document.onUpdate(() => (film = document.project));
  const project = {
    get film() {
      return film;
    },
    run: document.run.bind(document),
    settle: document.settle.bind(document),
  };
  const studio = { batches, create: { wordList: null }, gallery, jobs, lanes, queue, blobs, engine: { expectedMs: () => 100 }, shell, wishes } as unknown as Studio;
  const said: string[] = [];
  const measured = new Map<string, TakeMeasures>();
  const best = new BestTakes({ measuring: { look: async () => undefined, of: (take) => measured.get(take.id) }, take: (id) => gallery.get(id), say: (_clip, reason) => said.push(reason) });
  let run!: FilmRun;
  const close = $effect.root(() => {
    run = new FilmRun(project, studio);
    $effect(() => void best.choose(project, deliverTo(project, gallery.takes), jobs.records));
  });
  const leave = async () => {
    close();
    stop();
    jobs.dispose();
    gallery.dispose();
    await queue.dispose();
  };
  open.push(() => void leave());
  const phase = (wanted: FilmRun['phase']) =>
    vi.waitFor(() => {
      flushSync();
      expect(run.phase).toBe(wanted);
    }, { timeout: 10_000 });
  return { run, phase, engine, storage, scope, shell, gallery, leave, measured, said, queue };
}

const isWhole = (document: ProjectDocument) => {
  const cut = cutOf(document.project);
  for (const found of cut) {
    expect(found.clip.selected).not.toBeNull();
    expect(lastKeyframe(found.clip)?.still).toMatchObject({ kind: 'take' });
  }
  expect(firstKeyframe(document.project, cut[1]!)).toEqual(lastKeyframe(cut[0]!.clip));
};

const recipes = async (storage: StudioStorage): Promise<Take['recipe'][]> => (await storage.takes.all()).map(({ recipe }) => recipe);

describe('the making of a film', () => {
  it('sends all in one action, and ends when every clip has its keyframes and a take', async () => {
    const document = newFilm('a ball', 'a box');
    const { run, phase, storage, engine } = await tab(document);
    await phase('ready');
    expect(run.standing).toEqual({ keyframes: { made: 0, all: 3 }, takes: { made: 0, all: 2 }, refused: 0 });
    expect(run.expectedMs).toBe(500);
    await run.make();
    await phase('making');
    expect(run.hasMore).toBe(false);
    await phase('whole');
    isWhole(document);
    expect(run.standing).toEqual({ keyframes: { made: 3, all: 3 }, takes: { made: 2, all: 2 }, refused: 0 });
    expect(engine.runs).toBe(5);
    const clips = (await recipes(storage)).filter(({ mode }) => mode === 'flf2v');
    expect(clips.every(({ inputs }) => inputs.first && inputs.last)).toBe(true);
  });

  it('goes on in a new tab where the old one was left in the middle, without doing anything twice', async () => {
    const document = newFilm('a ball', 'a box');
    const first = await tab(document, { engine: new FakeEngine(15) });
    await first.phase('ready');
    await first.run.make();
    await vi.waitFor(async () => expect((await first.storage.takes.all()).length).toBeGreaterThan(1), { timeout: 10_000 });
    await first.leave();
    const second = await tab(document, { storage: first.storage, scope: first.scope });
    await second.phase('whole');
    isWhole(document);
    expect(await second.storage.takes.all()).toHaveLength(5);
  });

  it('is paused, continued and cancelled as a whole; the rest is made later', async () => {
    const document = newFilm('a ball', 'a box');
    const { run, phase } = await tab(document, { engine: new FakeEngine(15) });
    await phase('ready');
    await run.make();
    await phase('making');
    await run.pause();
    await phase('paused');
    await run.resume();
    await phase('making');
    await run.cancel();
    await phase('ready');
    await run.make();
    await phase('whole');
    isWhole(document);
  });

  it('goes on past a keyframe that failed, and makes it and its clip when tried again', async () => {
    const document = newFilm('a ball', 'a box', 'a tree');
    const engine = new FakeEngine(2);
    engine.nextFault = { reason: 'model-graph-invalid', facts: {} };
    const { run, phase } = await tab(document, { engine });
    await phase('ready');
    await run.make();
    await phase('stopped');
    // Its first keyframe and its take: the other two are there.
    expect(run.failed).toHaveLength(2);
    expect(run.standing?.takes.made).toBe(2);
    await run.make();
    await phase('whole');
    isWhole(document);
  });

  it('says why a clip was not sent, and makes the others', async () => {
    const { run, phase } = await tab(newFilm('', 'a box'));
    await phase('ready');
    await run.make();
    await phase('whole');
    expect(run.refused.map(({ fault }) => fault.reason)).toEqual(['prompt-empty']);
    expect(run.standing).toMatchObject({ takes: { made: 1, all: 1 }, refused: 1 });
  });

  it('is not drawn again where the same was drawn before', async () => {
    const document = newFilm('a ball', 'a box');
    const { run, phase, engine, storage } = await tab(document);
    await phase('ready');
    await run.make();
    await phase('whole');
    const before = cutOf(document.project).map(({ clip }) => lastKeyframe(clip)!.still);
    expect(document.undo()).toBe('make the film');
    await run.makeKeyframes();
    await vi.waitFor(() => isWhole(document), { timeout: 10_000 });
    expect(engine.runs).toBe(5);
    expect(await storage.takes.all()).toHaveLength(8);
    expect(cutOf(document.project).map(({ clip }) => lastKeyframe(clip)!.still)).not.toEqual(before);
  });
});

describe('several takes of a clip', () => {
  const measures = (sharpness: number): TakeMeasures => ({ version: 1, frames: 17, sharpness, flicker: 0, smoothness: 1, motion: 1 }) as unknown as TakeMeasures;

  async function twoTakes() {
    const document = newFilm('a ball');
    const made = await tab(document);
    await made.phase('ready');
    made.run.takes = 2;
    await made.run.make();
    return { document, ...made };
  }

  it('show the best once all are there', async () => {
    const { document, phase, measured, gallery, said } = await twoTakes();
    vi.spyOn(measured, 'get').mockImplementation((id) => measures(id === cutOf(document.project)[0]!.clip.takes[0]?.id ? 0.1 : 0.9));
    await phase('whole');
    await vi.waitFor(() => expect(said).toHaveLength(1));
    const { clip } = cutOf(document.project)[0]!;
    expect(gallery.takes.map(({ recipe }) => recipe.mode).sort()).toEqual(['flf2v', 'flf2v', 't2i', 't2i']);
    expect(clip.selected).toBe(clip.takes[1]!.id);
    expect(document.undoName).toBe('make the film');
  });

  it('leave the one that a person chose', async () => {
    const { document, phase, measured, said } = await twoTakes();
    vi.spyOn(measured, 'get').mockImplementation((id) => {
      const { clip } = cutOf(document.project)[0]!;
      if (clip.takes[1]) document.run(selectTake({ kind: 'clip', id: clip.id }, null));
      return measures(id === clip.takes[0]?.id ? 0.1 : 0.9);
    });
    await phase('whole');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(cutOf(document.project)[0]!.clip.selected).toBeNull();
    expect(said).toEqual([]);
  });

  it('leave the oldest, too, where a person picked it', async () => {
    const { document, phase, measured, said } = await twoTakes();
    vi.spyOn(measured, 'get').mockImplementation((id) => {
      const { clip } = cutOf(document.project)[0]!;
      if (clip.takes[1]) document.run(selectTake({ kind: 'clip', id: clip.id }, clip.takes[0]!.id));
      return measures(id === clip.takes[0]?.id ? 0.1 : 0.9);
    });
    await phase('whole');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { clip } = cutOf(document.project)[0]!;
    expect(clip.selected).toBe(clip.takes[0]!.id);
    expect(said).toEqual([]);
  });

  it('are asked for after a reload as before it', async () => {
    const marks = new PassingMarks();
    const document = newFilm('a ball');
    const before = await tab(document, { marks });
    before.run.takes = 3;
    before.run.steps = 7;
    await before.leave();
    const after = await tab(document, { marks });
    await after.phase('ready');
    expect([after.run.takes, after.run.steps, after.run.plan.filter(({ kind }) => kind === 'clip').length]).toEqual([3, 7, 3]);
    marks.setItem(`kinora-film-making ${document.project.id}`, '{"takes":99,"steps":null}');
    expect((await tab(document, { marks })).run.takes).toBe(1);
  });
});
