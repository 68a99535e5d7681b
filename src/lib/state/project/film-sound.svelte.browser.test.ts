import { userEvent } from 'vitest/browser';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { soundingVideo } from '../../../../tests/fixtures/sounding-video.ts';
import { tone } from '../../../../tests/fixtures/tone.ts';
import type { Song } from '#core/schema/brief.ts';
import { fail } from '#core/schema/result.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Songs } from '../gallery/songs.ts';
import { FilmSound } from './film-sound.svelte.ts';
import { FilmPlayback } from './playback.svelte.ts';

const RATE = { numerator: 24, denominator: 1 };
const closers: (() => void)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) close();
});
// Browsers let a page sound that somebody has touched.
beforeAll(() => userEvent.click(document.body));

const wav = (seconds: number, name = 'song.wav') => new File([tone(seconds)], name, { type: 'audio/wav' });

async function soundOf(seconds: number) {
  const songs = new Songs(openMemoryStorage());
  const kept = await songs.keep(wav(seconds));
  if (!kept.ok) throw new Error(kept.fault.reason);
  const sound = new FilmSound((song) => songs.open(song));
  closers.push(() => sound.dispose());
  sound.follow(kept.value);
  await sound.settled;
  return { sound, song: kept.value, songs };
}

/** What is sent to the loudspeakers: when each piece begins on the clock of the audio, and what of it sounds. */
function overhear() {
  const spy = vi.spyOn(AudioBufferSourceNode.prototype, 'start');
  return () => spy.mock.calls.map(([at = 0, from = 0, seconds = 0]) => ({ at, from, seconds }));
}

it('lets the film go on in silence where the clock of the sound stands still', async () => {
  const { sound } = await soundOf(10);
  vi.spyOn(BaseAudioContext.prototype, 'currentTime', 'get').mockReturnValue(5);
  const playback = new FilmPlayback(() => ({ length: 240, rate: RATE }), sound);
  playback.play();
  await expect.poll(() => playback.frame, { timeout: 10_000 }).toBeGreaterThan(5);
  expect([sound.refused, sound.position]).toEqual([true, undefined]);
  playback.stop();
});

describe('taking a song in', () => {
  it('keeps one that can be played, and opens it again', async () => {
    const { sound, song } = await soundOf(1.5);
    expect(song).toMatchObject({ name: 'song.wav', type: 'audio/wav' });
    expect(sound.seconds).toBeCloseTo(1.5, 3);
    expect(sound.fault).toBeUndefined();
  });

  it('says why one cannot be: not a song, cut short, too large', async () => {
    const storage = openMemoryStorage();
    const { blobs } = storage;
    const songs = new Songs(storage);
    const reason = async (file: File) => songs.keep(file).then((kept) => (kept.ok ? 'kept' : kept.fault.reason));
    expect(await reason(new File(['These are words, not a song.'], 'words.mp3', { type: 'audio/mpeg' }))).toBe('song-unreadable');
    expect(await reason(new File([], 'empty.wav'))).toBe('song-unreadable');
    expect(await reason(new File([tone(1).slice(0, 40)], 'head.wav'))).toBe('song-unreadable');
    expect(await reason(new File([new Uint8Array(50e6 + 1)], 'long.wav'))).toBe('song-too-large');
    expect(await blobs.list()).toEqual([]);
  });

  it('says that its file is gone, and that of a film without one there is nothing to play', async () => {
    const songs = new Songs(openMemoryStorage());
    const sound = new FilmSound((song) => songs.open(song));
    closers.push(() => sound.dispose());
    sound.follow({ asset: Sha256.parse('a'.repeat(64)), type: 'audio/wav', name: 'gone.wav' });
    await sound.settled;
    expect(sound.fault).toEqual({ reason: 'song-missing', facts: { file: 'gone.wav' } });
    sound.follow(null);
    await sound.settled;
    expect(sound.fault).toBeUndefined();
    sound.start(0, 1);
    expect(sound.position).toBeUndefined();
  });

  it('stays with the song chosen last, when the one before is still being read', async () => {
    const late = Promise.withResolvers<void>();
    const { songs, song } = await soundOf(1);
    const other: Song = { ...song, asset: Sha256.parse('b'.repeat(64)) };
    const sound = new FilmSound(async (wanted) => {
      if (wanted !== other) return songs.open(wanted);
      await late.promise;
      return fail({ reason: 'song-missing', facts: {} });
    });
    closers.push(() => sound.dispose());
    sound.follow(other);
    const first = sound.settled;
    sound.follow(song);
    await sound.settled;
    late.resolve();
    await first;
    expect(sound.fault).toBeUndefined();
    expect(sound.seconds).toBeCloseTo(1, 3);
  });
});

