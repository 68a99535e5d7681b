import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DoorClient } from '../../tests/fixtures/accelerator/door-client.ts';
import { openDoor, type OpenDoor } from '../../tests/fixtures/accelerator/open-door.ts';
import { openIdentity } from './keys.ts';
import { CODE_MS } from './pairing-desk.ts';
import { TOKEN_MS } from './short-lived-tokens.ts';

let door: OpenDoor;
let time: number;
const now = () => time;
const again = async () => {
  await door.close();
  door = await openDoor({ folder: door.folder, now });
};
const code = async (kind?: 'once-for-this-machine') => {
  const offer = await door.pairing.offer(kind);
  if (!offer.ok) throw new Error('locked');
  return offer.value.code.replace('-', '');
};
const pair = async (typed: string | undefined) => {
  const client = await DoorClient.connect(door.socket);
  const answer = await client.pair(typed);
  client.socket.terminate();
  return answer;
};

beforeEach(async () => {
  time = 1_000_000;
  door = await openDoor({ now });
});
afterEach(() => door.remove());

describe('a code', () => {
  it('can be entered once', async () => {
    const typed = await code();
    expect(typed).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(await pair(typed)).toMatchObject({ kind: 'welcome' });
    expect(await pair(typed)).toMatchObject({ kind: 'refused', reason: 'no-code' });
    expect(door.clients.list()).toHaveLength(1);
  });

  it('is void after two minutes, and as soon as there is another, and when it is withdrawn', async () => {
    const first = await code();
    time += CODE_MS - 1;
    expect(door.pairing.current).toBeDefined();
    time += 1;
    expect(await pair(first)).toMatchObject({ reason: 'no-code' });
    const [old] = [await code(), await code()];
    expect(await pair(old)).toMatchObject({ reason: 'wrong-code', triesLeft: 4 });
    door.pairing.withdraw();
    expect(await pair(old)).toMatchObject({ reason: 'no-code' });
  });

  it('for this machine is long, and taken from here', async () => {
    const typed = await code('once-for-this-machine');
    expect(typed).toMatch(/^[0-9A-HJKMNP-TV-Z]{32}$/);
    const client = await DoorClient.connect(door.socket);
    const opening = await client.open();
    const { signature, proof } = (await client.pairMessage(opening, typed)) as never;
    const said = { ...opening, clientKey: client.keys.key, name: 'test' };
    expect(await door.pairing.attempt({ said, signature, proof, isFromHere: false })).toEqual({ ok: false, fault: { reason: 'no-code' } });
    client.socket.terminate();
    expect(await pair(typed)).toMatchObject({ kind: 'welcome' });
  });

  it('is locked after five wrong ones, over restarts, each time for twice as long', async () => {
    await code();
    for (const triesLeft of [4, 3]) expect(await pair(undefined)).toMatchObject({ reason: 'wrong-code', triesLeft });
    await again();
    const right = await code();
    const told: number[] = [];
    const stop = door.pairing.onLocked((waitMs) => told.push(waitMs));
    for (const triesLeft of [2, 1]) expect(await pair(undefined)).toMatchObject({ reason: 'wrong-code', triesLeft });
    expect(told).toEqual([]);
    expect(await pair(undefined)).toMatchObject({ reason: 'locked', waitMs: 600_000 });
    expect(await pair(right)).toMatchObject({ reason: 'locked' });
    // At the moment of the lock, and not again for who comes after it.
    expect(told).toEqual([600_000]);
    stop();
    await again();
    expect(await pair(right)).toMatchObject({ reason: 'locked', waitMs: 600_000 });
    expect(await door.pairing.offer()).toEqual({ ok: false, fault: { reason: 'locked', waitMs: 600_000 } });
    time += 600_000;
    await code();
    for (let i = 0; i < 4; i += 1) await pair(undefined);
    expect(await pair(undefined)).toMatchObject({ reason: 'locked', waitMs: 1_200_000 });
    time += 1_200_000;
    expect(await pair(await code())).toMatchObject({ kind: 'welcome' });
  });

  it('that was tried as the power went counts, though nobody heard the answer', async () => {
    await code();
    const attempts = await Promise.all([pair(undefined), pair(undefined), pair(undefined)]);
    // One at a time: the others are told to wait, and cost no try.
    expect(attempts.map((answer) => answer?.['reason']).sort()).toEqual(['busy', 'busy', 'wrong-code']);
    expect(JSON.parse(readFileSync(path.join(door.folder, 'pairing.json'), 'utf8'))).toMatchObject({ tries: 1 });
  });
});

