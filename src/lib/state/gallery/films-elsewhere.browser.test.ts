import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeLink } from '../../../../tests/contract/fake-link.ts';
import { someCut, someHash } from '#core/film/compose/film-cut.test-support.ts';
import type { FilmOrder } from '#core/film/export/film-order.ts';
import { JobResult } from '#core/schema/accelerator/remote-job.ts';
import type { Fault } from '#core/schema/fault.ts';
import { ProjectId } from '#core/schema/project-ids.ts';
import { ok, type Result } from '#core/schema/result.ts';
import { AwaitedFilms } from '#lib/storage/awaited-films.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { FilmShelf } from '#lib/storage/film-shelf.ts';
import { FilmExports } from './film-exports.svelte.ts';
import { FilmSpeeds } from './film-speeds.ts';
import { FilmsElsewhere } from './films-elsewhere.ts';
import { PassingMarks } from './passing-marks.ts';

const PROJECT = ProjectId.parse('00000000-0000-4000-8000-00000000000a');
const run = crypto.randomUUID();
const folders = [`films-${run}`, `awaited-${run}`] as const;
const shelf = new FilmShelf(folders[0]);
const awaited = new AwaitedFilms(folders[1]);
const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251);

/** An accelerator whose files come in pieces, and break off as often as it is told. */
class PiecewiseLink extends FakeLink {
  override paired = { address: 'http://127.0.0.1:4717', name: 'Tower', words: ['amber', 'river', 'stone', 'lark'], pairedAt: 1 };
  readonly ranges: string[] = [];
  breaks = 0;

  override async ask(path: string, init: RequestInit = {}): Promise<Result<Response, Fault>> {
    const file = [...this.media].find(([name]) => path === `/media/${name}`)?.[1];
    if (!file || this.state.kind !== 'connected') return super.ask(path, init);
    const range = new Headers(init.headers).get('Range');
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    this.ranges.push(range ?? 'all');
    const rest = new Uint8Array(await file.slice(from).arrayBuffer());
    const isCut = this.breaks > 0;
    if (isCut) this.breaks -= 1;
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (isCut && sent >= 100_000) return controller.error(new TypeError('the line broke'));
        if (sent >= rest.length) return controller.close();
        controller.enqueue(rest.slice(sent, sent + 50_000));
        sent += 50_000;
      },
    }, { highWaterMark: 0 });
    return ok(new Response(body, { status: range ? 206 : 200, headers: { 'content-length': String(rest.length) } }));
  }
}

const cut = someCut([{ length: 8, source: { kind: 'still', asset: someHash('a'), type: 'image/png' } }, { length: 8, source: { kind: 'still', asset: someHash('b'), type: 'image/png' } }]);
const order: FilmOrder = { cut: { ...cut, name: 'Far away' }, format: 'mp4', lines: 180, rate: cut.rate, quality: 'high', captions: 'track' };
const silent = { rate: cut.rate, length: 16, pieces: [], duckBy: 0 };
const speeds = new FilmSpeeds(new PassingMarks());

let link: PiecewiseLink;
beforeEach(() => void (link = new PiecewiseLink()));
afterEach(async () => {
  for (const film of await shelf.all()) await shelf.delete(film);
});
afterAll(async () => {
  for (const folder of folders) await (await navigator.storage.getDirectory()).removeEntry(folder, { recursive: true });
});

/** A page that has films made; the second picture is not in this browser any more. */
function page(): FilmExports {
  const find = async (asset: string) => (asset === someHash('a') ? new Blob(['a picture']) : undefined);
  const exporter = { make: () => { throw new Error('nothing is made here'); }, codecs: () => { throw new Error('nothing is asked here'); } };
  return new FilmExports({ exporter, shelf, shell: { announce: () => undefined, toast: () => 0 }, speeds, elsewhere: { link, load: async () => new FilmsElsewhere(link, find, awaited) } });
}

const handed = () => vi.waitFor(() => {
  expect(link.submitted.length).toBeGreaterThan(0);
  return link.submitted[0]!;
});

