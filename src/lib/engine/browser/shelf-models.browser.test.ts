import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelManifest } from '#core/schema/manifest.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import { fail } from '#core/schema/result.ts';
import { bytesOfModels } from '#lib/storage/models-folder.ts';
import { BrowserPlace } from '../models/browser-place.ts';
import { BrowserEngine } from './browser-engine.ts';
import { shelfModels } from './shelf-models.ts';

const FOLDER = '/tests/fixtures/tiny-model/';
const request = GenerationRequest.parse({
  ...{ mode: 't2v', prompt: 'a red ball', seed: 5, width: 96, height: 96, frames: 5, frameRate: 8, steps: 2, guidance: 3 },
});
const quiet = { signal: { aborted: false }, onProgress() {} };
const place = new BrowserPlace();
const engine = new BrowserEngine({ modelFolder: new URL(FOLDER, location.href).href, choice: 'wasm-single' });

/** A tiny model for stills in the layout of others, with weights in its graphs and beside one of them, and what PyTorch draws with it. */
const STILLS = import.meta.glob('/tests/fixtures/stills/tiny-z-image/**/*', { query: '?url', import: 'default' });
interface Drawn {
  readonly prompt: string;
  readonly negative: string;
  readonly seed: number;
  readonly cases: readonly { readonly steps: number; readonly guidance: number; readonly width: number; readonly height: number; readonly rgb: string }[];
}

/** The tiny model, as another that lies in a folder of a person's. */
async function handed(id: string, spdx: string) {
  const manifest = ModelManifest.parse(await (await fetch(`${FOLDER}manifest.json`)).json());
  const paths = Object.values(manifest.components).map(({ file }) => file);
  const files = await Promise.all(paths.map(async (path) => ({ path, source: await (await fetch(FOLDER + path)).blob() })));
  return [...files, { path: 'manifest.json', source: new Blob([JSON.stringify({ ...manifest, id, name: `The ${id}`, license: { spdx } })]) }];
}

beforeAll(async () => {
  const files = await handed('tiny-two', 'MIT');
  await place.add({ kind: 'files', name: 'two', files }, {});
});
afterAll(async () => {
  place.dispose();
  await engine.dispose();
  await (await navigator.storage.getDirectory()).removeEntry('kinora-models', { recursive: true });
});

describe('a model of the browser’s shelf', { timeout: 60_000 }, () => {
  it('is one to choose, and makes clips whose recipe names it and its licence', async () => {
    expect((await shelfModels()).map(({ shelfId, facts }) => [shelfId, facts.id, facts.name])).toEqual([['two', 'tiny-two', 'The tiny-two']]);
    const made = await engine.run({ ...request, model: 'tiny-two' }, quiet);
    if (!made.ok) throw new Error(made.fault.reason);
    expect(made.value.recipe.model).toMatchObject({ id: 'tiny-two', license: 'MIT' });
    // And the engine's own again, from the site.
    const own = await engine.run(request, quiet);
    expect(own.ok && own.value.recipe.model.id).toBe('tiny-model');
    expect(own.ok && own.value.video.rgb).toEqual(made.value.video.rgb);
    expect(await bytesOfModels()).toBeGreaterThan(1000);
  });

  it('is found missing by its name, and not replaced by another in silence', async () => {
    expect(await engine.run({ ...request, model: 'nobody' }, quiet)).toEqual(fail({ reason: 'model-not-found', facts: { model: 'nobody' } }));
  });

  it('draws what PyTorch does, its weights read from its files as they are wanted, and lets go of the files', async () => {
    const folder = '/tests/fixtures/stills/tiny-z-image/';
    const files = await Promise.all(Object.keys(STILLS).map(async (path) => ({ path: path.slice(folder.length), source: await (await fetch(path)).blob() })));
    await place.add({ kind: 'files', name: 'z', files }, { accepts: true });
    const { prompt, negative, seed, cases } = (await (await fetch('/tests/fixtures/stills/tiny-z-image.json')).json()) as Drawn;
    const { rgb, steps, guidance, width, height } = cases[0]!;
    const made = await engine.run(GenerationRequest.parse({ mode: 't2i', prompt, negativePrompt: negative, seed, steps, guidance, width, height, frames: 1, frameRate: 1, model: 'z' }), quiet);
    if (!made.ok) throw new Error(JSON.stringify(made.fault));
    const expected = Uint8Array.from(atob(rgb), (letter) => letter.charCodeAt(0));
    expect(made.value.video.rgb.length).toBe(expected.length);
    for (const [at, value] of made.value.video.rgb.entries()) expect(Math.abs(value - expected[at]!)).toBeLessThanOrEqual(1);
    // A file that somebody still reads could not be removed.
    await (await (await navigator.storage.getDirectory()).getDirectoryHandle('kinora-models')).removeEntry('z', { recursive: true });
  });

  it('is not used before a licence that asks for more was accepted', async () => {
    const files = await handed('tiny-three', 'CC-BY-NC-4.0');
    const wish = { kind: 'files', name: 'three', files } as const;
    await expect(place.add(wish, {})).rejects.toMatchObject({ fault: { reason: 'model-licence-not-accepted' } });
    expect((await shelfModels()).map(({ facts }) => facts.id)).toEqual(['tiny-two']);
    await place.add(wish, { accepts: true });
    const made = await engine.run({ ...request, model: 'tiny-three' }, quiet);
    expect(made.ok && made.value.recipe.model.license).toBe('CC-BY-NC-4.0');
  });

  it('never runs with a byte that was changed on the disk', async () => {
    const two = await (await (await navigator.storage.getDirectory()).getDirectoryHandle('kinora-models')).getDirectoryHandle('two');
    const handle = await (await two.getDirectoryHandle('transformer')).getFileHandle('model.onnx');
    const [byte] = new Uint8Array(await (await handle.getFile()).slice(2000, 2001).arrayBuffer());
    const file = await handle.createWritable({ keepExistingData: true });
    await file.write({ type: 'write', position: 2000, data: new Uint8Array([byte! ^ 1]) });
    await file.close();
    const made = await engine.run({ ...request, model: 'tiny-two' }, quiet);
    expect(made).toMatchObject({ ok: false, fault: { reason: 'model-file-wrong-hash' } });
  });
});
