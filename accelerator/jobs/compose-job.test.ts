import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decodeFilm } from '../../tests/fixtures/decode-film.ts';
import { CLIENT, jobId, SILENT, SomeDesk } from '../../tests/fixtures/some-desk.ts';
import { trialSheet } from '#core/film/export/trial-sheet.ts';
import { JobOrder, RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { CompositorEngine } from '../engines/compositor/compositor-engine.ts';
import { registerCodecs } from '../media/register.ts';

let some: SomeDesk;
let compositor: CompositorEngine;
beforeEach(async () => {
  some = await SomeDesk.make();
  compositor = new CompositorEngine({ media: some.shelf, scratch: path.join(some.folder, 'films'), log: SILENT, version: 'test', tryAfter: 1e9 });
});
afterEach(async () => {
  await some.remove();
  await compositor.dispose();
});

const sheet = new TextEncoder().encode(JSON.stringify(trialSheet()));
const name = Sha256.parse(createHash('sha256').update(sheet).digest('hex'));
const order = JobOrder.parse({ id: jobId(1), request: { mode: 'compose', sheet: name, media: [] } });
const open = () => some.open({ engines: { onnx: some.engine, compositor } });

it('asks for the files of a film first, makes it by the compositor though another engine is preferred, and keeps it under its hash until it is collected', { timeout: 60_000 }, async () => {
  const desk = open();
  expect(await desk.submit(CLIENT, order)).toEqual({ ok: false, fault: { reason: 'media-missing', media: [name] } });
  await some.shelf.put(name, sheet);
  const progress: number[] = [];
  desk.subscribe((event) => event.kind === 'progress' && progress.push(event.progress.fraction));
  expect(await desk.submit(CLIENT, order)).toMatchObject({ ok: true, value: { engine: 'compositor' } });
  const { result, engine } = RemoteJob.parse(await some.settled(1));
  expect([engine, result?.type]).toEqual(['compositor', 'video/mp4']);
  if (!result || !('film' in result)) throw new Error('no film was made');
  expect(result.film).toMatchObject({ width: 854, height: 480, frames: 26, codecs: { video: 'avc', audio: null }, missing: [] });
  const bytes = Buffer.concat(await (await some.shelf.get(result.media))!.read().toArray());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(result.media);
  registerCodecs();
  expect((await decodeFilm(bytes)).frames).toHaveLength(26);
  expect(progress.at(-1)).toBe(1);
  expect(await readdir(path.join(some.folder, 'films'))).toEqual([]);
  expect(await desk.collected(CLIENT, jobId(1), result.media)).toBe(true);
});

it('makes a film whole after it was stopped in the middle, and nothing of one that is cancelled', { timeout: 60_000 }, async () => {
  await some.shelf.put(name, sheet);
  const desk = open();
  const begun = new Promise<void>((resolve) => desk.subscribe((event) => event.kind === 'progress' && resolve()));
  await desk.submit(CLIENT, order);
  await begun;
  await some.close();
  const again = open();
  const { job, result } = await some.settled(1);
  expect([job.state, result && 'film' in result && result.film.frames]).toEqual(['done', 26]);

  const second = new Promise<void>((resolve) => again.subscribe((event) => event.kind === 'progress' && resolve()));
  await again.submit(CLIENT, { ...order, id: jobId(2) });
  await second;
  await again.cancel(CLIENT, jobId(2));
  expect((await some.settled(2)).job.state).toBe('cancelled');
  await expect.poll(() => readdir(path.join(some.folder, 'films'))).toEqual([]);
});
