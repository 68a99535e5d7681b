import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { JobOrder } from '#core/schema/accelerator/remote-job.ts';
import { JobId, Seed } from '#core/schema/ids.ts';
import type { StoredRequest } from '#core/schema/stored-request.ts';
import type { LinkEvent } from '#lib/engine/remote/ports.ts';
import type { RemoteLink } from '#lib/engine/remote/remote-link.ts';
import { DaemonProcess } from './daemon-process.ts';
import { openLink } from './paired-link.ts';

const PROMPT = 'a small red boat on the calm sea';
const WAIT_MS = 120_000;

let folder: string;
let port: number;
let daemon: DaemonProcess;
let link: RemoteLink;
const events: LinkEvent[] = [];
/** What must stand in no log. */
const secrets: string[] = [PROMPT];
const started: DaemonProcess[] = [];

function start(): DaemonProcess {
  daemon = new DaemonProcess(['serve', '--data', path.join(folder, 'data'), '--port', String(port), '--log-level', 'trace', '--provider', 'cpu']);
  started.push(daemon);
  return daemon;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-whole-'));
  port = await freePort();
  const asked = globalThis.fetch;
  vi.stubGlobal('fetch', (address: string, init?: RequestInit) => {
    const bearer = new Headers(init?.headers).get('authorization');
    if (bearer) secrets.push(bearer.replace('Bearer ', ''));
    return asked(address, init);
  });
});
afterAll(async () => {
  link?.dispose();
  vi.unstubAllGlobals();
  for (const { child } of started) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

describe('the whole accelerator', { timeout: 2 * WAIT_MS }, () => {
  it('pairs by the code that it shows', async () => {
    start();
    const address = await daemon.address();
    expect(address).toBe(`http://localhost:${port}`);
    const code = await daemon.code();
    secrets.push(code, code.replace('-', ''));
    link = await openLink();
    link.subscribe((event) => events.push(event));
    const paired = await link.pair(address, code, 'The \u001b[31mtest');
    expect(paired.ok).toBe(true);
    await until(() => link.state.kind === 'connected');
    await until(() => daemon.said.error.includes('is paired. Both sides show the words'));
    // What a stranger is called must not steer a terminal.
    expect(daemon.said.error).not.toContain('\u001b[31m');
    expect(daemon.said.error).toContain((link.paired!.words ?? []).join(' '));
    await until(() => link.offers.some(({ id, models }) => id === 'onnx' && models.some(({ id: model }) => model === 'kinora-mini')));
  });

  it('makes a clip, tells how far it is, and hands it out to be verified', async () => {
    const order = someOrder();
    const submitted = await link.submit(order, () => Promise.resolve(undefined));
    expect(submitted.ok).toBe(true);
    const done = await finished(order.id);
    const fractions = events.flatMap((event) => (event.kind === 'progress' && event.id === order.id ? [event.progress.fraction] : []));
    expect(fractions.length).toBeGreaterThan(1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));

    const { media, bytes, type } = done.result!;
    expect(type).toBe('video/mp4');
    const fetched = await link.fetch(media);
    if (!fetched.ok) throw new Error(JSON.stringify(fetched.fault));
    const film = new Uint8Array(await fetched.value.arrayBuffer());
    expect(film.length).toBe(bytes);
    expect(createHash('sha256').update(film).digest('hex')).toBe(media);
    expect(Buffer.from(film.subarray(4, 8)).toString()).toBe('ftyp');
    await link.collected(order.id, media);
    const after = await link.job(order.id);
    expect(after).toMatchObject({ ok: true, value: { collected: true } });
    // The same order again is the same job.
    expect(await link.submit(order, () => Promise.resolve(undefined))).toMatchObject({ ok: true, value: { job: { state: 'done', result: media } } });
  });

  it('finishes a job once whose daemon was killed in the middle', async () => {
    const order = someOrder({ steps: 8 });
    await link.submit(order, () => Promise.resolve(undefined));
    await until(() => events.some((event) => event.kind === 'progress' && event.id === order.id && event.progress.stage === 'denoise'));
    await daemon.end('SIGKILL');
    await until(() => link.state.kind !== 'connected');
    start();
    await daemon.address();
    link.look();
    const done = await finished(order.id);
    expect(done.log.map(({ outcome }) => outcome)).toEqual(['crashed', 'done']);
    const fetched = await link.fetch(done.result!.media);
    expect(fetched.ok).toBe(true);
    const kept = (await readdir(path.join(folder, 'data/media'), { recursive: true })).filter((name) => path.basename(name).length === 64);
    expect(new Set(kept.map((name) => path.basename(name))).size).toBe(kept.length);
    expect(kept.filter((name) => path.basename(name) === done.result!.media)).toHaveLength(1);
    // A client that is paired already needs no code.
    expect(daemon.said.error).not.toContain('To pair a studio');
  });

  it('refuses a second daemon the same data', async () => {
    const second = new DaemonProcess(['serve', '--data', path.join(folder, 'data'), '--port', '0']);
    started.push(second);
    expect(await second.ended()).toBe(1);
    expect(second.said.error).toContain(`process ${daemon.child.pid}`);
    expect(second.said.error).toContain(`http://localhost:${port}. End it first`);
  });

  it('gives a new code when it is asked by a signal', async () => {
    daemon.child.kill('SIGUSR2');
    const code = await daemon.code();
    secrets.push(code);
    daemon.child.kill('SIGUSR2');
    secrets.push(await daemon.code(code));
  });

  it('shows one as `npm start`, too, when it is asked and not before', async () => {
    const alone = new DaemonProcess(['--no-open', '--data', path.join(folder, 'alone'), '--port', '0', '--provider', 'cpu']);
    started.push(alone);
    await alone.address();
    expect(alone.said.error).toBe('');
    alone.child.kill('SIGUSR2');
    secrets.push(await alone.code());
    await alone.end('SIGTERM');
  });

  it('ends within five seconds, and leaves what runs to be begun again', async () => {
    const order = someOrder({ steps: 8 });
    await link.submit(order, () => Promise.resolve(undefined));
    await until(() => events.some((event) => event.kind === 'progress' && event.id === order.id && event.progress.stage === 'denoise'));
    const children = await childrenOf(daemon.child.pid!);
    expect(children.length).toBeGreaterThan(0);
    const { code, milliseconds } = await daemon.end('SIGTERM');
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(5_000);
    await until(() => children.every((pid) => !existsSync(`/proc/${pid}`)));
    start();
    await daemon.address();
    link.look();
    const done = await finished(order.id);
    expect(done.log.map(({ outcome }) => outcome)).toEqual(['left', 'done']);
    await daemon.end('SIGTERM');
  });

  it('has written no secret into its logs', async () => {
    const logs = path.join(folder, 'data/logs');
    const files = await Promise.all((await readdir(logs)).map((name) => readFile(path.join(logs, name), 'utf8')));
    const printed = started.map(({ said }) => said.out);
    const text = [...files, ...printed].join('\n');
    expect(text).toContain('Kinora is at');
    expect(secrets.length).toBeGreaterThan(4);
    for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
    expect(started.flatMap(({ said }) => said.error.split('\n')).filter((line) => line.includes('Error'))).toEqual([]);
  });
});

function someOrder(changes: Partial<StoredRequest> = {}): JobOrder {
  return {
    id: JobId.parse(randomUUID()),
    request: { mode: 't2v', model: 'kinora-mini', prompt: PROMPT, negativePrompt: '', seed: Seed.parse(7), width: 96, height: 96, frames: 5, frameRate: 8, steps: 2, guidance: 1, scheduler: 'euler', ...changes },
    engine: 'onnx',
    priority: 'normal',
    dependsOn: [],
    stepsDown: [],
  };
}

async function finished(id: JobId) {
  const end = performance.now() + WAIT_MS;
  for (;;) {
    const asked = await link.job(id);
    const job = asked.ok ? asked.value : undefined;
    if (job?.job.state === 'done') return job;
    if (job?.job.state === 'failed' || performance.now() > end) throw new Error(`${JSON.stringify(job ?? asked)}\n${daemon.said.out.slice(-2000)}\n${daemon.said.error}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + WAIT_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never: ${holds.toString()}\n${daemon.said.out.slice(-2000)}\n${daemon.said.error}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter((word) => word !== '').map(Number);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
