import { flushSync } from 'svelte';
import { expect, it, vi } from 'vitest';
import { someCut } from '#core/film/compose/film-cut.test-support.ts';
import type { FilmFormat, FilmOrder } from '#core/film/export/film-order.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Encoding } from '#lib/workers/export.worker.ts';
import { ExportEncoding } from './export-encoding.svelte.ts';

const cut = someCut([]);
const order = (format: FilmFormat, lines = 720): FilmOrder => ({ cut, format, lines, rate: cut.rate, quality: 'high', captions: 'none' });
const MOV: Encoding = { codecs: { container: 'mov', video: 'prores', audio: null }, can: ['prores'] };
const MP4: Encoding = { codecs: { container: 'mp4', video: 'avc', audio: null }, can: ['avc'] };

it('says nothing of a format with what was found for another, keeps what is known of it while a size is looked at, and why there is none', async () => {
  let wished = $state.raw(order('mov'));
  const answers: ((answer: Result<Encoding, Fault>) => void)[] = [];
  const codecs = () => new Promise<Result<Encoding, Fault>>((resolve) => answers.push(resolve));
  let found!: ExportEncoding;
  const end = $effect.root(() => {
    found = new ExportEncoding({ films: { codecs }, order: () => wished, sound: () => ({ rate: cut.rate, length: 0, duckBy: 0, pieces: [] }) });
  });
  const ask = (next: FilmOrder) => {
    wished = next;
    flushSync();
  };
  flushSync();
  answers[0]!(ok(MOV));
  await vi.waitFor(() => expect(found.encoding).toBe(MOV));
  ask(order('mp4'));
  expect([found.encoding, found.fault]).toEqual([null, null]);
  answers[1]!(ok(MP4));
  await vi.waitFor(() => expect(found.encoding).toBe(MP4));
  ask(order('mp4', 2160));
  expect(found.encoding).toBe(MP4);
  answers[2]!(fail({ reason: 'encoder-unavailable', facts: {} }));
  await vi.waitFor(() => expect(found.fault?.reason).toBe('encoder-unavailable'));
  expect(found.encoding).toBeNull();
  // The same film again asks nothing, and an answer that comes late changes nothing.
  ask({ ...order('mp4', 2160) });
  expect(answers).toHaveLength(3);
  ask(order('webm'));
  ask(order('mov'));
  answers[3]!(ok(MP4));
  await Promise.resolve();
  expect([found.encoding, found.fault]).toEqual([null, null]);
  end();
});