describe('what is kept', () => {
  it('is for this user only, and the same after a restart', async () => {
    await pair(await code());
    const [client] = door.clients.list();
    const { key } = door.identity;
    for (const file of readdirSync(door.folder)) expect(statSync(path.join(door.folder, file)).mode & 0o777).toBe(0o600);
    chmodSync(path.join(door.folder, 'accelerator-key.pem'), 0o644);
    await again();
    expect(door.clients.list()).toEqual([client]);
    expect(door.identity.key).toBe(key);
    expect(statSync(path.join(door.folder, 'accelerator-key.pem')).mode & 0o777).toBe(0o600);
  });

  it('of clients, where it is damaged, is put aside and lets nobody in', async () => {
    const client = await DoorClient.connect(door.socket);
    await client.pair(await code());
    const file = path.join(door.folder, 'pairing.json');
    await door.close();
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20));
    door = await openDoor({ folder: door.folder, now });
    expect(door.clients.list()).toEqual([]);
    expect(existsSync(`${file}.damaged`)).toBe(true);
    expect(await (await DoorClient.connect(door.socket, client.keys)).enter()).toMatchObject({ reason: 'not-paired' });
  });

  it('of the key, where it is damaged, is not replaced', async () => {
    const file = path.join(door.folder, 'accelerator-key.pem');
    writeFileSync(file, 'nonsense');
    expect(() => openIdentity(file)).toThrow(/pair every browser again/);
    expect(readFileSync(file, 'utf8')).toBe('nonsense');
  });

  it('knows a revoked client as one, until it is paired anew', async () => {
    const client = await DoorClient.connect(door.socket);
    await client.pair(await code());
    const { id } = door.clients.list()[0]!;
    expect(door.clients.rename(id, 'Studio')).toMatchObject({ name: 'Studio' });
    expect(door.clients.revoke(id)).toBe(true);
    expect(door.clients.revoke(id)).toBe(false);
    await again();
    expect(await (await DoorClient.connect(door.socket, client.keys)).enter()).toMatchObject({ reason: 'revoked' });
    expect(await (await DoorClient.connect(door.socket, client.keys)).pair(await code())).toMatchObject({ kind: 'welcome' });
    expect(await (await DoorClient.connect(door.socket, client.keys)).enter()).toMatchObject({ kind: 'welcome' });
  });
});

describe('a token', () => {
  const a = 'a'.repeat(64) as never;

  it('is for its origin and its time only, and void when its client is revoked', async () => {
    await pair(await code());
    const { id } = door.clients.list()[0]!;
    const { token, until } = door.tokens.give(id, 'http://localhost:4717');
    expect(until).toBe(time + TOKEN_MS);
    expect(door.tokens.clientOf(token, 'http://localhost:4717')).toBe(id);
    for (const origin of [undefined, 'http://localhost:4718', 'null', '']) expect(door.tokens.clientOf(token, origin)).toBeUndefined();
    expect(door.tokens.clientOf(`${token}x`, 'http://localhost:4717')).toBeUndefined();
    expect(door.tokens.isKnown('http://localhost:4717')).toBe(true);
    time += TOKEN_MS;
    expect(door.tokens.clientOf(token, 'http://localhost:4717')).toBeUndefined();
    expect(door.tokens.isKnown('http://localhost:4717')).toBe(false);
    const other = door.tokens.give(id, undefined);
    expect(door.tokens.clientOf(other.token, undefined)).toBe(id);
    door.clients.revoke(id);
    expect(door.tokens.clientOf(other.token, undefined)).toBeUndefined();
  });

  it('makes room for the next: a client has so many at most', () => {
    const tokens = Array.from({ length: 100 }, () => door.tokens.give(a, undefined).token);
    const living = tokens.filter((token) => door.tokens.clientOf(token, undefined) === a);
    expect(living).toEqual(tokens.slice(-64));
  });
});