async function finish(id: Parameters<FakeLink['finish']>[0], sent = bytes): Promise<void> {
  const film = { width: 320, height: 180, frames: 16, rate: cut.rate, codecs: { container: 'mp4', video: 'hevc', audio: null }, missing: ['1B'] };
  link.finish(id, new Blob([sent]), JobResult.parse({ media: await sha256(bytes), type: 'video/mp4', bytes: bytes.length, timings: { 'encode-media': 5 }, film }));
}

/** Names of all files that lie in the two folders. */
async function left(): Promise<string[]> {
  const names: string[] = [];
  for (const name of folders) {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
    for await (const [file] of folder.entries()) names.push(file);
  }
  return names;
}

describe('a film that the accelerator makes', () => {
  it('goes there with the files that are here, over a break of the line, and its file is checked and kept like any other', async () => {
    const films = page();
    const making = films.make(PROJECT, order, silent, 'there');
    const id = await handed();
    expect(link.jobs.get(id)?.order.request).toMatchObject({ mode: 'compose', media: [someHash('a')] });
    link.begin(id);
    link.progress(id, { stage: 'encode-media', step: 4, steps: 16, fraction: 0.25 });
    expect(films.work).toMatchObject({ where: 'Tower', step: 'making', done: 4, frames: 16 });
    link.go('away');
    await vi.waitFor(() => expect(films.work?.step).toBe('away'));
    link.go('here');
    await vi.waitFor(() => expect(link.submitted).toEqual([id, id]));
    link.breaks = 2;
    await finish(id);
    const film = (await making)!;
    expect(film).toMatchObject({ id, name: 'far-away.mp4', video: 'hevc', frames: 16, bytes: bytes.length, missing: ['1B'] });
    expect(new Uint8Array(await (await shelf.file(film))!.arrayBuffer())).toEqual(bytes);
    expect(link.ranges).toEqual(['all', 'bytes=100000-', 'bytes=200000-']);
    expect(link.collectedMedia).toEqual([await sha256(bytes)]);
    expect([link.jobs.size, films.work, films.of(PROJECT)]).toEqual([0, null, [film]]);
    expect((await left()).sort()).toEqual([id, `${id}.json`]);
    expect(speeds.at(link.paired.address)).toBeGreaterThan(0);
  });

  it('goes on there when the page is left, and is followed by the page that is opened next, as the same job', async () => {
    const films = page();
    const making = films.make(PROJECT, order, silent, 'there');
    const id = await handed();
    films.dispose();
    expect([await making, link.cancelled]).toEqual([undefined, []]);
    expect(await left()).toEqual([id]);
    const next = page();
    const loaded = next.load();
    await vi.waitFor(() => expect(link.submitted).toEqual([id, id]));
    await finish(id);
    await loaded;
    expect(next.of(PROJECT).map((film) => film.id)).toEqual([id]);
    expect((await awaited.all()).length).toBe(0);
    // Nothing is made twice.
    await page().load();
    expect(link.submitted).toHaveLength(2);
  });

  it('is cancelled there, too, and leaves nothing', async () => {
    const films = page();
    const making = films.make(PROJECT, order, silent, 'there');
    const id = await handed();
    link.begin(id);
    films.cancel();
    expect(await making).toBeUndefined();
    expect([link.cancelled, link.jobs.size, films.fault, await left()]).toEqual([[id], 0, null, []]);
  });

  it('is not kept where its bytes are not those of its name, or where it failed there; the fault is said', async () => {
    const films = page();
    const making = films.make(PROJECT, order, silent, 'there');
    await finish(await handed(), bytes.map((byte, i) => (i === 7 ? byte + 1 : byte)));
    expect(await making).toBeUndefined();
    expect([films.fault?.reason, await left()]).toEqual(['media-damaged', []]);

    const again = films.make(PROJECT, order, silent, 'there');
    await vi.waitFor(() => expect(link.submitted).toHaveLength(2));
    link.fail(link.submitted[1]!, { reason: 'encoder-unavailable', facts: {} });
    expect(await again).toBeUndefined();
    expect([films.fault?.reason, await left()]).toEqual(['encoder-unavailable', []]);
  });
});
