import { expect, it, vi } from 'vitest';
import { addClip } from '#core/document/commands/clip.ts';
import { addKeyframe } from '#core/document/commands/keyframe.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { deliverTakes } from '#core/document/commands/take.ts';
import { createProject } from '#core/document/create-project.ts';
import type { PlannedWork } from '#core/domain/film-run/planned-work.ts';
import { ModelManifest } from '#core/schema/manifest.ts';
import { TakeId } from '#core/schema/ids.ts';
import type { ClipId, KeyframeId } from '#core/schema/project-ids.ts';
import type { Result } from '#core/schema/result.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { someJob } from '../../../../tests/contract/samples.ts';
import type { ClipWork } from './batch-progress.ts';
import { browserOrigin } from './browser-origin.ts';
import type { FilmRun } from './film-run.svelte.ts';
import { KeyframeActions } from './keyframe-actions.ts';
import { KeyframesState } from './keyframes.svelte.ts';

const manifest = ModelManifest.parse(await (await fetch('/tests/fixtures/tiny-model/manifest.json')).json());

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

/** A film of two clips, the first of which ends on a keyframe of its own, and the screen on it. */
function screen() {
  const document = value(createProject({ name: 'Film' }, browserOrigin));
  const scene = value(document.run(addScene()));
  const [one, two] = ['a ball', 'a box'].map((prompt) => value(document.run(addClip({ scene, content: { prompt } })))) as [ClipId, ClipId];
  const last = value(document.run(addKeyframe(one, 'last')));
  const work = new Map<KeyframeId, ClipWork>();
  const gone = new Set<TakeId>();
  // A new reader each time: outside of components nothing tells it of changes.
  const slots = () => new KeyframesState({ film: () => document.project, work: () => work, hasTake: (id) => !gone.has(id) }).slots;
  const sent: PlannedWork[] = [];
  const run = { send: async (planned: (facts: object) => readonly PlannedWork[]) => void sent.push(...planned({ model: manifest, hasTake: () => true })) } as unknown as FilmRun;
  const shell = { announce: vi.fn(), toast: vi.fn() };
  const { blobs } = openMemoryStorage();
  const project = { get film() { return document.project; }, run: document.run.bind(document) };
  const actions = new KeyframeActions({ project, run, assets: { put: (bytes) => blobs.put(bytes) }, queue: {} as never, shell });
  return { document, one, two, last, work, gone, slots, sent, shell, actions };
}

const newTake = () => TakeId.parse(crypto.randomUUID());

it('shows both ends of each clip, the second starting on what the first ends on', () => {
  const { document, one, last, slots, gone, work } = screen();
  expect(slots().map(({ cell, end, state, from }) => [cell.slate, end, state, from?.cell.slate])).toEqual([
    ['1A', 'first', 'none', undefined],
    ['1A', 'last', 'none', undefined],
    ['1B', 'first', 'none', '1A'],
    ['1B', 'last', 'none', undefined],
  ]);
  const running = someJob('running');
  work.set(last, { running, waiting: [], failed: [] });
  expect(slots()[2]).toMatchObject({ state: 'making' });
  work.set(last, { running: undefined, waiting: [], failed: [someJob('failed')] });
  expect(slots()[1]).toMatchObject({ state: 'failed' });
  const take = newTake();
  value(document.settle(deliverTakes([{ clip: one, keyframe: last, take }])));
  expect(slots().map(({ state }) => state)).toEqual(['none', 'there', 'there', 'none']);
  gone.add(take);
  expect(slots()[1]).toMatchObject({ state: 'gone' });
});

it('draws a keyframe again with another seed and keeps its takes, and gives an inherited one its own', async () => {
  const { document, one, last, slots, sent, actions } = screen();
  await actions.generate([slots()[1]!]);
  value(document.settle(deliverTakes([{ clip: one, keyframe: last, take: newTake() }])));
  await actions.generate([slots()[1]!, slots()[2]!]);
  const [before, after, own] = sent as (PlannedWork & { kind: 'keyframe' })[];
  expect([before!.keyframe, after!.keyframe, own!.keyframe]).toEqual([last, last, null]);
  expect(after!.request.seed).not.toBe(before!.request.seed);
  expect(own).toMatchObject({ end: 'first', request: { prompt: 'a box' } });
});

it('takes a picture by hand beside its takes, goes back to one, is cleared and inherits again', async () => {
  const { document, one, two, last, slots, shell, actions } = screen();
  const take = newTake();
  value(document.settle(deliverTakes([{ clip: one, keyframe: last, take }])));
  const canvas = new OffscreenCanvas(40, 30);
  canvas.getContext('2d')!.fillRect(0, 0, 40, 30);
  expect(await actions.give(slots()[1]!, await canvas.convertToBlob(), 'ball.png')).toBeUndefined();
  expect(slots()[1]!.keyframe).toMatchObject({ id: last, takes: [{ id: take }], still: { kind: 'picture', name: 'ball.png' } });
  expect(await actions.give(slots()[1]!, new Blob(['no picture'], { type: 'image/png' }), 'words.png')).toMatchObject({ reason: 'picture-unreadable' });
  actions.choose(slots()[1]!, take, 'Take 1');
  expect(slots()[1]!.keyframe?.still).toEqual({ kind: 'take', take });

  actions.write(slots()[3]!, 'a red box');
  expect(slots()[3]!.keyframe).toMatchObject({ prompt: 'a red box', still: null });
  actions.clear(slots()[2]!);
  expect(slots()[2]).toMatchObject({ keyframe: undefined, from: undefined, state: 'none' });
  actions.inherit(slots()[2]!);
  expect(slots()[2]!.from?.cell.id).toBe(one);
  expect(slots()[2]!.cell.id).toBe(two);
  expect(shell.toast).not.toHaveBeenCalled();
});
