import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../schema/ids.ts';
import { askFor, readAnswer } from './ask-file.ts';
import { fetchPause, MOST_TRIES, retryAfter } from './fetch-pause.ts';
import { type FetchEvent, type FileFetch, moveFetch, plannedFetch } from './file-fetch.ts';

const HASH = Sha256.parse('a'.repeat(64));
const away = { reason: 'model-hub-away', facts: {} } as const;
const head = (status: number, headers: Record<string, string> = {}) => ({ status, header: (name: string) => headers[name] });

const event: fc.Arbitrary<FetchEvent> = fc.oneof(
  fc.constantFrom<FetchEvent>({ type: 'begin' }, { type: 'pause' }, { type: 'changed' }, { type: 'ended' }, { type: 'verified', sha256: HASH }),
  fc.constantFrom<FetchEvent>({ type: 'broke', fault: away }, { type: 'refused', fault: away }, { type: 'spoiled', fault: away }),
  fc.record({ type: fc.constant('received' as const), bytes: fc.nat(60) }),
  fc.record({ type: fc.constant('answered' as const), from: fc.constantFrom(0, 30, 100), bytes: fc.constantFrom(undefined, 100, 90), etag: fc.constantFrom(undefined, '"a"', '"b"') }),
);

describe('a file on its way', () => {
  it('never holds more than there is, is verified before it is ready, and stays ready', () => {
    fc.assert(
      fc.property(fc.constantFrom(undefined, 100), fc.array(event, { maxLength: 60 }), (bytes, events) => {
        let file = plannedFetch(0, bytes, undefined);
        for (const each of events) {
          const before: FileFetch = file;
          file = moveFetch(file, each);
          expect(file.kept).toBeGreaterThanOrEqual(0);
          if (file.bytes !== undefined) expect(file.kept).toBeLessThanOrEqual(file.bytes);
          expect(file.tries).toBeLessThan(MOST_TRIES);
          if (file.state === 'ready') {
            expect(before.state === 'ready' || (before.state === 'verifying' && each.type === 'verified')).toBe(true);
            expect(file.kept).toBe(file.bytes);
            expect(file.sha256).toBe(HASH);
          }
          if (file.state === 'verifying' && before.state !== 'verifying') expect(file.kept > 0 && (file.bytes ?? file.kept) === file.kept).toBe(true);
          expect(file.state === 'failed').toBe(file.fault !== undefined);
          if (each.type === 'pause') expect(file.kept).toBe(before.kept);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives up after as many tries in a row as bring nothing, and counts anew after a byte', () => {
    let file = moveFetch(plannedFetch(0, 100, undefined), { type: 'begin' });
    for (let i = 1; i < MOST_TRIES; i += 1) file = moveFetch(file, { type: 'broke', fault: away });
    expect(file).toMatchObject({ state: 'fetching', tries: MOST_TRIES - 1 });
    const again = moveFetch(file, { type: 'received', bytes: 1 });
    expect(again).toMatchObject({ state: 'fetching', tries: 0, kept: 1 });
    expect(moveFetch(file, { type: 'broke', fault: away })).toMatchObject({ state: 'failed', fault: away });
  });

  it('takes no byte more than it was told, and no end that comes too soon', () => {
    const file = moveFetch(plannedFetch(90, 100, '"a"'), { type: 'begin' });
    expect(moveFetch(file, { type: 'received', bytes: 11 })).toMatchObject({ state: 'failed', kept: 0, fault: { reason: 'model-file-truncated' } });
    expect(moveFetch(file, { type: 'ended' })).toMatchObject({ state: 'fetching', tries: 1, kept: 90 });
    expect(moveFetch(plannedFetch(100, 100, '"a"'), { type: 'begin' }).state).toBe('verifying');
  });
});

describe('asking for a file', () => {
  const part = { ...plannedFetch(30, 100, '"a"'), state: 'fetching' } as const;

  it('asks for the rest of the very version that is kept', () => {
    expect(askFor(plannedFetch(0, 100, '"a"'))).toEqual({});
    expect(askFor(part)).toEqual({ Range: 'bytes=30-', 'If-Range': '"a"' });
    expect(askFor(part, false)).toEqual({ Range: 'bytes=30-' });
    expect(askFor({ ...part, etag: 'W/"a"' })).toEqual({ Range: 'bytes=30-' });
  });

  it('goes on, begins anew where the version is another, and never mixes two', () => {
    const range = { 'content-range': 'bytes 30-99/100' };
    expect(readAnswer(part, head(206, { ...range, etag: '"a"' }), 'f', 0)).toMatchObject({ take: true, event: { from: 30, bytes: 100 } });
    expect(readAnswer(part, head(206, range), 'f', 0)).toMatchObject({ take: true, event: { from: 30, etag: '"a"' } });
    expect(readAnswer(part, head(206, { ...range, etag: '"b"' }), 'f', 0)).toEqual({ take: false, event: { type: 'changed' } });
    expect(readAnswer(part, head(206, { 'content-range': 'bytes 29-99/100' }), 'f', 0)).toEqual({ take: false, event: { type: 'changed' } });
    expect(readAnswer(part, head(206), 'f', 0)).toEqual({ take: false, event: { type: 'changed' } });
    expect(readAnswer(part, head(200, { 'content-length': '100', etag: '"b"' }), 'f', 0)).toMatchObject({ take: true, event: { from: 0, etag: '"b"' } });
    expect(readAnswer(part, head(416), 'f', 0)).toEqual({ take: false, event: { type: 'changed' } });
    expect(readAnswer({ ...part, kept: 100 }, head(416), 'f', 0)).toEqual({ take: false, event: { type: 'ended' } });
  });

  it('keeps no name of a version that is too long to write down', () => {
    expect(readAnswer(plannedFetch(0, 100, undefined), head(200, { etag: `"${'x'.repeat(400)}"` }), 'f', 0)).toMatchObject({ take: true, event: { etag: undefined } });
  });

  it('believes no size but the one that was stated', () => {
    expect(readAnswer(part, head(206, { 'content-range': 'bytes 30-98/99' }), 'f', 0)).toMatchObject({ event: { type: 'spoiled', fault: { reason: 'model-file-truncated', facts: { expected: 100, found: 99 } } } });
    expect(readAnswer(part, head(200, { 'content-length': '101' }), 'f', 0)).toMatchObject({ event: { type: 'spoiled' } });
    expect(readAnswer(part, head(200, { 'content-length': '20', 'content-encoding': 'gzip' }), 'f', 0)).toMatchObject({ take: true });
  });

  it('knows what may pass from what stays', () => {
    for (const status of [408, 425, 429, 500, 502, 503, 504]) expect(readAnswer(part, head(status), 'f', 0), String(status)).toMatchObject({ event: { type: 'broke' } });
    for (const status of [400, 405, 451, 301]) expect(readAnswer(part, head(status), 'f', 0), String(status)).toMatchObject({ event: { type: 'refused', fault: { reason: 'model-hub-away' } } });
    for (const status of [401, 403]) expect(readAnswer(part, head(status), 'f', 0)).toMatchObject({ event: { fault: { reason: 'model-not-allowed' } } });
    expect(readAnswer(part, head(404), 'f', 0)).toMatchObject({ event: { fault: { reason: 'model-file-missing' } } });
    expect(readAnswer(part, head(429, { 'retry-after': '3' }), 'f', 0)).toMatchObject({ wish: 3000 });
  });
});

describe('the pause before the next try', () => {
  it('is anything up to twice as long each time, at most half a minute, and never shorter than asked for', () => {
    expect([1, 2, 3, 20].map((tries) => fetchPause(tries, undefined, 1))).toEqual([500, 1000, 2000, 30_000]);
    expect(fetchPause(5, undefined, 0)).toBe(0);
    expect(fetchPause(1, 7000, 0)).toBe(7000);
    expect(fetchPause(1, 7000, 1)).toBe(7500);
    expect(fetchPause(1, 3_600_000, 0)).toBeUndefined();
  });

  it('reads seconds and dates', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(retryAfter('120', now)).toBe(120_000);
    expect(retryAfter('Thu, 01 Jan 2026 00:00:09 GMT', now)).toBe(9000);
    expect(retryAfter('Thu, 01 Jan 2020 00:00:00 GMT', now)).toBe(0);
    expect(retryAfter('soon', now)).toBeUndefined();
    expect(retryAfter(undefined, now)).toBeUndefined();
  });
});
