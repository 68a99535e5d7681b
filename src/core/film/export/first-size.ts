import type { FilmAudioCodec, FilmQuality, FilmVideoCodec } from '../../schema/film-sheet.ts';
import { type FilmOrder, framesOf, sizeOf } from './film-order.ts';

/*
 * How large a film's file will be, where none of its kind was made that would tell. By bits that Chromium 156 took for
 * a film of drawn takes of 8 frames a second at 24; photographs and much motion take more.
 */

/** Bits for each pixel of each frame of 1280 × 720. A codec that was not measured has none. */
const BITS: Readonly<Partial<Record<FilmVideoCodec, Readonly<Record<FilmQuality, number>>>>> = {
  avc: { medium: 0.06, high: 0.064, 'very-high': 0.064 },
  vp9: { medium: 0.031, high: 0.044, 'very-high': 0.052 },
  av1: { medium: 0.0059, high: 0.0087, 'very-high': 0.013 },
};
/** The same at any size, of formats that keep each picture for itself. */
const PICTURES: Readonly<Partial<Record<FilmOrder['format'], number>>> = { gif: 1.8, png: 5.5 };
/** Four times the pixels take three times the bits: 0.75 from 360 to 1080 lines of H.264 and VP9. */
const GROWTH = 0.75;
const MEASURED = 1280 * 720;
/** Bits a second of the sound, as the encoders are asked for it. */
const SOUND: Readonly<Partial<Record<FilmAudioCodec, number>>> = { aac: 192_000, opus: 130_000 };

/** Bytes; undefined where nothing was measured. */
export function firstSize(order: FilmOrder, codecs: { readonly video: FilmVideoCodec; readonly audio: FilmAudioCodec | null } | undefined): number | undefined {
  const { width, height } = sizeOf(order);
  const { count } = framesOf(order);
  const each = PICTURES[order.format];
  if (each !== undefined) return (width * height * count * each) / 8;
  const bits = codecs && BITS[codecs.video]?.[order.quality];
  if (bits === undefined) return undefined;
  const seconds = (count * order.rate.denominator) / order.rate.numerator;
  const sound = codecs?.audio ? (SOUND[codecs.audio] ?? 0) * seconds : 0;
  return (MEASURED * (width * height / MEASURED) ** GROWTH * count * bits + sound) / 8;
}