describe('playing', () => {
  it('sends the song without gaps, from the frame asked for to the end of what is played', async () => {
    const heard = overhear();
    const { sound } = await soundOf(6);
    sound.start(1.23, 5.01);
    const total = () => heard().reduce((sum, { seconds }) => sum + seconds, 0);
    await vi.waitFor(() => expect(total()).toBeCloseTo(5.01 - 1.23, 6), 30_000);
    const pieces = heard();
    expect(pieces.length).toBeGreaterThan(1);
    // The first begins within a piece; every other is whole and begins where the one before ends.
    expect(pieces[0]!.from).toBeGreaterThan(0);
    pieces.slice(1).forEach(({ at, from }, i) => {
      expect(from).toBe(0);
      expect(at).toBeCloseTo(pieces[i]!.at + pieces[i]!.seconds, 6);
    });
  });

  it('is the clock of the film, also after the song has ended', async () => {
    const { sound } = await soundOf(0.5);
    const playback = new FilmPlayback(() => ({ length: 30, rate: RATE }), sound);
    closers.push(() => playback.stop());
    playback.seek(3);
    playback.play();
    const seen: [frame: number, position: number | undefined][] = [];
    while (playback.playing) {
      seen.push([playback.frame, sound.position]);
      await new Promise(requestAnimationFrame);
    }
    expect(playback.frame).toBe(29);
    expect(seen[0]).toEqual([3, 3 / 24]);
    const heard = seen.map(([, position]) => position!);
    expect(heard.every((position) => position !== undefined)).toBe(true);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(heard.at(-1)).toBeGreaterThan(0.6);
    // The frame is one that was heard at the last look, or the one before it.
    expect(seen.every(([frame, position]) => frame <= Math.floor(position! * 24 + 1e-6))).toBe(true);
    expect(sound.position).toBeUndefined();
  });

  it('is silent at any other speed, and while the film stands', async () => {
    const heard = overhear();
    const { sound } = await soundOf(4);
    const playback = new FilmPlayback(() => ({ length: 96, rate: RATE }), sound);
    closers.push(() => playback.stop());
    playback.play();
    await vi.waitFor(() => expect(heard().length).toBeGreaterThan(0));
    playback.forwards();
    expect([playback.speed, sound.position]).toEqual([2, undefined]);
    playback.backwards();
    expect([playback.speed, sound.position]).toEqual([-1, undefined]);
    playback.seek(10);
    expect([playback.speed, sound.position]).toEqual([0, undefined]);
    playback.play();
    expect(sound.position).toBeCloseTo(10 / 24, 6);
  });

  it('joins in where the film is, when the song is there only then', async () => {
    const { song, songs } = await soundOf(4);
    const late = Promise.withResolvers<void>();
    const sound = new FilmSound(async (wanted) => {
      await late.promise;
      return songs.open(wanted);
    });
    closers.push(() => sound.dispose());
    sound.follow(song);
    const playback = new FilmPlayback(() => ({ length: 96, rate: RATE }), sound);
    closers.push(() => playback.stop());
    playback.play();
    await vi.waitFor(() => expect(playback.frame).toBeGreaterThan(2));
    expect(sound.position).toBeUndefined();
    late.resolve();
    await sound.settled;
    expect(sound.position).toBeGreaterThan(2 / 24);
  });

  it('keeps to a part of the film: begins there, ends there, and begins there again', async () => {
    const within = { start: 10, end: 14 };
    const playback = new FilmPlayback(() => ({ length: 96, rate: RATE, within }));
    playback.play();
    expect(playback.frame).toBe(10);
    await vi.waitFor(() => expect(playback.playing).toBe(false));
    expect(playback.frame).toBe(13);
    playback.play();
    expect(playback.frame).toBe(10);
    playback.backwards();
    await vi.waitFor(() => expect(playback.playing).toBe(false));
    expect(playback.frame).toBe(10);
  });
});

