import type { FaultReason } from '../../schema/fault.ts';
import { type Explanation, type Facts, megabytes, NOTHING_CHANGED, REQUEST_KEPT, said } from './explanation.ts';

type GivenReason = Extract<
  FaultReason,
  | 'picture-unreadable'
  | 'picture-missing'
  | 'picture-too-large'
  | 'picture-animated'
  | 'pictures-full'
  | 'song-too-large'
  | 'song-unreadable'
  | 'song-missing'
  | 'file-empty'
  | 'video-unreadable'
  | 'file-unknown'
  | 'file-unreadable'
  | 'script-no-shots'
  | 'script-too-long'
  | 'script-columns-unknown'
  | 'lora-unreadable'
  | 'lora-unsupported'
  | 'lora-unfit'
  | 'lora-missing'
  | 'file-too-large'
>;

/** What a person reads when a file that was given cannot be taken, or is gone. */
export const GIVEN_TABLE: Record<GivenReason, (facts: Facts) => Explanation> = {
  'picture-unreadable': ({ file }) => ({
    title: 'The picture cannot be read',
    happened: `${said(file, 'The file')} is damaged or not a PNG, JPEG or WebP picture.`,
    kept: REQUEST_KEPT,
    next: 'Open it in a picture program, save it as PNG or JPEG, and try that file.',
  }),
  'picture-missing': ({ file }) => ({
    title: 'The picture’s file is missing',
    happened: `${said(file, 'The picture')} is no longer in this browser’s storage.`,
    kept: REQUEST_KEPT,
    next: 'Choose the picture again where it is used, or bring its file back on the project’s Overview.',
  }),
  'picture-too-large': ({ file, width, height, limit }) => ({
    title: 'The picture is too large',
    happened: `${said(file, 'The picture')} is ${bySize(width, height)}${
      limit === undefined ? '' : `; at most ${limit} can be taken`
    }.`,
    kept: REQUEST_KEPT,
    next: 'Make it smaller and try again.',
  }),
  'picture-animated': ({ file }) => ({
    title: 'The picture is animated',
    happened: `${said(file, 'The file')} holds more than one frame.`,
    kept: REQUEST_KEPT,
    next: 'Save the frame you want as a still picture and use that.',
  }),
  'pictures-full': ({ file, limit }) => ({
    title: 'The brief has all its pictures',
    happened: `${said(file, 'The picture')} was not added: a brief takes up to ${said(limit, 'ten')} pictures.`,
    kept: 'Those that are there stay as they are.',
    next: 'Remove one to make room for it.',
  }),
  'song-too-large': ({ file, limit }) => ({
    title: 'The song is too large',
    happened: `${said(file, 'The file')} is larger than ${said(limit, 'Kinora takes')}.`,
    kept: NOTHING_CHANGED,
    next: 'Save it as MP3 or M4A, which are smaller, and choose that.',
  }),
  'song-unreadable': ({ file }) => ({
    title: 'The song cannot be played',
    happened: `${said(file, 'The file')} holds no sound that can be played here.`,
    kept: NOTHING_CHANGED,
    next: 'Choose an MP3, WAV, OGG, FLAC or M4A file.',
  }),
  'song-missing': ({ file }) => ({
    title: 'The song’s file is missing',
    happened: `${said(file, 'The song')} is no longer in this browser’s storage.`,
    kept: 'The film and its lyrics are kept.',
    next: 'Choose the file again.',
  }),
  'file-empty': ({ file }) => ({
    title: 'The file is empty',
    happened: `${said(file, 'The file')} holds nothing.`,
    kept: NOTHING_CHANGED,
    next: 'It may not have been copied to its end: copy or download it again.',
  }),
  'video-unreadable': ({ file }) => ({
    title: 'The video cannot be shown',
    happened: `${said(file, 'The file')} holds no video that this browser can show.`,
    kept: NOTHING_CHANGED,
    next: 'Save it as MP4 with H.264, or as WebM, and try that file.',
  }),
  'file-unknown': ({ file }) => ({
    title: 'This kind of file is not taken',
    happened: `What is in ${said(file, 'the file')} is none of the kinds that a pool takes, whatever its name says.`,
    kept: NOTHING_CHANGED,
    next: 'Choose a PNG, JPEG or WebP picture, an MP4 or WebM video, MP3, WAV, OGG, FLAC or M4A sound, or a .safetensors LoRA.',
  }),
  'file-unreadable': ({ file }) => ({
    title: 'The file cannot be read',
    happened: `${said(file, 'The file')} is damaged, not whole, or was changed while it was read.`,
    kept: NOTHING_CHANGED,
    next: 'Copy or save it again and try that file.',
  }),
  'script-no-shots': ({ file }) => ({
    title: 'There are no shots in it',
    happened: `${said(file, 'The script')} has no line that is a shot.`,
    kept: NOTHING_CHANGED,
    next: 'Write one shot a line, a screenplay with scene headings, or a table with a column “description”.',
  }),
  'script-too-long': ({ file, limit }) => ({
    title: 'The script is too long',
    happened: `${said(file, 'The script')} has more ${limit === undefined ? 'shots than can be taken' : `than ${limit} shots`}.`,
    kept: NOTHING_CHANGED,
    next: 'Part it into several files and lay them out one after the other.',
  }),
  'script-columns-unknown': ({ file, columns }) => ({
    title: 'No column says what is seen',
    happened: columns ? `${said(file, 'The table')} has the columns: ${columns}.` : `${said(file, 'The table')} has no names of columns in its first line.`,
    kept: NOTHING_CHANGED,
    next: 'Name a column “description” in the first line and try again.',
  }),
  'lora-unreadable': ({ file, problem }) => ({
    title: 'This is no LoRA that can be kept',
    happened: `${said(file, 'The file')} ${problem ?? 'is not a safetensors file, or not a whole one'}.`,
    kept: NOTHING_CHANGED,
    next: 'Choose a .safetensors file; if it is one, download or copy it again.',
  }),
  'lora-unsupported': ({ file, kind }) => ({
    title: 'This LoRA cannot be used',
    happened: `${said(file, 'The file')} has ${kind ?? 'parts that are not known'}. Kinora merges LoRAs of two factors, as diffusers, kohya’s scripts and lightx2v write them.`,
    kept: NOTHING_CHANGED,
    next: 'Take it off the clip or the style, or use a plain LoRA of the same style.',
  }),
  'lora-unfit': ({ file, layer }) => ({
    title: 'This LoRA is for another model',
    happened: `${said(file, 'The LoRA')} was made for a model with other sizes: its layer ${said(layer, '')} does not fit.`,
    kept: NOTHING_CHANGED,
    next: 'Choose the model it was trained for, or take the LoRA off. The trigger words can stay in the prompt.',
  }),
  'lora-missing': ({ file }) => ({
    title: 'A LoRA is missing',
    happened: `The file of ${said(file, 'a LoRA')} is not on this device.`,
    kept: NOTHING_CHANGED,
    next: 'Bring the file back in Cast & styles, or take the LoRA off and use its trigger words.',
  }),
  'file-too-large': ({ file, size, limit }) => ({
    title: 'The file is too large',
    happened: `${said(file, 'The file')} has ${size === undefined ? 'too many bytes' : megabytes(size)}${
      limit === undefined ? '' : `; at most ${megabytes(limit)} can be taken`
    }.`,
    kept: NOTHING_CHANGED,
    next: 'Make it smaller or shorter and try again.',
  }),
};

const bySize = (width: string | number | undefined, height: string | number | undefined): string =>
  width === undefined || height === undefined ? 'too large' : `${width} × ${height} pixels`;
