import { cp, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ModelId } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import expected from '../../tests/fixtures/tiny-qwen3/expected.json' with { type: 'json' };
import { SILENT } from '../../tests/fixtures/some-desk.ts';
import { FolderShelf } from '../models/folder-shelf.ts';
import { EveryLanguage, ShelfLanguage } from './shelf-language.ts';

const FIXTURE = fileURLToPath(new URL('../../tests/fixtures/tiny-qwen3', import.meta.url));
const PATHS = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];
const id = ModelId.parse('tiny');
const MODEL = 'kinora-shelf/tiny';
const question = { model: MODEL, system: expected.system, user: expected.user, maxTokens: 20 };
const never = new AbortController().signal;

let root: string;
let kept: KeptModel;
let shelf: FolderShelf;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'kinora-shelf-'));
  shelf = new FolderShelf(root);
  for (const file of PATHS) await cp(path.join(FIXTURE, file), path.join(root, id, file));
  const files = await Promise.all(PATHS.map(async (file) => ({ path: file, bytes: (await stat(path.join(root, id, file))).size, sha256: Sha256.parse('0'.repeat(64)) })));
  kept = { schema: 1, id, name: 'Tiny', purpose: 'language', licence: { name: 'MIT License', commercial: 'yes', restricted: false }, paused: false, addedAt: 0, files };
});
beforeEach(() => shelf.put(kept));
afterAll(() => rm(root, { recursive: true, force: true }));

const faultOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FaultError ? error.fault : error));

describe('a language model on the accelerator’s shelf', () => {
  it('answers in a process of its own, as PyTorch does, and leaves nothing beside its files', async () => {
    const desk = new ShelfLanguage(shelf, SILENT);
    expect((await desk.list()).models).toEqual([{ id: MODEL, name: 'Tiny', server: 'the accelerator itself' }]);
    const before = await readdir(path.join(root, id), { recursive: true });
    const text = await desk.complete(question, never);
    expect(expected.answer.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(20);
    expect(await readdir(path.join(root, id), { recursive: true })).toEqual(before);
  });

  it('is ended when it is cancelled, and the next question is answered', async () => {
    const desk = new ShelfLanguage(shelf, SILENT);
    const cancel = new AbortController();
    const first = faultOf(desk.complete({ ...question, maxTokens: 380 }, cancel.signal));
    const second = desk.complete({ ...question, maxTokens: 2 }, never);
    const waiting = new AbortController();
    const third = faultOf(desk.complete(question, waiting.signal));
    waiting.abort();
    expect(await third).toMatchObject({ reason: 'cancelled' });
    cancel.abort();
    expect(await first).toMatchObject({ reason: 'cancelled' });
    expect(await second).not.toBe('');
    expect(desk.isBusy).toBe(false);
  });

  it('is not offered before it is whole and its licence accepted', async () => {
    const desk = new ShelfLanguage(shelf, SILENT);
    for (const change of [{ licence: { ...kept.licence, restricted: true } }, { files: kept.files.map(({ sha256: _, ...file }) => file) }, { purpose: 'captions' as const }]) {
      await shelf.put({ ...kept, ...change });
      expect(await desk.list()).toEqual({ models: [], servers: [] });
      expect(await faultOf(desk.complete(question, never))).toMatchObject({ reason: 'language-away' });
    }
  });

  it('with spoilt weights says why', async () => {
    const file = path.join(root, id, 'onnx/model.onnx');
    await writeFile(file, Buffer.alloc(kept.files[4]!.bytes!));
    expect(await faultOf(new ShelfLanguage(shelf, SILENT).complete(question, never))).toMatchObject({ reason: 'model-graph-invalid' });
    await cp(path.join(FIXTURE, 'onnx/model.onnx'), file);
  });

  it('stands beside the models of servers, each asked where it is', async () => {
    const server = { list: async () => ({ models: [{ id: 'a/b', name: 'b', server: 'a' }], servers: [{ name: 'a', address: 'a' }] }), isBusy: false, complete: async () => 'from the server' };
    const desk = new EveryLanguage(server, new ShelfLanguage(shelf, SILENT));
    const offer = await desk.list();
    expect([offer.models.map((each) => each.id), offer.servers.length]).toEqual([['a/b', MODEL], 2]);
    expect(await desk.complete({ ...question, model: 'a/b' }, never)).toBe('from the server');
    expect(await desk.complete({ ...question, maxTokens: 2 }, never)).not.toContain('server');
  });
});
