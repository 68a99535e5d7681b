import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { ModelCache } from './model-cache.ts';

const TINY = new URL('/tests/fixtures/tiny-model/', location.href).href;
const realFetch = globalThis.fetch;

/** Answers for `folder` from the tiny model, changed by `change`; counts what is asked. */
function serve(folder: string, change: (path: string, bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined = (_, bytes) => bytes) {
  const asked: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const path = String(input).slice(folder.length);
    asked.push(path);
    const response = await realFetch(TINY + path, init);
    if (!response.ok) return response;
    const bytes = change(path, new Uint8Array(await response.arrayBuffer()));
    return bytes ? new Response(bytes) : new Response(null, { status: 404 });
  });
  return asked;
}

const offline = () => vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'));
const reasonOf = (error: unknown) => (error instanceof FaultError ? error.fault : error);

describe('the model cache', () => {
  let folder: string;
  let cache: ModelCache;
  beforeEach(() => {
    folder = `${location.origin}/models/${crypto.randomUUID()}/`;
    cache = new ModelCache(folder);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await cache.forget();
  });

  it('fetches a model once, with progress, and has it without a network', async () => {
    const asked = serve(folder);
    const told: number[] = [];
    const { manifest, kept } = await cache.fetch((done, total) => told.push(done / total));
    expect(kept).toBe(true);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));

    offline();
    const again = await cache.fetch(() => {});
    expect(again).toEqual({ manifest, kept: true });
    const { file, bytes } = manifest.components.transformer;
    expect((await cache.read(file)).length).toBe(bytes);

    vi.restoreAllMocks();
    const askedAgain = serve(folder);
    await cache.fetch(() => {});
    expect(asked).toContain(file);
    expect(askedAgain.filter((path) => path.endsWith('.onnx'))).toEqual([]);
  });

  it.each([
    ['model-file-truncated', (path: string, bytes: Uint8Array<ArrayBuffer>) => (path.startsWith('vae_dec') ? bytes.slice(0, 99) : bytes)],
    ['model-file-wrong-hash', (path: string, bytes: Uint8Array<ArrayBuffer>) => (path.startsWith('vae_dec') ? bytes.map((byte, i) => (i === 500 ? byte ^ 1 : byte)) : bytes)],
    ['model-file-missing', (path: string, bytes: Uint8Array<ArrayBuffer>) => (path.startsWith('vae_dec') ? undefined : bytes)],
    ['model-manifest-invalid', (path: string, bytes: Uint8Array<ArrayBuffer>) => (path === 'manifest.json' ? bytes.slice(0, 50) : bytes)],
  ])('says %s, and keeps no half model', async (reason, change) => {
    serve(folder, change);
    const fault = await cache.fetch(() => {}).catch(reasonOf);
    expect(fault).toMatchObject({ reason });
    offline();
    expect(await cache.fetch(() => {}).catch(reasonOf)).toMatchObject({ reason: 'model-not-found' });
  });

  it('stays with the old version while the new one cannot be had whole', async () => {
    serve(folder);
    const { manifest } = await cache.fetch(() => {});
    vi.restoreAllMocks();
    serve(folder, (path, bytes) => {
      if (path !== 'manifest.json') return path.endsWith('.onnx') ? undefined : bytes;
      const next = JSON.parse(new TextDecoder().decode(bytes));
      next.version = '9';
      next.components.transformer.sha256 = 'f'.repeat(64);
      return new TextEncoder().encode(JSON.stringify(next));
    });
    expect(await cache.fetch(() => {}).catch(reasonOf)).toMatchObject({ reason: 'model-file-missing' });
    offline();
    expect((await cache.fetch(() => {})).manifest).toEqual(manifest);
  });

  it('takes a start page in the place of a file for a missing file', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(
      async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
    );
    expect(await cache.fetch(() => {}).catch(reasonOf)).toMatchObject({ reason: 'model-not-found' });
  });
});
