import path from 'node:path';
import type { FrameMode } from '#core/schema/frame-model.ts';
import { PROVIDERS, type Provider } from '../../engines/onnx/provider.ts';
import { COMMON_OPTIONS, oneOf, readWords } from '../read-option.ts';
import { UsageError } from '../usage-error.ts';

/** Files with one picture, and files with many, by their endings. */
const PICTURES = ['png', 'jpg', 'jpeg', 'webp'] as const;
const CLIPS = ['mp4', 'webm', 'gif'] as const;
export type PictureEnding = (typeof PICTURES)[number];
export type ClipEnding = (typeof CLIPS)[number];

/** What the command line asks for. Both files hold one picture, or both many. */
export interface EnhanceOptions {
  readonly mode: FrameMode;
  readonly input: string;
  readonly output: string;
  readonly files: { readonly kind: 'picture'; readonly to: PictureEnding } | { readonly kind: 'clip'; readonly from: ClipEnding; readonly to: ClipEnding };
  readonly model: string | undefined;
  readonly provider: Provider | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

const SAYS: Readonly<Record<FrameMode, { readonly does: string; readonly input: string; readonly endings: string; readonly example: string }>> = {
  upscale: {
    does: 'Makes a picture or a clip twice as wide and twice as high. What is transparent becomes white.',
    input: 'a picture (.png .jpg .webp) or a clip (.mp4 .webm .gif)',
    endings: '.png .jpg .webp for pictures, .mp4 .webm .gif for clips',
    example: 'npm run upscale -- clip.mp4 -o larger.mp4',
  },
  interpolate: {
    does: 'Puts a frame between every two frames of a clip, so that it moves more smoothly. It stays as long as it was.',
    input: 'a clip (.mp4 .webm .gif)',
    endings: '.mp4 .webm .gif',
    example: 'npm run interpolate -- clip.mp4 -o smooth.mp4',
  },
};

export const usageOf = (mode: FrameMode): string => `Usage: npm run ${mode} -- FILE -o FILE [options]

${SAYS[mode].does}

  FILE                  ${SAYS[mode].input}
  -o, --output FILE     where it goes: ${SAYS[mode].endings}
      --model DIR       the folder of a model; Kinora Mini's own by default
      --provider NAME   cpu webgpu cuda dml coreml; cpu by default
      --json            print one JSON object: file, recipe, milliseconds
      --quiet           print nothing but errors
  -h, --help            print this

Example: ${SAYS[mode].example}`;

/** Reads the command line, or answers `help`. Throws UsageError with a sentence for whatever cannot be meant. */
export function readEnhanceOptions(mode: FrameMode, words: readonly string[]): EnhanceOptions | 'help' {
  if (words.length === 0) throw new UsageError(usageOf(mode));
  const { values, positionals } = parse(words);
  if (values.help) return 'help';
  const [input, ...more] = positionals;
  if (input === undefined) throw new UsageError(`Say which file is to be worked on, for example: ${SAYS[mode].example}`);
  if (more.length > 0) throw new UsageError(`There are ${positionals.length} files. One is worked on at a time.`);
  const { output } = values;
  if (output === undefined) throw new UsageError('Say where the result goes, for example: -o larger.mp4');
  return {
    mode,
    input,
    output,
    files: filesOf(mode, input, output),
    model: values.model,
    provider: values.provider === undefined ? undefined : oneOf('--provider', values.provider, PROVIDERS),
    json: values.json,
    quiet: values.quiet,
  };
}

function filesOf(mode: FrameMode, input: string, output: string): EnhanceOptions['files'] {
  const [from, to] = [endingOf(input), endingOf(output)];
  if (path.resolve(input) === path.resolve(output)) throw new UsageError('Both names are of one file. Choose another for the result.');
  const [clip, clipTo] = [CLIPS.find((one) => one === from), CLIPS.find((one) => one === to)];
  if (clip && clipTo) return { kind: 'clip', from: clip, to: clipTo };
  if (mode === 'interpolate') {
    throw new UsageError(`${clip ? output : input} has none of the endings .${CLIPS.join(', .')}: frames are put between the frames of a clip.`);
  }
  const [picture, pictureTo] = [PICTURES.find((one) => one === from), PICTURES.find((one) => one === to)];
  if (picture && pictureTo) return { kind: 'picture', to: pictureTo };
  if (clip && pictureTo) throw new UsageError(`${input} is a clip and ${output} holds one picture. Choose the ending .${CLIPS.join(', .')}.`);
  if (picture && clipTo) throw new UsageError(`${input} is one picture and ${output} holds a clip. Choose the ending .${PICTURES.join(', .')}.`);
  throw new UsageError(`${clip || picture ? output : input} has none of the endings .${[...PICTURES, ...CLIPS].join(', .')}.`);
}

const endingOf = (file: string): string => path.extname(file).slice(1).toLowerCase();

const parse = (words: readonly string[]) =>
  readWords(words, {
    output: { type: 'string', short: 'o' },
    model: { type: 'string' },
    provider: { type: 'string' },
    ...COMMON_OPTIONS,
  });
