import { FRAME_RATES, rateLabel, sameRate } from '#core/domain/timeline/frame-rate.ts';
import type { FilmCodecs, FilmVideoCodec } from '#core/film/export/film-codecs.ts';
import type { ExpectedFilm } from '#core/film/export/expected-film.ts';
import type { FilmFormat } from '#core/film/export/film-order.ts';
import type { PlaceChoice } from '#core/film/export/where-to-make.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { LaneWish } from '#core/schema/lane-wish.ts';
import type { ExportInWork } from '#lib/state/gallery/make-film.ts';
import { counted, saidBytes, saidDuration } from '../ui/figures.ts';

export const FORMATS: readonly { readonly value: FilmFormat; readonly label: string }[] = [
  { value: 'mp4', label: 'MP4, plays everywhere' },
  { value: 'webm', label: 'WebM, for the web' },
  { value: 'gif', label: 'GIF, silent, for messages' },
  { value: 'png', label: 'PNG pictures in a zip' },
  { value: 'mov', label: 'MOV with ProRes, for editing' },
];

/** What can be done to takes before they are drawn. */
export const ENHANCED: readonly { readonly value: string; readonly label: string; readonly modes: readonly FrameMode[] }[] = [
  { value: 'as-they-are', label: 'As they are', modes: [] },
  { value: 'larger', label: 'Twice the size', modes: ['upscale'] },
  { value: 'smoother', label: 'Twice the frames', modes: ['interpolate'] },
  { value: 'both', label: 'Twice the size and the frames', modes: ['upscale', 'interpolate'] },
];

/** What is done to takes, to which, and what it costs: one sentence, or none. */
export function enhanceWords(modes: readonly FrameMode[] = []): string {
  if (modes.length === 0) return '';
  const [size, frames] = [modes.includes('upscale') && 'twice as large where they are smaller than the film', modes.includes('interpolate') && 'twice as smooth where they are slower than it'];
  return `Takes are made ${[size, frames].filter(Boolean).join(' and ')}, which takes much longer.`;
}

const NAMES: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'HEVC',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  prores: 'ProRes 422 HQ',
  aac: 'AAC',
  opus: 'Opus',
  mp3: 'MP3',
  flac: 'FLAC',
  vorbis: 'Vorbis',
  'pcm-s16': 'uncompressed sound',
};

/** A codec as people know it. */
export const codecName = (codec: string): string => NAMES[codec] ?? codec;

/** The codecs that a person may ask for. */
export const CODEC_CHOICES: Readonly<Partial<Record<FilmFormat, readonly FilmVideoCodec[]>>> = { mp4: ['avc', 'hevc'], webm: ['vp9', 'av1'] };

/** What this browser does not write at this size though it could be asked for: one sentence, or none. `there`: who does. */
export function codecLack(format: FilmFormat, can: readonly FilmVideoCodec[], there: { readonly name: string; readonly can: readonly FilmVideoCodec[] } | undefined): string {
  const lacks = (CODEC_CHOICES[format] ?? []).filter((codec) => !can.includes(codec));
  if (lacks.length === 0) return '';
  const others = there && lacks.every((codec) => there.can.includes(codec)) ? `; ${there.name} does` : '';
  return `This browser writes no ${lacks.map(codecName).join(' and no ')} at this size${others}.`;
}

/** Where a film will be made, and why: about how long it takes here and there. */
export function placeWords({ place, canThere, here, there }: PlaceChoice, wish: LaneWish, name: string): string {
  if (!canThere) return `${name} does not write this. This browser makes it.`;
  const times = [there === undefined ? '' : `about ${saidDuration(there)} on ${name}`, here === undefined ? '' : `about ${saidDuration(here)} in this browser`].filter(Boolean).join(', ');
  const who = place === 'there' ? `${name} makes it` : 'This browser makes it';
  if (times === '') return `${who}.`;
  const isKnown = wish === 'auto' && here !== undefined && there !== undefined;
  const why = !isKnown ? '' : place === 'there' || here < there ? ', as it is faster' : ', as it is about as fast';
  return `${who}${why}: ${times}.`;
}