describe('the sound of a film', () => {
  const FILM = { rate: RATE, length: 96, duckBy: 20 };
  const piece = { at: 0, from: 0, length: 96, gain: 1, fadeIn: 0, fadeOut: 0 };

  it('plays each file where the film has it, with fades and room for narration', async () => {
    const { sound, song, songs } = await soundOf(6);
    const voice = await songs.keep(wav(0.5, 'voice.wav'));
    if (!voice.ok) throw new Error(voice.fault.reason);
    sound.followPlan({ ...FILM, pieces: [{ kind: 'song', ...song, ...piece, at: 12, from: 24, length: 60, fadeIn: 12 }, { kind: 'narration', ...voice.value, ...piece, at: 48, length: 24, gain: 0.5 }] });
    await sound.settled;
    expect([sound.song?.name, sound.sounds, sound.fault]).toEqual(['song.wav', true, undefined]);
    const heard = overhear();
    const ramps = vi.spyOn(AudioParam.prototype, 'linearRampToValueAtTime');
    sound.start(0, 4);
    // 60 frames of song, and half a second of narration.
    await vi.waitFor(() => expect(heard().reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(2.5 + 0.5, 2), 15_000);
    const first = Math.min(...heard().map(({ at }) => at));
    const begin = first - 0.5;
    expect(Math.max(...heard().map(({ at, seconds }) => at + seconds)) - begin).toBeCloseTo(3, 2);
    const gains = ramps.mock.calls.map(([gain, at]) => [Math.round(gain * 100) / 100, Math.round((at - begin) * 10) / 10]);
    // The fade in, down to a tenth for the voice, and back.
    for (const wanted of [[0, 0.5], [1, 1], [1, 1.7], [0.1, 2], [0.1, 3], [1, 3.8]]) expect(gains).toContainEqual(wanted);
  });

  it('goes on where it is when it is changed, and without a file that is gone', async () => {
    const { sound, song } = await soundOf(6);
    const gone = { asset: Sha256.parse('a'.repeat(64)), type: 'audio/wav', name: 'gone.wav' };
    const plan = { ...FILM, pieces: [{ kind: 'song' as const, ...song, ...piece }, { kind: 'narration' as const, ...gone, ...piece }] };
    sound.followPlan(plan);
    await sound.settled;
    expect(sound.fault).toMatchObject({ reason: 'song-missing', facts: { file: 'gone.wav' } });
    expect(sound.faultOf(song.asset)).toBeUndefined();
    sound.start(1, 4);
    await vi.waitFor(() => expect(sound.position).toBeGreaterThan(1.2));
    sound.followPlan({ ...plan, pieces: plan.pieces.map((one) => ({ ...one, gain: 0.2 })) });
    expect(sound.position).toBeGreaterThan(1.2);
    await vi.waitFor(() => expect(sound.position).toBeGreaterThan(1.6));
    sound.stop();
  });

  it('plays the sound of videos where they lie, of any size, and is silent where one has none', async () => {
    const { blobs, ...stores } = openMemoryStorage();
    const songs = new Songs({ ...stores, blobs });
    const asset = await blobs.putFile(new Blob([await soundingVideo({ seconds: 2 }), new Uint8Array(51e6)]));
    const mute = await blobs.putFile(await soundingVideo({ seconds: 1, level: null }));
    const opened: string[] = [];
    const sound = new FilmSound((one) => (opened.push(one.asset), songs.open(one)));
    closers.push(() => sound.dispose());
    const clip = { kind: 'clip' as const, type: 'video/webm', name: 'Harbour', ...piece };
    sound.followPlan({ ...FILM, pieces: [{ ...clip, asset, at: 0, from: 24, length: 24 }, { ...clip, asset: mute, at: 24, length: 24 }, { ...clip, asset, at: 48, length: 48, gain: 0.5, fadeIn: 12 }] });
    await sound.settled;
    // Each file once, though two clips show it.
    expect(opened.toSorted()).toEqual([asset, mute].toSorted());
    expect([sound.fault, sound.faultOf(mute)?.reason, sound.sounds]).toEqual([undefined, 'song-unreadable', true]);
    const heard = overhear();
    sound.start(0, 4);
    // The second half of the video, and all of it.
    await vi.waitFor(() => expect(heard().reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(1 + 2, 1), 15_000);
    const begin = Math.min(...heard().map(({ at }) => at));
    const later = heard().filter(({ at }) => at - begin > 1.5);
    expect(Math.min(...later.map(({ at }) => at)) - begin).toBeCloseTo(2, 2);
  });
});
