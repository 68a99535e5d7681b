import { someCut, someHash } from '../../src/core/film/compose/film-cut.test-support.ts';
import type { FilmCut, SoundPlan } from '../../src/core/schema/film-sheet.ts';

const RATE = 24;
const CLIP_SECONDS = 5;
const DISSOLVE = 12;
/** What every clip shows. */
export interface BenchTake {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly frameRate: number;
}

/** As models make them. */
export const TAKE = { width: 1280, height: 720, frames: 49, frameRate: 8 } as const satisfies BenchTake;
/** A frame as it is drawn has 0.2 MB: ten minutes of them, kept, would be 3.3 GB. */
export const SMALL_TAKE = { width: 320, height: 180, frames: 49, frameRate: 8 } as const satisfies BenchTake;
export const SMALL_LINES = SMALL_TAKE.height;
export const TAKE_NAME = someHash('a');
export const SONG_NAME = someHash('b');

/** A film with a song whose clips, one in five seconds, dissolve into one another. */
export function benchFilm(seconds: number): { readonly cut: FilmCut; readonly sound: SoundPlan } {
  const { frames, frameRate } = TAKE;
  const source = { kind: 'video', asset: TAKE_NAME, type: 'video/mp4', frames, frameRate } as const;
  const clip = { length: RATE * CLIP_SECONDS + DISSOLVE, source, transition: { kind: 'dissolve', frames: DISSOLVE } } as const;
  const cut = someCut(Array.from({ length: seconds / CLIP_SECONDS }, () => clip), { rate: { numerator: RATE, denominator: 1 } });
  const song = { kind: 'song', asset: SONG_NAME, type: 'audio/wav', name: 'song.wav', at: 0, from: 0, length: cut.length, gain: 1, fadeIn: 0, fadeOut: RATE } as const;
  return { cut, sound: { rate: cut.rate, length: cut.length, pieces: [song], duckBy: 0 } };
}

export interface FfmpegFilm {
  readonly seconds: number;
  readonly take: string;
  readonly song: string;
  readonly output: string;
  readonly preset: 'ultrafast' | 'medium';
  /** Bits a second of the picture. */
  readonly bitrate: number;
}

/** What makes the same film with ffmpeg. */
export function ffmpegArguments({ seconds, take, song, output, preset, bitrate }: FfmpegFilm): string[] {
  const count = seconds / CLIP_SECONDS;
  const shared = DISSOLVE / RATE;
  const clips = Array.from({ length: count }, (_, i) => `[${i}:v]fps=${RATE},trim=duration=${CLIP_SECONDS + shared},setpts=PTS-STARTPTS,settb=1/${RATE}[c${i}]`);
  const dissolves = Array.from({ length: count - 1 }, (_, i) => `[${i === 0 ? 'c0' : `d${i - 1}`}][c${i + 1}]xfade=transition=fade:duration=${shared}:offset=${(i + 1) * CLIP_SECONDS}[d${i}]`);
  return [
    ...['-y', '-loglevel', 'error'],
    ...Array.from({ length: count }, () => ['-i', take]).flat(),
    ...['-i', song, '-filter_complex', [...clips, ...dissolves].join(';'), '-map', count > 1 ? `[d${count - 2}]` : '[c0]', '-map', `${count}:a`],
    ...['-c:v', 'libx264', '-preset', preset, '-b:v', String(bitrate), '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '192k', '-ar', '48000', '-ac', '2', '-shortest', output],
  ];
}
