import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Door, sha256Of } from '../../../tests/fixtures/http-door.ts';
import { rangeIn } from './range.ts';

let door: Door;
beforeAll(async () => {
  door = await Door.open({ limits: { uploads: 2 } });
});
afterAll(() => door.close());

const BYTES = Buffer.from(Array.from({ length: 300_000 }, (_, n) => n % 251));
const ADDRESS = `/api/v1/media/${sha256Of(BYTES)}`;

describe('a file', () => {
  it('comes as it was sent, whole and in parts', async () => {
    const sent = await door.put(BYTES);
    expect([sent.status, JSON.parse(sent.body.toString())]).toEqual([201, { sha256: sha256Of(BYTES), bytes: BYTES.length, type: 'application/octet-stream' }]);
    const whole = await door.ask('GET', ADDRESS);
    expect(whole.body.equals(BYTES)).toBe(true);
    expect(whole.headers).toMatchObject({ 'content-length': '300000', 'accept-ranges': 'bytes', etag: `"${sha256Of(BYTES)}"`, 'cache-control': 'private, max-age=31536000, immutable' });
    for (const [range, start, end] of [['bytes=0-0', 0, 0], ['bytes=10-19', 10, 19], ['bytes=299999-', 299_999, 299_999], ['bytes=-5', 299_995, 299_999], ['bytes=100-999999', 100, 299_999], ['bytes=-999999', 0, 299_999]] as const) {
      const part = await door.ask('GET', ADDRESS, { headers: { range } });
      expect([part.status, part.headers['content-range'], part.headers['content-length']]).toEqual([206, `bytes ${start}-${end}/300000`, String(end - start + 1)]);
      expect(part.body.equals(BYTES.subarray(start, end + 1)), range).toBe(true);
    }
  });

  it('has no bytes beyond its end', async () => {
    for (const range of ['bytes=300000-', 'bytes=999999-1000000', 'bytes=-0']) {
      const answer = await door.ask('GET', ADDRESS, { headers: { range } });
      expect([answer.status, answer.headers['content-range']]).toEqual([416, 'bytes */300000']);
    }
  });

  it('comes whole where the range is not understood, or is one of other bytes', async () => {
    for (const range of ['bytes=5-2', 'bytes=a-b', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-', 'bytes=']) expect((await door.ask('GET', ADDRESS, { headers: { range } })).status, range).toBe(200);
    expect((await door.ask('GET', ADDRESS, { headers: { range: 'bytes=0-1', 'if-range': '"other"' } })).status).toBe(200);
    expect((await door.ask('GET', ADDRESS, { headers: { range: 'bytes=0-1', 'if-range': `"${sha256Of(BYTES)}"` } })).status).toBe(206);
  });

  it('is not sent to who has it, and only its headers to who asks for them', async () => {
    for (const known of [`"${sha256Of(BYTES)}"`, `W/"${sha256Of(BYTES)}"`, '*']) {
      const answer = await door.ask('GET', ADDRESS, { headers: { 'if-none-match': known } });
      expect([answer.status, answer.body.length]).toEqual([304, 0]);
    }
    const head = await door.ask('HEAD', ADDRESS);
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, '300000']);
    expect((await door.ask('HEAD', `/api/v1/media/${sha256Of('nothing')}`)).status).toBe(404);
  });

  it('of other bytes than its name says is not kept, nor one of none', async () => {
    const wrong = await door.put(Buffer.from('one'), sha256Of('another'));
    expect([wrong.status, JSON.parse(wrong.body.toString())]).toEqual([422, expect.objectContaining({ fault: expect.objectContaining({ reason: 'media-damaged' }) })]);
    expect(door.shelf.bytesOf(sha256Of('another'))).toBeUndefined();
    const none = await door.put(Buffer.alloc(0));
    expect([none.status, JSON.parse(none.body.toString())]).toEqual([422, expect.objectContaining({ fault: expect.objectContaining({ reason: 'file-empty' }) })]);
  });

  it('waits where too many are on their way already, and is taken afterwards', async () => {
    const slow = [1, 2].map((n) => door.raw(`PUT /api/v1/media/${'c'.repeat(63)}${n} HTTP/1.1\r\nHost: localhost:${door.port}\r\nAuthorization: Bearer ${door.token}\r\nContent-Type: application/octet-stream\r\nContent-Length: 5\r\nConnection: close\r\n\r\nab`, 1000));
    const more = Buffer.from('more');
    await expect.poll(async () => (await door.put(more)).status).toBe(503);
    expect((await door.put(more)).headers['retry-after']).toBe('2');
    await Promise.all(slow);
    await expect.poll(async () => (await door.put(more)).status).toBe(201);
  });

  it('that a browser shows keeps its kind', async () => {
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(20)]);
    await door.put(png);
    const { headers } = await door.ask('GET', `/api/v1/media/${sha256Of(png)}`);
    expect(headers['content-type']).toBe('image/png');
  });
});

describe('rangeIn', () => {
  it('of an empty file is always beyond its end', () => {
    expect(rangeIn('bytes=0-', 0)).toBe('impossible');
    expect(rangeIn('bytes=-5', 0)).toBe('impossible');
    expect(rangeIn(undefined, 0)).toBeUndefined();
  });
});
