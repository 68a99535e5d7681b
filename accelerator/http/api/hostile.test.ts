import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE, type RawRequest, TRAVERSAL } from '../../../tests/fixtures/hostile-requests.ts';
import { Door, SECRET, sha256Of, someOrder } from '../../../tests/fixtures/http-door.ts';

const STUDIO = 'https://studio.example';
const LIMITS = { jsonBytes: 10_000, mediaBytes: 100_000, address: { burst: 1e6, perSecond: 1e6 }, client: { burst: 1e6, perSecond: 1e6 } };

let door: Door;
let words: Readonly<Record<string, string>>;
beforeAll(async () => {
  door = await Door.open({ limits: LIMITS, allowedOrigins: [] });
  await door.kept.keep('kept', '{"a":1}');
  const gone = door.pair('gone');
  words = {
    PORT: String(door.port),
    TOKEN: door.token,
    OWN: door.tokens.give(door.owner, door.origin).token,
    STUDIO: door.tokens.give(door.owner, STUDIO).token,
    REVOKED: door.tokens.give(gone, undefined).token,
  };
  door.clients.revoke(gone);
});
afterAll(() => door.close());

const filled = (text: string): string => text.replace(/PORT|TOKEN|OWN|STUDIO|REVOKED/g, (word) => words[word]!);

const send = ({ method = 'GET', target, headers, body = '' }: RawRequest): Promise<string> =>
  door.raw(filled(`${method} ${target} HTTP/1.1\r\n${[...headers, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`));

/** Who may read that it was refused: pages of our own, and studios that are paired. */
const mayRead = (origin: string | undefined): boolean => origin === undefined || [STUDIO, ...['localhost', '127.0.0.1'].map((name) => `http://${name}:${door.port}`)].includes(origin);

/** Whether nothing came of a request, or a refusal by a guard, that no foreign page can read. Who hears 404, 409 or 422 has come past them. */
const isRefused = (answer: string): boolean =>
  answer === '' || (/^HTTP\/1\.1 (400|401|403|405|413|415|431) /.test(answer) && mayRead(/^access-control-allow-origin: (.*?)\r?$/im.exec(answer)?.[1]));

describe('what is hostile', () => {
  it(`is refused in all of ${HOSTILE.length} requests, and nothing comes of it`, async () => {
    expect(HOSTILE.length).toBeGreaterThan(300);
    const letIn: string[] = [];
    const { seq } = door.desk;
    for (const request of HOSTILE) {
      const answer = await send(request);
      if (!isRefused(answer)) letIn.push(`${request.why}: ${request.method ?? 'GET'} ${request.target.slice(0, 80)}: ${answer.slice(0, 60)}`);
    }
    expect(letIn).toEqual([]);
    expect(door.desk.seq).toBe(seq);
    expect(await door.desk.counts()).toEqual([]);
    expect(await door.kept.models.look()).toMatchObject({ standings: [{ model: { id: 'kept' }, status: 'ready' }], work: [], faults: [] });
    expect(door.kept.hub.token).toBeUndefined();
  });

  it('has left no token in the log', () => {
    expect(door.logged.length).toBeGreaterThan(100);
    for (const token of Object.values(words).slice(1)) expect(door.logged.filter((line) => line.includes(token))).toEqual([]);
  });
});

describe('no address leaves what is served', () => {
  it(`in ${TRAVERSAL.length} spellings, asked with a valid token`, async () => {
    expect(TRAVERSAL.length).toBeGreaterThanOrEqual(1000);
    expect(new Set(TRAVERSAL).size).toBeGreaterThanOrEqual(1000);
    for (const target of TRAVERSAL) {
      const answer = await send({ why: '', target, headers: ['Host: localhost:PORT', 'Authorization: Bearer TOKEN', 'Accept: */*'] });
      expect(answer, target).toMatch(/^HTTP\/1\.1 (400|403|404|405) /);
      expect(answer, target).not.toContain(SECRET);
      expect(answer, target).not.toMatch(/root:|"clients"|\[fonts\]/);
    }
  });
});

