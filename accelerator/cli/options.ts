import { parseArgs } from 'node:util';
import { modeFor } from '#core/domain/mode-for.ts';
import { Mode } from '#core/schema/mode.ts';
import { PROVIDERS, type Provider } from '../engines/onnx/runtime.ts';
import { UsageError } from './usage-error.ts';

/** The kinds of file that can be written, by their ending. */
export const KINDS = ['mp4', 'webm', 'png', 'gif'] as const;
export type Kind = (typeof KINDS)[number];

/** What the command line asks for. Absent numbers are the model's own defaults. */
export interface Options {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly output: string;
  readonly kind: Kind;
  readonly mode: Mode;
  readonly image: string | undefined;
  readonly last: string | undefined;
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly frames: number | undefined;
  readonly frameRate: number | undefined;
  readonly seed: number | undefined;
  readonly steps: number | undefined;
  readonly guidance: number | undefined;
  readonly model: string | undefined;
  readonly provider: Provider | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

export const USAGE = `Usage: npm run generate -- "PROMPT" -o FILE [options]

Makes a picture or a clip from words, from a picture, or between two pictures.

  -o, --output FILE     where it goes; the ending decides the kind: .mp4 .webm .gif .png
      --mode MODE       t2i t2v i2v ti2v flf2v; follows from what is given
      --image FILE      the first picture (PNG, JPEG or WebP)
      --last FILE       the last picture
      --negative TEXT   what should not be seen
      --size WxH        width and height in pixels, for example 160x96
      --frames N        how many frames
      --fps N           frames a second
      --seed N          0 to 4294967295; the same seed gives the same clip
      --steps N         1 to 200; more take longer
      --guidance N      how closely the words are followed, 0 to 30
      --model DIR       the folder of a model; Kinora Mini by default
      --provider NAME   cpu webgpu cuda dml coreml; the best that works by default
      --json            print one JSON object: file, recipe, timings
      --quiet           print nothing but errors
  -h, --help            print this

Example: npm run generate -- "a red balloon rising over the sea at sunset, slow zoom in" -o clip.mp4`;

/** Reads the command line, or answers `help`. Throws UsageError with a sentence for whatever cannot be meant. */
export function readOptions(words: readonly string[]): Options | 'help' {
  if (words.length === 0) throw new UsageError(USAGE);
  const { values, positionals } = parse(words);
  if (values.help) return 'help';
  if (positionals.length > 1) {
    throw new UsageError(`There are ${positionals.length} prompts. Put the words in quotation marks, so that they arrive as one.`);
  }
  const prompt = positionals[0] ?? '';
  const { output, image, last } = values;
  if (output === undefined) throw new UsageError('Say where the result goes, for example: -o clip.mp4');
  const kind = KINDS.find((ending) => output.toLowerCase().endsWith(`.${ending}`));
  if (!kind) throw new UsageError(`${output} has none of the endings .${KINDS.join(', .')}.`);

  const mode = values.mode === undefined
    ? modeFor({ prompt, first: image !== undefined, last: last !== undefined, still: kind === 'png' })
    : oneOf('--mode', values.mode, Mode.options);
  if (kind === 'png' && mode !== 't2i') {
    throw new UsageError(`A .png holds one picture and ${mode} makes a clip. Choose .mp4, .webm or .gif, or leave the pictures out.`);
  }
  if (kind !== 'png' && mode === 't2i') throw new UsageError(`t2i makes one picture. Choose the ending .png instead of .${kind}.`);

  return {
    prompt,
    negativePrompt: values.negative ?? '',
    output,
    kind,
    mode,
    image,
    last,
    size: values.size === undefined ? undefined : readSize(values.size),
    frames: readNumber('--frames', values.frames, { least: 1, most: 10_000, whole: true }),
    frameRate: readNumber('--fps', values.fps, { least: 0.1, most: 240 }),
    seed: readNumber('--seed', values.seed, { least: 0, most: 0xffff_ffff, whole: true }),
    steps: readNumber('--steps', values.steps, { least: 1, most: 200, whole: true }),
    guidance: readNumber('--guidance', values.guidance, { least: 0, most: 30 }),
    model: values.model,
    provider: values.provider === undefined ? undefined : oneOf('--provider', values.provider, PROVIDERS),
    json: values.json,
    quiet: values.quiet,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      strict: true,
      options: {
        output: { type: 'string', short: 'o' },
        mode: { type: 'string' },
        image: { type: 'string' },
        last: { type: 'string' },
        negative: { type: 'string' },
        size: { type: 'string' },
        frames: { type: 'string' },
        fps: { type: 'string' },
        seed: { type: 'string' },
        steps: { type: 'string' },
        guidance: { type: 'string' },
        model: { type: 'string' },
        provider: { type: 'string' },
        json: { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    if (error instanceof TypeError && 'code' in error) throw new UsageError(`${firstSentence(error.message)} --help lists the options.`);
    throw error;
  }
}

/** Node explains at length how to pass words that begin with a dash; its first sentence is enough. */
const firstSentence = (text: string): string => `${text.split(/\.\s|\n/)[0]?.replace(/\.$/, '')}.`;

function oneOf<Word extends string>(option: string, given: string, allowed: readonly Word[]): Word {
  const found = allowed.find((word) => word === given);
  if (found === undefined) throw new UsageError(`${option} cannot be ${given}. Allowed: ${allowed.join(', ')}.`);
  return found;
}

function readSize(given: string): { width: number; height: number } {
  const match = /^(\d{1,4})[x×](\d{1,4})$/i.exec(given);
  const width = Number(match?.[1]);
  const height = Number(match?.[2]);
  if (!match || width < 1 || height < 1) throw new UsageError(`--size cannot be ${given}. Write width and height in pixels, for example 160x96.`);
  return { width, height };
}

function readNumber(
  option: string,
  given: string | undefined,
  { least, most, whole = false }: { least: number; most: number; whole?: boolean },
): number | undefined {
  if (given === undefined) return undefined;
  const value = /^\d+(\.\d+)?$/.test(given) ? Number(given) : NaN;
  if (!(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    throw new UsageError(`${option} cannot be ${given}. Allowed: ${whole ? 'whole numbers ' : ''}from ${least} to ${most}.`);
  }
  return value;
}