/** Memory that is worth a word. Bytes. */
const MUCH_MEMORY = 250e6;
/** An estimate, so to the hundred megabytes. */
const saidMemory = (bytes: number): string => saidBytes(Math.max(1, Math.round(bytes / 1e8)) * 1e8);

/** What it takes to make a film in this browser: one sentence, or none where nothing is known. */
export function costWords({ time, bytes, isGuess, memory }: Pick<ExpectedFilm, 'time' | 'bytes' | 'isGuess' | 'memory'>): string {
  const parts = [time === undefined ? '' : `${saidDuration(time)} to make`, bytes === undefined ? '' : `a file of ${saidBytes(bytes)}${isGuess ? ' (a first estimate, from other films)' : ''}`, memory < MUCH_MEMORY ? '' : `${saidMemory(memory)} of memory meanwhile`].filter(Boolean);
  return parts.length === 0 ? '' : `About ${parts.join(', ')}.`;
}

/** What may go wrong for want of room or memory, and what to do. `other`: the accelerator's name, where it could make the film. */
export function costWarnings({ bytes, memory, fits, hasMemory }: ExpectedFilm, room: number | null, other: string | undefined): string[] {
  const ways = other === undefined ? 'Close other tabs or choose a smaller size' : `Close other tabs, choose a smaller size, or have ${other} make it`;
  return [
    fits || bytes === undefined || room === null ? '' : `There is hardly room for it: about ${saidBytes(bytes)} of file, and ${saidBytes(room)} left in this browser. Choose a smaller size or another format, or remove films and takes that you need no more.`,
    hasMemory ? '' : `This machine may have too little memory for this size: about ${saidMemory(memory)} are needed. ${ways}.`,
  ].filter(Boolean);
}

/** How far a film is that is being made. */
export function workWords({ step, where, done, frames, left }: ExportInWork): string {
  const name = where ?? 'the accelerator';
  if (step === 'sending') return `Sending what ${name} lacks`;
  if (step === 'waiting') return `Waiting its turn on ${name}`;
  if (step === 'away') return `${name} cannot be reached. The film goes on when it is back.`;
  if (step === 'fetching') return `Getting the film from ${name}`;
  if (frames === 0) return 'Getting ready';
  return `${done} of ${counted(frames, 'frame')}${left === undefined ? '' : `, about ${saidDuration(left)} left`}`;
}

/** What a film will be encoded with, and what that means where it is not the usual. */
export function codecWords(codecs: FilmCodecs | null, format: FilmFormat): string {
  if (format === 'gif') return '256 colours a frame, no sound.';
  if (format === 'png') return 'Every frame without loss, no sound.';
  if (!codecs) return '';
  const sound = codecs.audio ? ` with ${codecName(codecs.audio)}` : ', no sound';
  const words = `${codecName(codecs.video)}${sound}.`;
  if (format === 'mov') return `${words} FFmpeg (GPL) makes it, 10 MB that are fetched from this site at first use.`;
  if (format !== 'mp4') return words;
  if (codecs.video === 'hevc') return `${words} Smaller files, which some players and browsers do not open.`;
  if (codecs.video !== 'avc') return `${words} Some players will not open it.`;
  return codecs.audio && codecs.audio !== 'aac' ? `${words} This browser writes no AAC; some players stay silent.` : words;
}

/** The rates that a film is offered in, its own first. */
export const ratesFor = (film: FrameRate): readonly FrameRate[] => [film, ...FRAME_RATES.filter((rate) => !sameRate(rate, film))];

export const rateWords = (rate: FrameRate, film: FrameRate): string => `${rateLabel(rate)} a second${sameRate(rate, film) ? ', as the film' : ''}`;
