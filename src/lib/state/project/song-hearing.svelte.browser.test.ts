import { afterEach, expect, it, vi } from 'vitest';
import { clickTrack } from '../../../../tests/fixtures/click-track.ts';
import { tone } from '../../../../tests/fixtures/tone.ts';
import { wav } from '../../../../tests/fixtures/wav.ts';
import type { Song } from '#core/schema/brief.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { HearingOptions } from '#lib/engine/browser/analyse-song-file.ts';
import { Songs } from '../gallery/songs.ts';
import { SongHearing } from './song-hearing.svelte.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function heard(bytes: Uint8Array<ArrayBuffer>, name = 'song.wav') {
  const storage = openMemoryStorage();
  const { blobs } = storage;
  const songs = new Songs(storage);
  const song: Song = { asset: await blobs.put(bytes), type: 'audio/wav', name };
  const hearing = new SongHearing(songs);
  closers.push(() => hearing.follow(null));
  return { hearing, song, songs, storage };
}

const until = (hearing: SongHearing) => vi.waitFor(() => expect(hearing.analysis ?? hearing.fault).toBeDefined(), 20_000);

it('hears a song in a worker, and knows it at once the second time', async () => {
  const track = clickTrack({ tempo: 96, seconds: 20 });
  const { hearing, song, songs } = await heard(wav([track.samples], track.rate));
  const onheard = vi.fn();
  hearing.onheard = onheard;
  hearing.follow(song);
  expect(hearing.progress).toBe(0);
  await until(hearing);
  expect(hearing.analysis?.tempo).toBeCloseTo(96, 0);
  expect([hearing.progress, hearing.fault, onheard.mock.calls.length]).toEqual([undefined, undefined, 1]);
  const again = new SongHearing(songs);
  again.follow(song);
  expect(again.analysis).toBe(hearing.analysis);
});

it('knows it at the next visit, and hears it anew where its bytes are another song’s', async () => {
  const track = clickTrack({ tempo: 96, seconds: 10 });
  const { hearing, song, storage } = await heard(wav([track.samples], track.rate));
  hearing.follow(song);
  await until(hearing);
  const told = vi.fn();
  const later = await new Songs(storage).hear(song, { signal: AbortSignal.timeout(20_000), onProgress: told });
  expect(later).toEqual({ ok: true, value: hearing.analysis });
  expect(told).not.toHaveBeenCalled();
  const other = clickTrack({ tempo: 120, seconds: 10 });
  const asset = await storage.blobs.put(wav([other.samples], other.rate));
  const heardAnew = await new Songs(storage).hear({ ...song, asset }, { signal: AbortSignal.timeout(20_000), onProgress: told });
  // By what it says, not by its progress: the last of that may be lost when the worker ends.
  expect(heardAnew.ok && heardAnew.value.tempo).toBeCloseTo(120, 0);
  expect(hearing.analysis?.tempo).toBeCloseTo(96, 0);
});

it('says why a file cannot be heard: no sound, or gone', async () => {
  const { hearing, song } = await heard(new TextEncoder().encode('These are words, not a song.'), 'words.mp3');
  hearing.follow(song);
  await until(hearing);
  expect(hearing.fault).toEqual({ reason: 'song-unreadable', facts: { file: 'words.mp3' } });
  hearing.follow({ ...song, asset: 'a'.repeat(64) as Song['asset'] });
  await vi.waitFor(() => expect(hearing.fault?.reason).toBe('song-missing'));
});

it('hears a file that breaks off as far as it goes, and silence as silence', async () => {
  const { hearing, song } = await heard(tone(8).slice(0, 80_000));
  hearing.follow(song);
  await until(hearing);
  expect(hearing.analysis!.length / 1e6).toBeCloseTo(5, 0);
  const silent = await heard(wav([new Float32Array(80_000)], 8_000));
  silent.hearing.follow(silent.song);
  await until(silent.hearing);
  expect(silent.hearing.analysis).toMatchObject({ loudness: null, beats: [], sections: [] });
});

it('stops when asked to, and begins again', async () => {
  const { hearing, song } = await heard(wav([clickTrack({ tempo: 120, seconds: 60 }).samples], 22_050));
  hearing.follow(song);
  hearing.cancel();
  await until(hearing);
  expect([hearing.fault?.reason, hearing.analysis]).toEqual(['cancelled', undefined]);
  hearing.again();
  await vi.waitFor(() => expect(hearing.analysis?.tempo).toBeCloseTo(120, 0), 20_000);
});

it('is over for good when it is stopped or done, though word of its progress comes late', async () => {
  let tell: (done: number) => void = () => undefined;
  const stopped = { ok: false, fault: { reason: 'cancelled', facts: {} } } as const;
  const songs = {
    heard: () => undefined,
    hear: (_song: Song, { signal, onProgress }: HearingOptions) => {
      tell = onProgress;
      return new Promise<typeof stopped>((resolve) => signal.addEventListener('abort', () => resolve(stopped)));
    },
  };
  const hearing = new SongHearing(songs);
  hearing.follow({ asset: 'a'.repeat(64) as Song['asset'], type: 'audio/wav', name: 'song.wav' });
  tell(0.25);
  expect(hearing.progress).toBe(0.25);
  hearing.cancel();
  await vi.waitFor(() => expect(hearing.fault?.reason).toBe('cancelled'));
  tell(0.5);
  expect(hearing.progress).toBeUndefined();
});
