import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { DoorClient, makeKeys } from '../../tests/fixtures/accelerator/door-client.ts';
import { someOrder } from '../../tests/fixtures/accelerator/memory-desk.ts';
import { openDoor, type OpenDoor } from '../../tests/fixtures/accelerator/open-door.ts';
import { MOST_UNPROVED } from './waiting-room.ts';

let door: OpenDoor;
let log: string[];
const sockets: Socket[] = [];

beforeEach(async () => {
  log = [];
  door = await openDoor({ onLog: (line) => log.push(line) });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await door.remove();
});

async function code(): Promise<string> {
  const offer = await door.pairing.offer();
  if (!offer.ok) throw new Error('locked');
  return offer.value.code.replace('-', '');
}

async function pairedClient(): Promise<DoorClient> {
  const client = await DoorClient.connect(door.socket);
  expect(await client.pair(await code())).toMatchObject({ kind: 'welcome' });
  return client;
}

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
/** Asks for a WebSocket by hand; answers the first line that comes back. */
function upgrade(headers: readonly string[], path = '/api/v1/socket'): Promise<string> {
  const socket = connect(door.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.write([`GET ${path} HTTP/1.1`, ...headers, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${KEY}`, '', ''].join('\r\n'));
  return new Promise((resolve) => {
    socket.once('data', (data) => resolve(String(data).split('\r\n')[0]!));
    socket.once('close', () => resolve('closed'));
  });
}

describe('before the 101', () => {
  const here = () => `Host: 127.0.0.1:${door.port}`;

  it('pages of its own addresses and programs pass', async () => {
    for (const origin of [[], [`Origin: http://127.0.0.1:${door.port}`], [`Origin: http://localhost:${door.port}`]]) {
      expect(await upgrade([here(), ...origin])).toBe('HTTP/1.1 101 Switching Protocols');
    }
  });

  it('foreign and odd origins and hosts, and addresses with something in them, do not', async () => {
    const origins = ['null', '', 'http://r.attacker.example', `http://127.0.0.1:${door.port}.evil.com`, `https://127.0.0.1:${door.port}`, 'http://127.0.0.1:1', `http://localhost.:${door.port}`, `http://a@localhost:${door.port}`, 'file://'];
    for (const origin of origins) expect(await upgrade([here(), `Origin: ${origin}`]), origin).toBe('HTTP/1.1 403 Forbidden');
    const hosts = [`r.attacker.example:${door.port}`, `0.0.0.0:${door.port}`, `:${door.port}`, `2130706433:${door.port}`, 'localhost:1'];
    for (const host of hosts) expect(await upgrade([`Host: ${host}`, `Origin: http://${host}`]), host).toMatch(/^HTTP\/1\.1 (403|400) /);
    for (const path of ['/api/v1/socket?token=x', '/api/v1/socket/', '/api/v1/', '/']) expect(await upgrade([here()], path), path).toBe('HTTP/1.1 404 Not Found');
    expect(door.door.connections).toEqual({ proved: 0, unproved: 0 });
  });
});

describe('before proof', () => {
  it('4 KiB are taken and no more, in one message, in fragments or in pings', async () => {
    const ways: ((line: WebSocket) => void)[] = [
      (line) => line.send('x'.repeat(5000)),
      (line) => { for (let i = 0; i < 40; i += 1) line.send('x'.repeat(120), { fin: false }); },
      (line) => { for (let i = 0; i < 60; i += 1) line.ping('x'.repeat(100)); },
    ];
    for (const way of ways) {
      const client = await DoorClient.connect(door.socket);
      way(client.socket);
      expect(await client.next()).toMatchObject({ kind: 'refused', reason: 'too-large' });
      expect(await client.closed).toBe(1008);
    }
  });

  it('5 s are given and no more, also to who keeps sending', async () => {
    const began = performance.now();
    const client = await DoorClient.connect(door.socket);
    const drip = setInterval(() => client.socket.ping(), 500);
    expect(await client.next()).toMatchObject({ kind: 'refused', reason: 'too-slow' });
    clearInterval(drip);
    await client.closed;
    expect(performance.now() - began).toBeGreaterThan(4_900);
    expect(performance.now() - began).toBeLessThan(9_000);
  });

  it('what is no text, no JSON or out of turn ends it', async () => {
    for (const message of [Buffer.from('{}'), '{', '[]', 'null', '{"v":1,"kind":"submit","ask":1}', '{"__proto__":{"kind":"hello"}}']) {
      const client = await DoorClient.connect(door.socket);
      client.socket.send(message);
      expect(await client.next()).toMatchObject({ kind: 'refused', reason: 'not-understood' });
    }
  });

  it('1,000 that say nothing keep nobody out, and only so many stay', async () => {
    const keys = (await pairedClient()).keys;
    const idle = await Promise.all(Array.from({ length: 1000 }, () => upgrade([`Host: 127.0.0.1:${door.port}`])));
    expect(idle.every((line) => line.startsWith('HTTP/1.1 101'))).toBe(true);
    expect(door.door.connections.unproved).toBeLessThanOrEqual(MOST_UNPROVED);
    expect(await (await DoorClient.connect(door.socket, keys)).enter()).toMatchObject({ kind: 'welcome' });
  });
});

