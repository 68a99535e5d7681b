import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { BlobSource } from 'mediabunny';
import { openSound } from '#core/film/sound/open-sound.ts';
import { inspectAsset } from '#lib/engine/browser/inspect-asset.ts';
import type { SongFile } from '#lib/engine/browser/song-file.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { FilmSound } from '../project/film-sound.svelte.ts';
import { Songs } from './songs.ts';

/** Each: a second of silence, then a second of 440 Hz. */
const FORMATS = [
  ['tone.mp3', 'audio/mpeg'],
  ['tone-opus.ogg', 'audio/ogg'],
  ['tone-vorbis.ogg', 'audio/ogg'],
  ['tone.flac', 'audio/flac'],
  ['tone.m4a', 'audio/mp4'],
] as const;

const closers: (() => void)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) close();
});
// Browsers let a page sound that somebody has touched.
beforeAll(() => userEvent.click(document.body));

const bytesOf = async (name: string) => (await fetch(`/tests/fixtures/songs/${name}`)).arrayBuffer();
const fileOf = async (name: string, type: string, called = name) => new File([await bytesOf(name)], called, { type });

async function kept(file: File) {
  const songs = new Songs(openMemoryStorage());
  const song = await songs.keep(file);
  if (!song.ok) throw new Error(song.fault.reason);
  return { songs, song: song.value };
}

/** How loud a stretch of a song is, from 0 to 1, and how often it swings there in a second. Seconds. */
async function heardIn(song: SongFile, from: number, until: number): Promise<{ loud: number; pitch: number }> {
  let [sum, count, crossings, last] = [0, 0, 0, 0];
  for await (const { buffer, timestamp } of song.pieces(from, until)) {
    const samples = buffer.getChannelData(0);
    samples.forEach((sample, i) => {
      const at = timestamp + i / buffer.sampleRate;
      if (at < from || at >= until) return;
      sum += sample * sample;
      count += 1;
      if (last < 0 && sample >= 0) crossings += 1;
      last = sample;
    });
  }
  return { loud: Math.sqrt(sum / Math.max(1, count)), pitch: crossings / (until - from) };
}

describe.each(FORMATS)('a song in %s', (name, type) => {
  it('is kept, opened where it stands in time, heard, played from the middle, and mixed', async () => {
    const { songs, song } = await kept(await fileOf(name, type));
    const opened = await songs.open(song);
    if (!opened.ok) throw new Error(opened.fault.reason);
    closers.push(() => opened.value.dispose());
    expect(opened.value.seconds).toBeCloseTo(2, 0);
    expect((await heardIn(opened.value, 0.1, 0.9)).loud).toBeLessThan(0.01);
    const tone = await heardIn(opened.value, 1.2, 1.8);
    expect(tone.loud).toBeGreaterThan(0.05);
    // Pieces may leave out a few swings where they meet.
    expect(Math.abs(tone.pitch - 440)).toBeLessThan(20);

    const analysis = await songs.hear(song, { signal: AbortSignal.timeout(20_000), onProgress: () => {} });
    if (!analysis.ok) throw new Error(analysis.fault.reason);
    expect(analysis.value.length / 1e6).toBeCloseTo(2, 0);

    const sound = new FilmSound((one) => songs.open(one));
    closers.push(() => sound.dispose());
    sound.follow(song);
    await sound.settled;
    expect(sound.fault).toBeUndefined();
    const started = vi.spyOn(AudioBufferSourceNode.prototype, 'start');
    sound.start(1.2, 1.9);
    await vi.waitFor(() => expect(started).toHaveBeenCalled(), 10_000);
    sound.stop();

    const reader = await openSound(new BlobSource(new Blob([await bytesOf(name)])));
    if (!reader) throw new Error('not mixed');
    closers.push(() => reader.dispose());
    expect([reader.seconds.toFixed(0), reader.channels]).toEqual(['2', 1]);
  });

  it('is refused with its reason where it is broken', async () => {
    const songs = new Songs(openMemoryStorage());
    const bytes = new Uint8Array(await bytesOf(name));
    const noise = bytes.map((byte, i) => (i < 16 ? byte : (byte * 31 + i * 7) & 255));
    const taken = await songs.keep(new File([noise], name, { type }));
    // A pool would say no, too, and neither looks for ever for an end that is not there.
    expect(await inspectAsset(new Blob([noise]), name)).toMatchObject({ ok: false });
    expect(taken).toEqual({ ok: false, fault: { reason: 'song-unreadable', facts: { file: name } } });
  });
});

it('is what is in the file and not what it is called: another sound plays, and what is none is refused', async () => {
  const { songs, song } = await kept(await fileOf('tone.flac', 'audio/mpeg', 'really.mp3'));
  const opened = await songs.open(song);
  expect(opened.ok && opened.value.seconds.toFixed(1)).toBe('2.0');
  if (opened.ok) opened.value.dispose();
  const picture = await new OffscreenCanvas(8, 8).convertToBlob().catch(() => new Blob(['no sound']));
  expect(await songs.keep(new File([picture], 'song.m4a', { type: 'audio/mp4' }))).toMatchObject({ ok: false, fault: { reason: 'song-unreadable', facts: { file: 'song.m4a' } } });
});