describe('what is too large', () => {
  const CASES = [
    ['POST', '/api/v1/generate', 'application/json', 10_001, false],
    ['POST', '/api/v1/generate', 'application/json', 10_001, true],
    ['POST', '/api/v1/language/completions', 'application/json', 10_001, true],
    ['POST', '/api/v1/shelf', 'application/json', 2_001, true],
    ['PUT', '/api/v1/hub/token', 'application/json', 2_001, false],
    ['PATCH', `/api/v1/clients/${'a'.repeat(64)}`, 'application/json', 10_001, true],
    ['PUT', `/api/v1/media/${sha256Of(Buffer.alloc(100_001))}`, 'application/octet-stream', 100_001, false],
    ['PUT', `/api/v1/media/${sha256Of(Buffer.alloc(100_001))}`, 'application/octet-stream', 100_001, true],
  ] as const;
  it.each(CASES)('%s %s, %s, %i bytes, in chunks: %s', async (method, address, type, bytes, isChunked) => {
    const answer = await door.ask(method, address, {
      body: Buffer.alloc(bytes),
      headers: { 'content-type': type, ...(isChunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(bytes) }) },
    });
    expect([answer.status, answer.headers['content-type']]).toEqual([413, 'application/problem+json']);
    expect(door.shelf.bytesOf(sha256Of(Buffer.alloc(100_001)))).toBeUndefined();
  });

  it('by its own word alone is refused before its bytes come', async () => {
    const answer = await door.raw(filled(`PUT /api/v1/media/${'a'.repeat(64)} HTTP/1.1\r\nHost: localhost:PORT\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/octet-stream\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n`));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('a body that breaks off', () => {
  it('leaves nothing, and the next file is taken', async () => {
    for (let n = 0; n < 20; n += 1) {
      const socket = connect(door.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(filled(`PUT /api/v1/media/${'b'.repeat(64)} HTTP/1.1\r\nHost: localhost:PORT\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/octet-stream\r\nContent-Length: 90000\r\n\r\n${'x'.repeat(n * 1000)}`));
      await setTimeout(n);
      socket.destroy();
      const order = connect(door.port, '127.0.0.1');
      order.on('error', () => undefined);
      order.write(filled(`POST /api/v1/generate HTTP/1.1\r\nHost: localhost:PORT\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{`));
      await setTimeout(n);
      order.destroy();
    }
    await expect.poll(() => readdir(path.join(door.folder, 'media/bb'))).toEqual([]);
    expect((await door.put(Buffer.from('whole'))).status).toBe(201);
    expect(door.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});

describe('a script that is stored', () => {
  const SCRIPT = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  it.each([SCRIPT, '<!doctype html><script>alert(1)</script>', '%PDF-1.7 /JavaScript', `GIF89a/*${SCRIPT}*/`, '<?xml version="1.0"?><?xml-stylesheet href="javascript:1"?>'])('%j comes back as bytes to be kept, and nothing runs in it', async (text) => {
    const bytes = Buffer.from(text);
    expect((await door.put(bytes)).status).toBe(201);
    const { status, headers } = await door.ask('GET', `/api/v1/media/${sha256Of(bytes)}`);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^(application\/octet-stream|image\/gif)$/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-disposition']).toMatch(/^attachment; filename="[0-9a-f]{64}"$/);
    expect(headers['content-security-policy']).toContain("sandbox; default-src 'none'");
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  it('as the name of a client or the words of a prompt is only text in JSON', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const renamed = await door.json('PATCH', `/api/v1/clients/${door.owner}`, { name });
    const order = someOrder();
    const job = await door.json('POST', '/api/v1/generate', { ...order, request: { ...order.request, prompt: name } });
    for (const { status, headers, body } of [renamed, job]) {
      expect(status).toBeLessThan(300);
      expect(headers['content-type']).toBe('application/json');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(body.toString()).toContain(name);
    }
    const unknown = await door.json('POST', '/api/v1/generate', { [name]: 1, ...order });
    expect([unknown.status, unknown.headers['content-type']]).toEqual([422, 'application/problem+json']);
  });
});

describe('everyone who may come', () => {
  const GUESTS: readonly (readonly [string, string, readonly string[]])[] = [
    ['a program', '/api/v1/jobs', ['Authorization: Bearer TOKEN']],
    ['a program that writes bearer small', '/api/v1/jobs', ['Authorization: bearer TOKEN']],
    ['the studio of this address, reading', '/api/v1/jobs', ['Authorization: Bearer OWN', 'Sec-Fetch-Site: same-origin']],
    ['the studio of this address in an old browser', '/api/v1/jobs', ['Authorization: Bearer OWN']],
    ['the studio of this address, naming its origin', '/api/v1/jobs', ['Authorization: Bearer OWN', 'Origin: http://localhost:PORT']],
    ['a paired studio of another address', '/api/v1/jobs', ['Authorization: Bearer STUDIO', `Origin: ${STUDIO}`, 'Sec-Fetch-Site: cross-site']],
    ['anybody here', '/api/v1/health', []],
    ['the page of this address', '/api/v1/health', ['Origin: http://localhost:PORT']],
    ['the page of another name of ours', '/api/v1/health', ['Origin: http://127.0.0.1:PORT']],
    ['who follows a link to the description', '/api/v1/docs', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document']],
    ['who types the address of the studio', '/', ['Sec-Fetch-Site: none', 'Accept: text/html']],
    ['Prometheus on this machine', '/metrics', []],
  ];
  it.each(GUESTS)('is let in: %s', async (_who, target, headers) => {
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST']) {
      if (host !== 'localhost' && headers.some((line) => /OWN/.test(line))) continue;
      expect(await send({ why: '', target, headers: [`Host: ${host}:PORT`, ...headers] })).toMatch(/^HTTP\/1\.1 200 /);
    }
  });

  it('may change things from the studio of this address', async () => {
    const answer = await door.json('POST', '/api/v1/generate', someOrder(), { token: words.OWN!, headers: { origin: door.origin } });
    expect(answer.status).toBe(202);
  });

  it('may ask before, from a paired studio of another address, also where the network is private', async () => {
    const headers = { origin: STUDIO, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization,content-type', 'access-control-request-private-network': 'true', 'access-control-request-local-network': 'true' };
    const asked = await door.ask('OPTIONS', '/api/v1/media/x', { token: null, headers });
    expect(asked.status).toBe(204);
    expect(asked.headers).toMatchObject({ 'access-control-allow-origin': STUDIO, 'access-control-allow-private-network': 'true', 'access-control-allow-local-network': 'true', vary: 'Origin' });
    expect(asked.headers['access-control-allow-methods']).toContain('PUT');
    expect(asked.headers['access-control-allow-headers']).toContain('Authorization');
    expect(asked.headers['access-control-allow-credentials']).toBeUndefined();
    const read = await door.ask('GET', '/api/v1/jobs', { token: words.STUDIO!, headers: { origin: STUDIO } });
    expect(read.headers).toMatchObject({ 'access-control-allow-origin': STUDIO, vary: 'Origin' });
    const plain = await door.ask('OPTIONS', '/api/v1/jobs', { token: null, headers: { origin: STUDIO, 'access-control-request-method': 'GET' } });
    expect(plain.headers['access-control-allow-private-network']).toBeUndefined();
  });

  it('is nobody any more at once when it is revoked', async () => {
    const friend = door.pair('friend');
    const { token } = door.tokens.give(friend, undefined);
    expect((await door.ask('GET', '/api/v1/jobs', { token })).status).toBe(200);
    expect((await door.ask('DELETE', `/api/v1/clients/${friend}`)).status).toBe(204);
    expect((await door.ask('GET', '/api/v1/jobs', { token })).status).toBe(401);
  });

  it('is from a studio that was allowed before it is paired, for what is open', async () => {
    const open = await Door.open({ allowedOrigins: ['https://allowed.example'] });
    try {
      const headers = { origin: 'https://allowed.example' };
      const health = await open.ask('GET', '/api/v1/health', { token: null, headers });
      expect([health.status, health.headers['access-control-allow-origin']]).toEqual([200, 'https://allowed.example']);
      expect((await open.ask('GET', '/api/v1/jobs', { token: null, headers })).status).toBe(401);
      expect((await open.ask('GET', '/api/v1/jobs', { headers })).status).toBe(401);
    } finally {
      await open.close();
    }
  });
});

describe('a model that is asked for', () => {
  const asked = (repository: unknown, more: object = {}) => door.json('POST', '/api/v1/shelf', { repository, accepts: true, ...more });

  it.each(['http://169.254.169.254/latest/meta-data', 'https://evil.example/a/b', '//evil.example/x', 'file:///etc/passwd', '../../etc/passwd', 'a/..', '../b', 'a/b/c', 'a', '', 'a/b?x=1', 'a/b#x', 'a/b@evil.example', 'a\\b', 'a/b\u0000', 'localhost:8188/x', `a/${'b'.repeat(200)}`, 7, null])('as %j is no repository, and nobody is asked', async (repository) => {
    const answer = await asked(repository);
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([422, expect.objectContaining({ pointer: '/repository' })]);
  });

  it('is asked for by nothing but its name: no address, no other revision, no folder', async () => {
    for (const more of [{ url: 'http://127.0.0.1' }, { hub: 'http://127.0.0.1' }, { path: '../x' }, { revision: '../../x' }, { revision: 'http://127.0.0.1' }, { token: 'hf_x' }]) expect((await asked('some/body', more)).status, JSON.stringify(more)).toBe(422);
    for (const more of [{ url: 'http://127.0.0.1' }, { hub: 'http://127.0.0.1' }, { variant: '' }, { accepts: 'yes' }]) expect((await door.json('POST', '/api/v1/shelf/listed/fetch', more)).status, JSON.stringify(more)).toBe(422);
    expect((await door.kept.models.look()).work).toEqual([]);
  });

  it('never tells the token that it is asked for with, nor writes it down where it can be read', async () => {
    const secret = 'hf_nobodyMayReadThis';
    for (const bad of ['a b', 'x\r\nHost: evil.example', '', 'x'.repeat(600), 5]) expect((await door.json('PUT', '/api/v1/hub/token', { token: bad })).status).toBe(422);
    expect((await door.json('PUT', '/api/v1/hub/token', { token: `${secret} and more` })).body.toString()).not.toContain(secret);
    expect((await door.json('PUT', '/api/v1/hub/token', { token: secret })).status).toBe(204);
    expect(JSON.parse((await door.ask('GET', '/api/v1/hub')).body.toString())).toEqual({ address: expect.any(String), proxy: false, token: 'studio' });
    expect(door.logged.filter((line) => line.includes(secret))).toEqual([]);
    expect((await door.ask('DELETE', '/api/v1/hub/token')).status).toBe(204);
  });

  it('is handed out as bytes in which nothing runs', async () => {
    const { sha256 } = await door.kept.keep('page', '{"x":"<script>alert(1)</script>"}');
    const { status, headers } = await door.ask('GET', `/api/v1/shelf/page/files/${sha256}`);
    expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([200, 'application/octet-stream', 'nosniff']);
    expect(headers['content-security-policy']).toContain("sandbox; default-src 'none'");
  });
});
