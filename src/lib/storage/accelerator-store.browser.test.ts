import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSigned, makeKeys, publicKeyOf, signed } from '#lib/engine/remote/browser-keys.ts';
import { KeptAccelerator } from './accelerator-store.ts';
import { openMemoryStorage } from './memory.ts';
import { openDiskStorage } from './open-storage.ts';
import type { StudioStorage } from './ports.ts';

describe.each([
  ['on disk', openDiskStorage],
  ['in memory', async () => openMemoryStorage()],
])('what pairing leaves %s', (_where, open) => {
  let storage: StudioStorage;
  let name: string;
  beforeEach(async () => {
    name = `pairing-${crypto.randomUUID()}`;
    storage = await open(name);
  });
  afterEach(() => storage.close());

  it('is one key pair, whoever asks first, that signs and cannot be taken out', async () => {
    const [one, other] = await Promise.all([storage.accelerator.keys(makeKeys), storage.accelerator.keys(makeKeys)]);
    const key = await publicKeyOf(one);
    expect(await publicKeyOf(other)).toBe(key);
    const bytes = new TextEncoder().encode('said');
    const signature = await signed(other, bytes);
    expect(await isSigned(key, bytes, signature)).toBe(true);
    expect(await isSigned(key, new TextEncoder().encode('never said'), signature)).toBe(false);
    expect(one.privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', one.privateKey)).rejects.toThrow();
  });

  it('is one accelerator, or none', async () => {
    const key = await publicKeyOf(await storage.accelerator.keys(makeKeys));
    const kept = KeptAccelerator.parse({ schema: 1, address: 'http://gpu:4717', name: 'gpu', key, words: ['acorn', 'actor', 'album', 'alley'], pairedAt: 1 });
    expect(await storage.accelerator.read()).toBeUndefined();
    await storage.accelerator.write(kept);
    expect(await storage.accelerator.read()).toEqual(kept);
    await storage.accelerator.write(undefined);
    expect(await storage.accelerator.read()).toBeUndefined();
  });

  it('is in no backup', async () => {
    await storage.accelerator.keys(makeKeys);
    const said = JSON.stringify(await storage.transfer.snapshot(), (_key, value: unknown) => (value instanceof CryptoKey ? 'a key' : value));
    expect(said).not.toContain('a key');
  });
});

it('the key pair is the same after the page is left', async () => {
  const name = `pairing-${crypto.randomUUID()}`;
  const before = await openDiskStorage(name);
  const key = await publicKeyOf(await before.accelerator.keys(makeKeys));
  before.close();
  const after = await openDiskStorage(name);
  const kept = await after.accelerator.keys(makeKeys);
  expect(await publicKeyOf(kept)).toBe(key);
  expect(kept.privateKey.extractable).toBe(false);
  after.close();
});
