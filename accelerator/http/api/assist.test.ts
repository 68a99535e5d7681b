import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AssistLine, AssistOffer } from '#core/schema/accelerator/assist.ts';
import expected from '../../../tests/fixtures/tiny-florence2/expected.json' with { type: 'json' };
import speech from '../../../tests/fixtures/tiny-whisper/expected.json' with { type: 'json' };
import { Door } from '../../../tests/fixtures/http-door.ts';
import { SILENT } from '../../../tests/fixtures/some-desk.ts';
import { keepTiny } from '../../../tests/fixtures/tiny-folder.ts';
import { wav } from '../../../tests/fixtures/wav.ts';
import { ShelfAssist } from '../../assist/shelf-assist.ts';
import { FolderShelf } from '../../models/folder-shelf.ts';

let folder: string;
let assist: ShelfAssist;
let door: Door;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-assist-door-'));
  const shelf = new FolderShelf(path.join(folder, 'models'));
  for (const purpose of ['captions', 'speech', 'voice'] as const) await keepTiny(shelf, purpose);
  assist = new ShelfAssist({ shelf, scratch: path.join(folder, 'scratch'), provider: async () => 'cpu', log: SILENT });
  door = await Door.open({ assist, limits: { mediaBytes: 20_000_000 } });
});
afterAll(async () => {
  await door.close();
  await assist.close();
  await rm(folder, { recursive: true, force: true });
});

const RATE = 16_000;
const tone = (seconds: number) => wav([Float32Array.from({ length: seconds * RATE }, (_, at) => 0.3 * Math.sin((2 * Math.PI * 220 * at) / RATE))], RATE);
const linesOf = (body: Buffer) => body.toString().trim().split('\n').map((line) => AssistLine.parse(JSON.parse(line)));
const scratch = () => readdir(path.join(folder, 'scratch'));
const send = (query: string, body: Uint8Array) => door.ask('POST', `/api/v1/assist/files?${query}`, { body, headers: { 'content-type': 'application/octet-stream' } });
const say = (body: object) => door.json('POST', '/api/v1/assist/words', body);
const read = (more: object = {}) => ({ ask: 'read', model: 'voice', text: 'Nobody rows.', voice: 'af_low', accent: 'american', speed: 1, ...more });

describe('models that assist', () => {
  it('are listed and asked by who is paired, and keep nothing of it', async () => {
    const list = await door.ask('GET', '/api/v1/assist/models');
    expect(AssistOffer.parse(JSON.parse(list.body.toString())).models.map(({ purpose }) => purpose)).toEqual(['captions', 'speech', 'voice']);
    const [r, g, b] = expected.pictures[0]!.colour as [number, number, number];
    const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: { r, g, b } } }).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    const answer = await send('ask=describe&model=captions', picture);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    expect(linesOf(answer.body).at(-1)).toEqual({ kind: 'described', text: expected.pictures[0]!.caption });
    const heard = linesOf((await send(`ask=hear&model=speech&name=${encodeURIComponent('My song.wav')}`, tone(speech.heard[0]!.seconds))).body);
    expect(heard.at(-1)).toMatchObject({ kind: 'heard', language: 'en' });
    expect(heard.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(1);
    expect(linesOf((await say(read())).body).at(-1)).toMatchObject({ kind: 'spoken' });
    expect(await scratch()).toEqual([]);
    expect(door.logged.join('')).not.toMatch(/My song|Nobody rows/);
  });

  it('say in the last line why they came to nothing', async () => {
    expect(linesOf((await send('ask=describe&model=captions&name=x.png', Buffer.from('no picture'))).body).at(-1)).toEqual({ kind: 'fault', fault: { reason: 'picture-unreadable', facts: { file: 'x.png' } } });
    expect(linesOf((await say(read({ text: '…' }))).body).at(-1)).toMatchObject({ kind: 'fault', fault: { reason: 'language-unspoken' } });
    expect(await scratch()).toEqual([]);
  });

  it.each([
    ['for what it is not for', 'ask=hear&model=captions', 422],
    ['that is a path', 'ask=describe&model=..%2F..%2Fetc', 400],
    ['in a language that is none', 'ask=hear&model=speech&language=../x', 400],
    ['for something else', 'ask=erase&model=captions', 400],
    ['with something beside', 'ask=describe&model=captions&folder=/etc', 400],
  ])('are not asked %s', async (_what, query, status) => {
    expect((await send(query, Buffer.from('x'))).status).toBe(status);
    expect(await scratch()).toEqual([]);
  });

  it.each([
    ['a voice that is a path', { voice: '../../key' }],
    ['a text without end', { text: 'x'.repeat(10_001) }],
    ['a speed of nothing', { speed: 0 }],
    ['a folder beside', { folder: '/etc' }],
  ])('are not asked with %s', async (_what, more) => {
    expect((await say(read(more))).status).toBe(422);
  });

  it('take no file beyond the limit, said before or not, and keep nothing of it', async () => {
    expect((await send('ask=hear&model=speech', Buffer.alloc(20_000_001))).status).toBe(413);
    const whole = await door.ask('POST', '/api/v1/assist/files?ask=hear&model=speech', { body: Buffer.alloc(20_000_001), headers: { 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked' } });
    expect(whole.status).toBe(413);
    expect(await scratch()).toEqual([]);
  });

  it('stop when who asked hangs up, and keep nothing of it', async () => {
    const body = tone(300);
    const headers = { host: `localhost:${door.port}`, authorization: `Bearer ${door.token}`, 'content-type': 'application/octet-stream', 'content-length': String(body.length) };
    const sent = request({ port: door.port, host: '127.0.0.1', path: '/api/v1/assist/files?ask=hear&model=speech', method: 'POST', headers, agent: false }, (answer) => answer.once('data', () => sent.destroy()));
    sent.on('error', () => undefined);
    sent.end(body);
    await expect.poll(scratch).toHaveLength(1);
    await expect.poll(scratch, { timeout: 5_000 }).toEqual([]);
    expect(linesOf((await send('ask=hear&model=speech', tone(8))).body).at(-1)).toMatchObject({ kind: 'heard' });
    expect(door.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('that have their hands full take nothing more', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => say(read({ text: 'Nobody rows. '.repeat(60) }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 503, 503, 503]);
    expect(answers.find(({ status }) => status === 503)?.headers['retry-after']).toBe('5');
  });
});
