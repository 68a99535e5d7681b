import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { someCertificate } from '../../tests/fixtures/some-certificate.ts';
import { readCertificate } from './certificate.ts';
import { followCertificate } from './follow-certificate.ts';

let folder: string;
let close: (() => void)[] = [];
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'kinora-renewed-'))));
afterEach(() => {
  for (const each of close) each();
  close = [];
  rmSync(folder, { recursive: true });
});

/** A server that shows a certificate, and follows its files. */
async function serving() {
  const { cert: tlsCert, key: tlsKey } = someCertificate(folder);
  const files = { tlsCert, tlsKey };
  const read = readCertificate(files);
  if (!read.ok || !read.value) throw new Error('no certificate');
  const server = createServer({ cert: read.value.cert, key: read.value.key }, (_request, response) => response.end('here'));
  const log = { info: vi.fn(), warn: vi.fn() };
  const stop = followCertificate({ server, files, shown: read.value, log, lookMs: 10 });
  close.push(stop, () => server.close().closeAllConnections());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { files, log, stop, line: () => lineTo(port) };
}

async function lineTo(port: number) {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  close.push(() => socket.destroy());
  return socket;
}

async function shownBy(line: () => Promise<Awaited<ReturnType<typeof lineTo>>>): Promise<string> {
  const socket = await line();
  const { fingerprint256 } = socket.getPeerX509Certificate()!;
  socket.destroy();
  return fingerprint256;
}

const fingerprint = (file: string) => new X509Certificate(readFileSync(file)).fingerprint256;

it('a renewed certificate is shown to whoever comes from then on, and a line that stands goes on', async () => {
  const { files, log, line } = await serving();
  const before = fingerprint(files.tlsCert);
  const standing = await line();
  expect(await shownBy(line)).toBe(before);
  const next = someCertificate(folder, { name: 'next' });
  renameSync(next.cert, files.tlsCert);
  renameSync(next.key, files.tlsKey);
  await expect.poll(() => shownBy(line), { timeout: 10_000 }).toBe(fingerprint(files.tlsCert));
  expect(fingerprint(files.tlsCert)).not.toBe(before);
  expect([standing.destroyed, log.info.mock.calls.length]).toEqual([false, 1]);
  standing.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(String(await new Promise((resolve) => standing.once('data', resolve)))).toContain('200 OK');
});

it('what cannot be used is told, and the one from before is shown until it is put right', async () => {
  const { files, log, line } = await serving();
  const before = fingerprint(files.tlsCert);
  const next = someCertificate(folder, { name: 'next', names: ['DNS:localhost', 'DNS:gpu.home'] });
  copyFileSync(next.cert, files.tlsCert);
  await vi.waitFor(() => expect(log.warn).toHaveBeenCalledWith({ why: expect.stringContaining('does not belong to the certificate') as string }, expect.any(String)), { timeout: 10_000 });
  expect(await shownBy(line)).toBe(before);
  copyFileSync(next.key, files.tlsKey);
  await expect.poll(() => shownBy(line), { timeout: 10_000 }).toBe(fingerprint(next.cert));
  expect(log.warn).toHaveBeenLastCalledWith({ names: ['gpu.home'] }, expect.stringContaining('after its next start'));
});

it('also where the files are links that are turned to new ones, and no longer once it is stopped', async () => {
  const first = someCertificate(folder, { name: 'one' });
  const second = someCertificate(folder, { name: 'two' });
  const link = (to: typeof first) => {
    for (const [at, target] of [['some-cert.pem', to.cert], ['some-key.pem', to.key]] as const) {
      rmSync(path.join(folder, at), { force: true });
      symlinkSync(target, path.join(folder, at));
    }
  };
  const { stop, line } = await serving();
  link(first);
  await expect.poll(() => shownBy(line), { timeout: 10_000 }).toBe(fingerprint(first.cert));
  stop();
  link(second);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await shownBy(line)).toBe(fingerprint(first.cert));
});
