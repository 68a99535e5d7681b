import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { type LogOptions, openLog } from './open-log.ts';

let folder: string;
let shown: string;
let out: Writable;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-log-'));
  shown = '';
  out = new Writable({ write: (chunk: Buffer, _encoding, done) => ((shown += chunk.toString()), done()) });
});
afterEach(() => rm(folder, { recursive: true }));

const open = (options: Partial<LogOptions> = {}) =>
  openLog({ logLevel: 'info', logFormat: 'auto', logSize: 1, logFiles: 2, folder: path.join(folder, 'logs'), out, isTerminal: false, ...options });

async function inFiles(): Promise<string> {
  const names = await readdir(path.join(folder, 'logs'));
  return (await Promise.all(names.map((name) => readFile(path.join(folder, 'logs', name), 'utf8')))).join('');
}

describe('the log', () => {
  it('goes to standard output and to a file that only its owner reads, as one JSON object a line', async () => {
    const { log, close } = await open();
    log.info({ port: 4717 }, 'listening');
    log.debug('not asked for');
    await close();
    expect(await inFiles()).toBe(shown);
    expect(JSON.parse(shown)).toMatchObject({ level: 30, port: 4717, msg: 'listening' });
    const [name] = await readdir(path.join(folder, 'logs'));
    expect((await stat(path.join(folder, 'logs', name!))).mode & 0o077).toBe(0);
  });

  it('is pretty on a terminal, and JSON in the file even then', async () => {
    const { log, close } = await open({ isTerminal: true });
    log.warn('careful');
    await close();
    expect(shown).toContain('careful');
    expect(() => JSON.parse(shown) as unknown).toThrow();
    expect(JSON.parse(await inFiles())).toMatchObject({ msg: 'careful' });
  });

  it('begins new files and keeps no more than it may', async () => {
    const { log, close } = await open();
    const line = 'x'.repeat(100_000);
    for (let turn = 0; turn < 60; turn += 1) {
      log.info(line);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await close();
    const names = await readdir(path.join(folder, 'logs'));
    expect(names.length).toBeGreaterThan(1);
    expect(names.length).toBeLessThanOrEqual(3);
  });

  it('never holds a secret, however deep, in whatever form', async () => {
    const { log, close } = await open({ logLevel: 'trace' });
    const secret = 'gEhEiMnIs';
    log.info({ token: secret, code: secret, key: secret, order: { request: { prompt: secret, negativePrompt: secret, seed: 7 } } }, 'an order');
    log.info({ list: [{ deep: { deeper: { signature: secret, proof: secret } } }], headers: { authorization: `Bearer ${secret}`, cookie: secret } });
    log.child({ accessToken: secret }).info('from a child');
    log.info(`asked with Bearer ${secret} and http://me:${secret}@box/#pair=${secret}`);
    log.info({ url: `/x?token=${secret}` });
    log.error({ err: new FaultError('prompt-unknown-words', { prompt: secret }, { cause: new Error(`at ws://u:${secret}@h/`) }) }, 'failed');
    log.error(new Error(`Bearer ${secret}`));
    log.error(new FaultError('option-invalid', { prompt: `a "quoted" \\ word\n ${secret}`, token: `"${secret}` }));
    await close();
    const kept = await inFiles();
    expect(kept.split('\n').length).toBeGreaterThan(7);
    expect(kept).toContain('"seed":7');
    expect(shown + kept).not.toContain(secret);
  });

  it('leaves alone what only looks like a secret', async () => {
    const { log, close } = await open();
    log.error({ err: Object.assign(new Error('no such file'), { code: 'ENOENT' }), exitCode: 3, keys: 2, monkey: 'b' });
    await close();
    expect(shown).toContain('ENOENT');
    expect(JSON.parse(shown)).toMatchObject({ exitCode: 3, keys: 2, monkey: 'b' });
  });
});
