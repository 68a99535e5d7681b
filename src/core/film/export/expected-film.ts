import type { FilmCodecs } from './film-codecs.ts';
import { type FilmOrder, framesOf, sizeOf } from './film-order.ts';
import { firstSize } from './first-size.ts';

/** Bytes for each pixel of a frame that a browser's process grew by while it made a film: 48 at 2160 lines to 75 at 1080 (Chromium 156, H.264). */
const MEMORY = 75;
/** Bits for each pixel of each frame of ProRes 422 HQ: 220 Mbit a second at 1920 × 1080 and 29.97 (Apple's white paper). */
const PRORES = 220e6 / (1920 * 1080 * 29.97);
/** From so large a need on a machine with no more than so many times that may be too small. */
const SPARE = 4;

/** What is known of how films come out here. */
export interface FilmExperience {
  /** Pixels of finished frames a second. */
  readonly speed: number | undefined;
  /** What it would be encoded with; undefined where that is not known, or nothing to be chosen. */
  readonly codecs?: FilmCodecs | undefined;
  /** A film of the same project and format that was made with the same codec, the closer the better. */
  readonly earlier?: { readonly width: number; readonly height: number; readonly frames: number; readonly bytes: number } | undefined;
  /** Bytes that still find room where films are kept; null where nobody says. */
  readonly room: number | null;
  /** Bytes of memory of the whole machine; undefined where nobody says. */
  readonly memory: number | undefined;
}

export interface ExpectedFilm {
  /** Milliseconds; undefined where nothing is known. */
  readonly time: number | undefined;
  /** Bytes of its file; undefined where nothing is known. */
  readonly bytes: number | undefined;
  /** Whether the size is told by films of others alone, and may be far off. */
  readonly isGuess: boolean;
  /** Bytes of memory while it is made. */
  readonly memory: number;
  readonly fits: boolean;
  readonly hasMemory: boolean;
}

/** What a film will take to be made in this browser, and whether the machine has it. Nothing is refused by it: these are estimates. */
export function expectedFilm(order: FilmOrder, { speed, codecs, earlier, room, memory: all }: FilmExperience): ExpectedFilm {
  const { width, height } = sizeOf(order);
  const pixels = width * height * framesOf(order).count;
  const perPixel = order.format === 'mov' ? PRORES / 8 : earlier && earlier.bytes / (earlier.width * earlier.height * earlier.frames);
  const guess = perPixel === undefined ? firstSize(order, codecs) : undefined;
  const bytes = perPixel === undefined ? guess && inOneFigure(guess) : Math.round(pixels * perPixel);
  const memory = width * height * MEMORY;
  return {
    time: speed === undefined ? undefined : (pixels * 1000) / speed,
    bytes,
    isGuess: guess !== undefined,
    memory,
    fits: bytes === undefined || room === null || bytes <= room,
    hasMemory: all === undefined || memory * SPARE <= all,
  };
}

/** As exact as a guess is. */
const inOneFigure = (value: number): number => Number(value.toPrecision(1));
