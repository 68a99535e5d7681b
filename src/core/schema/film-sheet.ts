import { z } from 'zod';
import { CameraPath } from './camera-path.ts';
import { PictureDepth } from './clip-depth.ts';
import { FrameMode } from './frame-model.ts';
import { FrameCount, FrameIndex, FrameRate } from './film-time.ts';
import { Grade } from './grade.ts';
import { Sha256 } from './ids.ts';
import { ClipId } from './project-ids.ts';
import { AspectRatio, PictureFit } from './project-settings.ts';
import { Caption, Gain } from './sound.ts';
import { Title } from './title.ts';
import { Transition } from './transition.ts';

const list = <One extends z.ZodType>(one: One, most: number) => z.array(one).max(most).readonly();
/** The MIME type of a file. */
const MediaType = z.string().max(200);

/** What a clip shows: its take's film, one still, or, where it has no picture, its slate. */
export const FilmSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('video'), asset: Sha256, type: MediaType, frames: z.int().positive(), frameRate: z.number().positive().max(240) }),
  /** `depth`: its near parts are moved more than its far ones. */
  z.object({ kind: z.literal('still'), asset: Sha256, type: MediaType, depth: PictureDepth.optional() }),
  z.object({ kind: z.literal('slate') }),
]);
export type FilmSource = z.infer<typeof FilmSource>;

/** A clip as the compositor needs it. Frames at the film's rate. */
export const FilmClip = z.object({
  id: ClipId,
  /** What stands on its slate: 1A. */
  slate: z.string(),
  /** What is said where there is no picture: its name, or else its prompt. */
  words: z.string(),
  place: z.object({ start: FrameIndex, end: FrameIndex, overlap: z.int().nonnegative() }),
  length: FrameCount,
  sourceStart: z.int().nonnegative(),
  transition: Transition,
  source: FilmSource,
  /** How the camera moves over a still; null where it stands, and over films, which were made with their move. */
  camera: CameraPath.nullable(),
  grade: Grade.nullable(),
});
export type FilmClip = z.infer<typeof FilmClip>;

/** A film as it is played: all that decides what each of its frames looks like. */
export const FilmCut = z.object({
  name: z.string(),
  rate: FrameRate,
  aspect: AspectRatio,
  fit: PictureFit,
  /** Frames. */
  length: z.int().nonnegative(),
  clips: list(FilmClip, 20_000),
  titles: list(Title, 20_000),
  captions: list(Caption, 100_000),
});
export type FilmCut = z.infer<typeof FilmCut>;

export const FilmContainer = z.enum(['mp4', 'webm', 'mov']);
export type FilmContainer = z.infer<typeof FilmContainer>;

/** What a film becomes: a film file, a GIF, or numbered PNG pictures in a zip file. */
export const FilmFormat = z.enum([...FilmContainer.options, 'gif', 'png']);
export type FilmFormat = z.infer<typeof FilmFormat>;

/** Codecs of pictures and of sound, by their short names. */
export const FilmVideoCodec = z.enum(['avc', 'hevc', 'vp8', 'vp9', 'av1', 'prores']);
export type FilmVideoCodec = z.infer<typeof FilmVideoCodec>;
export const FilmAudioCodec = z.enum(['aac', 'opus', 'mp3', 'flac', 'vorbis', 'pcm-s16']);
export type FilmAudioCodec = z.infer<typeof FilmAudioCodec>;

/** How much room a film may take for how it looks. */
export const FilmQuality = z.enum(['medium', 'high', 'very-high']);
export type FilmQuality = z.infer<typeof FilmQuality>;

/** `track`: captions that players switch on; `burned`: in the picture. */
export const CaptionsAs = z.enum(['burned', 'track', 'none']);
export type CaptionsAs = z.infer<typeof CaptionsAs>;

/** A film to be made into a file. */
export const FilmOrder = z.object({
  cut: FilmCut,
  format: FilmFormat,
  /** Lines of the picture: 720 is 1280 × 720 in 16:9. */
  lines: z.int().min(16).max(4320),
  /** Frames a second of the file. */
  rate: FrameRate,
  quality: FilmQuality,
  captions: CaptionsAs,
  /** The codec of its picture, where the host has it; the most usual one where absent. */
  video: FilmVideoCodec.optional(),
  /** What is done to takes that are smaller or slower than the film before they are drawn. Absent for nothing. */
  enhance: list(FrameMode, 2).optional(),
});
export type FilmOrder = z.infer<typeof FilmOrder>;

/** A file that sounds under the film. Frames at the film's rate. */
export const SoundPiece = z.object({
  kind: z.enum(['song', 'narration', 'clip']),
  asset: Sha256,
  type: MediaType,
  name: z.string(),
  /** The frame of the film at which it begins. */
  at: FrameIndex,
  /** How much of the file's beginning is left out. */
  from: z.int().nonnegative(),
  /** How long it may sound; the file may end sooner. */
  length: FrameCount,
  gain: Gain,
  fadeIn: z.int().nonnegative(),
  /** Before its end, which is the file's where that comes first. */
  fadeOut: z.int().nonnegative(),
});
export type SoundPiece = z.infer<typeof SoundPiece>;

/** All that is heard of a film: the same for the loudspeakers and for a file. */
export const SoundPlan = z.object({
  rate: FrameRate,
  /** The film's length in frames. */
  length: z.int().nonnegative(),
  pieces: list(SoundPiece, 20_000),
  /** How much quieter the song is under narration, in decibels. */
  duckBy: z.number().min(0).max(60),
});
export type SoundPlan = z.infer<typeof SoundPlan>;

/** A film to be made elsewhere: everything but the bytes that it names. */
export const FilmSheet = z.object({ schema: z.literal(1), order: FilmOrder, sound: SoundPlan });
export type FilmSheet = z.infer<typeof FilmSheet>;

/** What a film is encoded with. */
export const FilmCodecs = z.object({
  container: FilmContainer,
  video: FilmVideoCodec,
  /** Null for a film without sound. */
  audio: FilmAudioCodec.nullable(),
});
export type FilmCodecs = z.infer<typeof FilmCodecs>;

/** What is known of a file that was made. */
export const FilmFacts = z.object({
  /** Pixels. */
  width: z.int().positive(),
  height: z.int().positive(),
  frames: z.int().positive(),
  rate: FrameRate,
  /** Absent for GIF and PNG. */
  codecs: FilmCodecs.optional(),
  /** The slates of clips whose file was gone or could not be read: their slate stands in the film. */
  missing: z.array(z.string()).readonly(),
  /** The slates of clips whose depth map was gone or could not be read: their stills were moved as flat pictures. Absent for none. */
  flat: z.array(z.string()).readonly().optional(),
});
export type FilmFacts = z.infer<typeof FilmFacts>;
