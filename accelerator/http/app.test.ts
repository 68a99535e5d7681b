import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Door } from '../../tests/fixtures/http-door.ts';
import { listen } from './listen.ts';
import { hasScreen } from './open-browser.ts';

const SECRET = 'the secret beside the site';
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const SCRIPT = 'console.log("kinora");'.repeat(100);

let folder: string;
let door: Door;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-site-'));
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };
  await write('secret.txt', SECRET);
  await write('site/index.html', `<!doctype html><meta http-equiv="content-security-policy" content="${POLICY}"><title>shell</title>`);
  await write('site/_app/immutable/start.js', SCRIPT);
  await write('site/_app/immutable/ort.wasm', '\0asm');
  await write('site/models/kinora-mini/model.onnx', 'graph');
  await write('site/a name.svg', '<svg/>');
  door = await Door.open({ site: path.join(folder, 'site') });
  ({ port } = door);
});
afterAll(async () => {
  await door.close();
  await rm(folder, { recursive: true });
});

/** A request by node:http, which changes neither the path nor the headers. */
function ask(address: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: address, method, headers: { host: `localhost:${port}`, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

const PAGE = { accept: 'text/html,application/xhtml+xml' };

describe('the site', () => {
  it('gives every page of the studio its shell', async () => {
    for (const address of ['/', '/gallery', '/gallery/some/take', '/settings?x=1']) {
      const { status, headers, body } = await ask(address, PAGE);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['cache-control']).toBe('no-cache');
      expect(body.toString()).toContain('<title>shell</title>');
    }
  });

  it('does not answer with the shell for what is no page', async () => {
    expect((await ask('/_app/immutable/gone.js', PAGE)).status).toBe(404);
    expect((await ask('/gallery', { accept: '*/*' })).status).toBe(404);
  });

  it.each([
    ['/_app/immutable/start.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/_app/immutable/ort.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
    ['/models/kinora-mini/model.onnx', 'application/octet-stream', 'no-cache'],
    ['/a%20name.svg', 'image/svg+xml', 'no-cache'],
  ])('sends %s as %s', async (address, type, caching) => {
    const { status, headers } = await ask(address);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['cache-control']).toBe(caching);
  });

  it('compresses text as the browser likes it, and nothing else', async () => {
    const plain = await ask('/_app/immutable/start.js');
    expect(plain.body.toString()).toBe(SCRIPT);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const br = await ask('/_app/immutable/start.js', { 'accept-encoding': 'gzip, deflate, br' });
    expect(br.headers['content-encoding']).toBe('br');
    expect(br.headers.vary).toContain('Accept-Encoding');
    expect(brotliDecompressSync(br.body).toString()).toBe(SCRIPT);
    const gz = await ask('/_app/immutable/start.js', { 'accept-encoding': 'gzip, br;q=0' });
    expect(gz.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gz.body).toString()).toBe(SCRIPT);
    expect((await ask('/_app/immutable/ort.wasm', { 'accept-encoding': 'br' })).headers['content-encoding']).toBeUndefined();
  });

  it('sends nothing twice to who has it', async () => {
    const { headers } = await ask('/models/kinora-mini/model.onnx');
    const etag = headers.etag ?? '';
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await ask('/models/kinora-mini/model.onnx', { 'if-none-match': known });
      expect([again.status, again.body.length]).toEqual([304, 0]);
    }
    expect((await ask('/models/kinora-mini/model.onnx', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('answers HEAD with headers alone and refuses to be written to', async () => {
    const head = await ask('/models/kinora-mini/model.onnx', {}, 'HEAD');
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, '5']);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const { status, headers } = await ask('/', {}, method);
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    }
  });

  it('sends the new studio after it was built again', async () => {
    const old = await ask('/', PAGE);
    await writeFile(path.join(folder, 'site/index.html'), `${old.body.toString()}<p>built again</p>`);
    await writeFile(path.join(folder, 'site/_app/immutable/added.js'), 'added');
    expect((await ask('/', { ...PAGE, 'if-none-match': old.headers.etag ?? '' })).body.toString()).toContain('built again');
    expect((await ask('/_app/immutable/added.js')).body.toString()).toBe('added');
  });

  it('says that it is there', async () => {
    expect(JSON.parse((await ask('/health')).body.toString())).toEqual({ name: 'kinora', version: '1.2.3' });
  });

  it('is isolated and protected in every answer', async () => {
    const answers = [
      await ask('/', PAGE),
      await ask('/nothing.js'),
      await ask('/', {}, 'POST'),
      await ask('/', { host: 'evil.example' }),
      await ask('/health'),
      await ask('/_app/immutable/ort.wasm'),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': `${POLICY}; frame-ancestors 'none'`,
      });
    }
  });
});

