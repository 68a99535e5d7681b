import { expect, it } from 'vitest';
import { addCharacter, applyCharacter } from '#core/document/commands/character.ts';
import { addKeyframe } from '#core/document/commands/keyframe.ts';
import { addClip, editClip } from '#core/document/commands/clip.ts';
import { addScene, editScene } from '#core/document/commands/scene.ts';
import { addStyle } from '#core/document/commands/style.ts';
import { createProject } from '#core/document/create-project.ts';
import type { ProjectDocument } from '#core/document/project-document.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { ModelManifest } from '#core/schema/manifest.ts';
import type { ClipId, SceneId } from '#core/schema/project-ids.ts';
import type { Result } from '#core/schema/result.ts';
import type { Queue, Submission } from '#lib/queue/events.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { BatchMaker } from './batch-maker.ts';
import { browserOrigin } from './browser-origin.ts';

const manifest = ModelManifest.parse(await (await fetch('/tests/fixtures/tiny-model/manifest.json')).json());
const settings = { steps: 4, guidance: 3, takes: 2, seeds: 'count', seed: 7 } as const;

function value<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

function studio() {
  const sent: Submission[][] = [];
  const storage = openMemoryStorage();
  const queue = { submitAll: async (submissions: readonly Submission[]) => void sent.push([...submissions]) } as unknown as Queue;
  const document = value(createProject({ name: 'Film' }, browserOrigin));
  const scene = value(document.run(addScene()));
  return { sent, storage, document, scene, maker: new BatchMaker({ queue, blobs: storage.blobs, take: () => undefined }) };
}

const clipIn = (document: ProjectDocument, scene: SceneId, prompt: string): ClipId => value(document.run(addClip({ scene, content: { prompt, length: 48 } })));

it('puts all takes of all clips into the queue in one action, each naming its clip', async () => {
  const { sent, document, scene, maker } = studio();
  const clips = [clipIn(document, scene, 'a red ball'), clipIn(document, scene, 'a blue box')];
  value(document.run(editScene(scene, { prompt: 'at dawn' })));
  expect(await maker.make(document.project, clips, settings, manifest)).toEqual({ jobs: 4, refused: [] });
  expect(sent).toHaveLength(1);
  const [batch] = sent as [Submission[]];
  expect(batch.map(({ origin }) => origin?.madeFor)).toEqual([...clips, ...clips].map((clip) => ({ project: document.project.id, clip })));
  expect(new Set(batch.map(({ origin }) => origin?.batch)).size).toBe(1);
  expect(batch.map(({ request }) => request.seed)).toEqual([7, 9, 8, 10]);
  expect(batch[0]?.request).toMatchObject({ mode: 't2v', prompt: 'a red ball, at dawn', width: 160, height: 96, frames: 17, frameRate: 8, steps: 4 });
});

it('sends what can be made, and says of the rest why not', async () => {
  const { sent, document, scene, maker } = studio();
  const [good, empty, long] = [clipIn(document, scene, 'a ball'), clipIn(document, scene, ''), clipIn(document, scene, 'ball '.repeat(100))];
  const { jobs, refused } = await maker.make(document.project, [good!, empty!, long!], settings, manifest);
  expect(jobs).toBe(2);
  expect(refused.map(({ clip, fault }) => [clip, fault.reason])).toEqual([[empty, 'prompt-empty'], [long, 'prompt-too-long']]);
  expect((await maker.make(document.project, [empty!], settings, manifest)).jobs).toBe(0);
  expect(sent).toHaveLength(1);
});

it('goes by the clip\'s style, and starts on its first keyframe', async () => {
  const { sent, storage, document, scene, maker } = studio();
  const clip = clipIn(document, scene, 'a ball');
  const style = value(document.run(addStyle({ name: 'Flat', prompt: 'flat colours', steps: 9 })));
  value(document.run(editClip(clip, { style })));
  const asset = await storage.blobs.put(new Uint8Array(await (await picture()).arrayBuffer()));
  value(document.run(addKeyframe(clip, 'first', { still: { kind: 'picture', asset, type: 'image/png', name: 'ball.png' } })));
  await maker.make(document.project, [clip], { ...settings, takes: 1 }, manifest);
  const request = sent[0]?.[0]?.request;
  expect(request).toMatchObject({ mode: 'ti2v', steps: 9, prompt: 'a ball, flat colours' });
  expect(request?.first).toMatchObject({ width: 160, height: 96, sha256: asset });

  await storage.blobs.delete(asset);
  const { refused } = await maker.make(document.project, [clip], settings, manifest);
  expect(refused).toEqual([{ clip, fault: { reason: 'picture-missing', facts: { file: 'ball.png' } } }]);
});

it('asks for the LoRAs and the pictures of the cast, and sends its trigger words', async () => {
  const { sent, storage, document, scene, maker } = studio();
  const [alone, shown] = [clipIn(document, scene, 'a ball'), clipIn(document, scene, 'a box')];
  const asset = await storage.blobs.put(new Uint8Array([1, 2, 3]));
  const content = { name: 'Ada', triggerWords: 'adalady', lora: { asset, name: 'ada', weight: 0.8 }, references: [{ asset, type: 'image/png', name: 'Ada' }] };
  const ada = value(document.run(addCharacter(content)));
  value(document.run(applyCharacter(ada, [shown])));
  await maker.make(document.project, [alone, shown], { ...settings, takes: 1 }, manifest);
  const [without, withAda] = sent[0]!.map(({ request }) => request);
  expect(without).not.toHaveProperty('loras');
  expect(without).not.toHaveProperty('references');
  expect(withAda).toMatchObject({ prompt: 'a box, adalady', loras: [content.lora], references: [asset] });
});

it('says in words what a LoRA cannot do whose file is missing, and does not ask for it', async () => {
  const { sent, document, scene, maker } = studio();
  const shown = clipIn(document, scene, 'a box');
  const lora = { asset: Sha256.parse('a'.repeat(64)), name: 'ada', weight: 0.8 };
  const ada = value(document.run(addCharacter({ name: 'Ada', description: 'a tall engineer', lora })));
  value(document.run(applyCharacter(ada, [shown])));
  await maker.make(document.project, [shown], { ...settings, takes: 1 }, manifest);
  const [request] = sent[0]!.map((one) => one.request);
  expect(request).toMatchObject({ prompt: 'a box, a tall engineer' });
  expect(request).not.toHaveProperty('loras');
});

async function picture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(40, 30);
  canvas.getContext('2d')!.fillRect(0, 0, 40, 30);
  return canvas.convertToBlob();
}