describe('10,000 guesses', () => {
  it('pair nobody, and are locked by the sixth, over a restart too', { timeout: 120_000 }, async () => {
    await code();
    const keys = makeKeys();
    const reasons: unknown[] = [];
    for (let i = 0; i < 5; i += 1) {
      const client = await DoorClient.connect(door.socket, keys);
      reasons.push((await client.pair(undefined))?.['reason']);
      client.socket.terminate();
    }
    expect(reasons).toEqual(['wrong-code', 'wrong-code', 'wrong-code', 'wrong-code', 'locked']);
    const { folder } = door;
    await door.close();
    door = await openDoor({ folder });
    let refused = 0;
    const guesser = async () => {
      for (let i = 0; i < 400; i += 1) {
        const client = await DoorClient.connect(door.socket, keys);
        if ((await client.pair(undefined))?.['reason'] === 'locked') refused += 1;
        client.socket.terminate();
      }
    };
    // 25 at a time: fewer than may be unproved at once, so that none is sent away for that.
    await Promise.all(Array.from({ length: 25 }, guesser));
    expect(refused).toBe(10_000);
    expect(door.clients.list()).toEqual([]);
  });

  it('of nobody who was asked change nothing: 100 come while no code is open', async () => {
    for (let i = 0; i < 100; i += 1) {
      const client = await DoorClient.connect(door.socket);
      expect(await client.pair(undefined)).toMatchObject({ reason: 'no-code' });
      client.socket.terminate();
    }
    expect(await (await DoorClient.connect(door.socket)).pair(await code())).toMatchObject({ kind: 'welcome' });
  });
});

describe('a client that is let in', () => {
  it('may send 1 MiB at once and no more, nor in thousands of fragments, and only what is understood', async () => {
    const ways: readonly (readonly [(line: WebSocket) => void, number])[] = [
      [(line) => line.send('x'.repeat(1024 * 1024 + 1)), 1009],
      [(line) => { for (let i = 0; i < 1000; i += 1) line.send('x', { fin: false }); }, 1008],
      [(line) => line.send('{"v":1,"kind":"conquer"}'), 1008],
      [(line) => line.send('{"v":2,"kind":"pong"}'), 1008],
      [(line) => line.send(Buffer.from('{}')), 1008],
    ];
    for (const [way, closing] of ways) {
      const client = await pairedClient();
      way(client.socket);
      expect(await client.closed).toBe(closing);
    }
    expect(door.desk.listeners).toBe(0);
  });

  it('is answered only once its job is kept', async () => {
    const client = await pairedClient();
    let keep = () => {};
    door.desk.slow = () => new Promise((resolve) => (keep = resolve));
    client.say({ v: 1, kind: 'submit', ask: 7, order: someOrder(1) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(client.heard.some(({ kind }) => kind === 'answer')).toBe(false);
    keep();
    let answer = await client.next();
    while (answer && answer.kind !== 'answer') answer = await client.next();
    expect(answer).toMatchObject({ ask: 7, job: { order: { id: someOrder(1).id } } });
  });

  it('that asks without end is not read on until it has been answered', async () => {
    const client = await pairedClient();
    let asked = 0;
    door.desk.slow = async () => {
      asked += 1;
      await new Promise(() => undefined);
    };
    const text = JSON.stringify({ v: 1, kind: 'submit', ask: 1, order: { ...someOrder(1), request: { ...someOrder(1).request, prompt: 'x'.repeat(100_000) } } });
    for (let i = 0; i < 400; i += 1) client.socket.send(text);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(asked).toBe(1);
    // 40 MB were sent: 64 messages and what the system holds on the way are gone, the rest waits at the sender.
    expect(client.socket.bufferedAmount).toBeGreaterThan(5_000_000);
    client.socket.terminate();
  });

  it('that never reads is told the latest news only, and is given up', { timeout: 60_000 }, async () => {
    const client = await pairedClient();
    client.say({ v: 1, kind: 'resume' });
    while ((await client.next())?.kind !== 'jobs');
    const { id } = door.clients.list()[0]!;
    client.socket.pause();
    const frame = { width: 640, height: 360, frames: 1, frameRate: 8, rgb: new Uint8Array(640 * 360 * 3) };
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 500; i += 1) {
      door.desk.tell({ kind: 'preview', client: id, id: someOrder(1).id, frame });
      if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    // 500 frames are 330 MiB; the ones that nobody will see again were not kept.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 1024 * 1024);
    const began = performance.now();
    while (door.door.connections.proved > 0 && performance.now() - began < 30_000) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(door.door.connections.proved).toBe(0);
    expect(log.some((line) => line.includes('too-slow'))).toBe(true);
    client.socket.terminate();
  });

  it('has sixteen lines at most: its oldest goes', async () => {
    const first = await pairedClient();
    const more = await Promise.all(Array.from({ length: 16 }, async () => {
      const client = await DoorClient.connect(door.socket, first.keys);
      await client.enter();
      return client;
    }));
    expect(await first.closed).toBe(1008);
    expect(more.filter(({ socket }) => socket.readyState === WebSocket.OPEN)).toHaveLength(16);
  });
});

it('no code, token, proof or nonce is ever in the log', async () => {
  const typed = await code();
  const client = await DoorClient.connect(door.socket);
  const opening = await client.open();
  const message = (await client.pairMessage(opening, typed)) as { proof: string; signature: string };
  client.say(message);
  await client.next();
  const welcome = (await client.next()) as unknown as { token: { token: string } };
  door.clients.revoke(door.clients.list()[0]!.id);
  await client.closed;
  const all = log.join('');
  expect(all).toContain('a client is on the line');
  for (const secret of [typed, message.proof, message.signature, welcome.token.token, opening.clientNonce]) expect(all).not.toContain(secret);
});