describe('visitors', () => {
  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.0.7:4717', 'localhost@evil.example', 'a b'])(
    'with the host %j are refused',
    async (host) => {
      // Node itself refuses hosts that are no names at all.
      expect([400, 403]).toContain((await ask('/', { ...PAGE, host })).status);
    },
  );

  it('without a host are refused', async () => {
    for (const header of ['Host: \r\n', '']) expect(await sendRaw('/', header)).toMatch(/^HTTP\/1\.1 (400|403) /);
  });

  it.each(['http://evil.example', 'https://kinora.example', 'null', 'http://localhost.evil.example:4717', 'file://'])(
    'from %s are refused',
    async (origin) => {
      expect((await ask('/health', { origin })).status).toBe(403);
    },
  );

  it('of this machine are welcome', async () => {
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      expect((await ask('/health', { host, origin: `http://${host.toLowerCase()}` })).status).toBe(200);
    }
  });
});

/** Ways to write "the folder above", and places to go from there. */
const STEPS = ['../', '..\\', '%2e%2e/', '%2e%2e%2f', '..%2f', '..%5c', '.%2e/', '%252e%252e%252f', '..;/', '....//', '..%00/', '..%c0%af', '%c0%ae%c0%ae/', '/../'];
const PREFIXES = ['/', '//', '/_app/', '/_app/immutable/', '/models/kinora-mini/', '/./', '/a%20name.svg/', '\\'];
const PAYLOADS = [
  ...PREFIXES.flatMap((prefix) => STEPS.flatMap((step) => [`${prefix}${step.repeat(1)}secret.txt`, `${prefix}${step.repeat(6)}etc/passwd`])),
  '/%2fetc/passwd',
  '/etc/passwd',
  'http://localhost/../secret.txt',
  'file:///etc/passwd',
  '/%',
  '/%zz',
  '/%ff%fe',
  '/\u0000',
  '/__proto__',
  '/constructor',
];

/** The whole answer to a request line sent as it is, or nothing where the connection was closed. */
function sendRaw(target: string, host = `Host: localhost:${port}\r\n`): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET ${target} HTTP/1.1\r\n${host}Accept: */*\r\nConnection: close\r\n\r\n`, 'latin1');
    });
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}

describe('no address leaves the site', () => {
  it(`in ${PAYLOADS.length} spellings`, async () => {
    expect(PAYLOADS.length).toBeGreaterThan(100);
    for (const target of PAYLOADS) {
      const answer = await sendRaw(target);
      expect(answer, target).not.toContain(SECRET);
      expect(answer, target).not.toContain('root:');
      expect(answer, target).toMatch(/^HTTP\/1\.1 (400|403|404) /);
    }
    expect((await ask('/health')).status).toBe(200);
  });
});

describe('listen', () => {
  it('takes the next free port', async () => {
    const other = createServer();
    try {
      expect(await listen(other, port, '127.0.0.1')).toBeGreaterThan(port);
    } finally {
      other.close();
    }
  });

  it('does not hide another failure', async () => {
    await expect(listen(createServer(), 0, '203.0.113.1')).rejects.toThrow('EADDRNOTAVAIL');
  });
});

describe('hasScreen', () => {
  it.each([
    [{ DISPLAY: ':0' }, 'linux', true, true],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true, true],
    [{}, 'linux', true, false],
    [{ DISPLAY: ':0', CI: 'true' }, 'linux', true, false],
    [{ DISPLAY: ':0' }, 'linux', false, false],
    [{}, 'darwin', true, true],
    [{}, 'win32', true, true],
  ] as const)('%j on %s, terminal %s: %s', (env, platform, isTerminal, expected) => {
    expect(hasScreen(env, platform, isTerminal)).toBe(expected);
  });
});
