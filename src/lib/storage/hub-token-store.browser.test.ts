import { openDB } from 'idb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HubTokenStore } from './hub-token-store.ts';

const HUB = 'https://hub.example';
let name: string;
let tokens: HubTokenStore;
beforeEach(() => {
  name = `test-token-${crypto.randomUUID()}`;
  tokens = new HubTokenStore(name);
});
afterEach(() => void indexedDB.deleteDatabase(name));

async function kept(change: (record: Record<string, unknown>) => Record<string, unknown> = (record) => record): Promise<Record<string, unknown>> {
  const db = await openDB(name);
  const record = change((await db.get('tokens', 'token')) as Record<string, unknown>);
  await db.put('tokens', record, 'token');
  db.close();
  return record;
}

it('gives a token to the hub that it was entered for and to no other, until it is forgotten', async () => {
  expect(await tokens.read(HUB)).toBeUndefined();
  await tokens.keep(HUB, 'hf_secret');
  expect(await new HubTokenStore(name).read(`${HUB}/mirror`)).toBe('hf_secret');
  expect(await tokens.read('https://mirror.example')).toBeUndefined();
  expect(await tokens.read('http://hub.example')).toBeUndefined();
  await tokens.forget();
  expect(await tokens.read(HUB)).toBeUndefined();
});

it('keeps it sealed with a key that cannot be taken out', async () => {
  await tokens.keep(HUB, 'hf_secret');
  const { key, sealed } = await kept();
  expect(new TextDecoder().decode(sealed as ArrayBuffer)).not.toContain('secret');
  await expect(crypto.subtle.exportKey('raw', key as CryptoKey)).rejects.toThrow();
});

it.each([
  ['a bit of it was changed', (record: Record<string, unknown>) => ({ ...record, sealed: Uint8Array.from(new Uint8Array(record['sealed'] as ArrayBuffer), (byte, at) => (at === 3 ? byte ^ 1 : byte)).buffer })],
  ['the key is lost', ({ key: _key, ...record }: Record<string, unknown>) => record],
])('has no token where %s', async (_what, change) => {
  await tokens.keep(HUB, 'hf_secret');
  await kept(change);
  expect(await tokens.read(HUB)).toBeUndefined();
});
