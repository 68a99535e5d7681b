import { modeFor } from '#core/domain/generate/mode-for.ts';
import { GenerationMode } from '#core/schema/mode.ts';
import { PROVIDERS, type Provider } from '../engines/onnx/provider.ts';
import { COMMON_OPTIONS, oneOf, readNumber, readSize, readWords } from './read-option.ts';
import { UsageError } from './usage-error.ts';

/** The kinds of file that can be written, by their ending. */
export const KINDS = ['mp4', 'webm', 'png', 'gif'] as const;
export type Kind = (typeof KINDS)[number];

/** A file of a LoRA and how strongly it acts. */
export interface LoraOption {
  readonly file: string;
  readonly weight: number;
}

/** What the command line asks for. Absent numbers are the model's own defaults. */
export interface Options {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly output: string;
  readonly kind: Kind;
  readonly mode: GenerationMode;
  readonly image: string | undefined;
  readonly last: string | undefined;
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly frames: number | undefined;
  readonly frameRate: number | undefined;
  readonly seed: number | undefined;
  readonly steps: number | undefined;
  readonly guidance: number | undefined;
  /** Whether to go in the few steps that the model comes with a LoRA for. */
  readonly quick: boolean;
  readonly loras: readonly LoraOption[];
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
      --quick           few steps, where the model comes with a LoRA for them: Kinora Mini takes 4 in place of 24
      --guidance N      how closely the words are followed, 0 to 30
      --lora FILE[:N]   a LoRA of the model and how strongly it acts, 1 by default; may be given several times
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
    : oneOf('--mode', values.mode, GenerationMode.options);
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
    quick: values.quick,
    loras: (values.lora ?? []).map(readLoraOption),
    model: values.model,
    provider: values.provider === undefined ? undefined : oneOf('--provider', values.provider, PROVIDERS),
    json: values.json,
    quiet: values.quiet,
  };
}

/** `style.safetensors` or `style.safetensors:0.8`. */
function readLoraOption(given: string): LoraOption {
  const [, file, number] = /^(.+?)(?::([^:\\/]*))?$/s.exec(given) ?? [];
  if (!file) throw new UsageError('--lora needs a file.');
  return { file, weight: readNumber('--lora', number, { least: -4, most: 4 }) ?? 1 };
}

const parse = (words: readonly string[]) =>
  readWords(words, {
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
    quick: { type: 'boolean', default: false },
    lora: { type: 'string', multiple: true },
    model: { type: 'string' },
    provider: { type: 'string' },
    ...COMMON_OPTIONS,
  });
