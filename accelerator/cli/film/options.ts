import { PROVIDERS, type Provider } from '../../engines/onnx/provider.ts';
import { COMMON_OPTIONS, oneOf, readNumber, readWords } from '../read-option.ts';
import { UsageError } from '../usage-error.ts';

/** The kinds of file that a film can be written as, by their ending. */
export const FILM_KINDS = ['mp4', 'webm', 'mov', 'gif', 'zip', 'srt', 'vtt', 'fcpxml', 'xml', 'edl', 'otio', 'csv', 'pdf', 'kinora'] as const;
export type FilmKind = (typeof FILM_KINDS)[number];

export interface FilmOutput {
  readonly file: string;
  readonly kind: FilmKind;
}

/** What the command line asks for. */
export interface FilmOptions {
  readonly brief: string;
  readonly outputs: readonly FilmOutput[];
  /** Lines of the picture of the films that are written: 720 is 1280 × 720 in 16:9. Their kind's usual ones where undefined. */
  readonly lines: number | undefined;
  readonly takes: number;
  readonly steps: number | undefined;
  /** Whether to go in the few steps that Kinora Mini comes with a LoRA for. */
  readonly quick: boolean;
  readonly model: string | undefined;
  readonly provider: Provider | undefined;
  /** Where the work is kept; a folder of its own among Kinora's data where undefined. */
  readonly work: string | undefined;
  readonly fresh: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

const MOST_TAKES = 8;
const LEAST_LINES = 96;
const MOST_LINES = 2_160;

export const FILM_USAGE = `Usage: npm run film -- BRIEF.json -o FILE [-o FILE ...] [options]

Makes a whole film from a brief: a story, a storyboard, keyframes, clips, sound, and the cut.
Stopped and started again, it goes on where it was.

  -o, --output FILE     where it goes; may be given several times; the ending decides the kind:
                        .mp4 .webm .gif          the film
                        .mov .zip                the film in ProRes, and each of its frames as a PNG picture
                        .srt .vtt                its captions
                        .fcpxml .xml .edl .otio  the cut for Final Cut Pro, Premiere, Resolve and others,
                                                 with its clips in a folder beside it
                        .csv .pdf                the shot list, and the storyboard to hand out
                        .kinora                  the whole project, to open in the studio
      --lines N         lines of the film's picture, ${LEAST_LINES} to ${MOST_LINES}: 720, the usual, is 1280x720 in 16:9
      --takes N         takes of each clip, 1 to ${MOST_TAKES}, of which the best is used; 1
      --steps N         1 to 200; more take longer
      --quick           4 steps, by the LoRA for them that comes with Kinora Mini
      --model DIR       the folder of a model; Kinora Mini by default
      --provider NAME   cpu webgpu cuda dml coreml; the best that works by default
      --work DIR        where the work is kept until you delete it
      --fresh           forget what was made for this brief before
      --json            print one JSON object: what was made, with times
      --quiet           print nothing but errors
  -h, --help            print this

The brief: {"text": "...", "pictures": ["cup.jpg"], "song": "song.mp3", "lyrics": "...", "seconds": 20,
"shape": "16:9", "frameRate": 24, "audience": "...", "template": "commercial", "seed": 1}; all but "text" may be left out.
Its pictures are of the product where its words or its template sell one; in any other film they give it their colours.

Example: npm run film -- brief.json -o film.mp4 -o film.kinora`;

/** Reads the command line, or answers `help`. Throws UsageError with a sentence for whatever cannot be meant. */
export function readFilmOptions(words: readonly string[]): FilmOptions | 'help' {
  if (words.length === 0) throw new UsageError(FILM_USAGE);
  const { values, positionals } = parse(words);
  if (values.help) return 'help';
  const [brief, ...others] = positionals;
  if (brief === undefined) throw new UsageError('Name the brief, for example: npm run film -- brief.json -o film.mp4');
  if (others.length > 0) throw new UsageError(`There are ${positionals.length} briefs. One film is made of one.`);
  if (values.output.length === 0) throw new UsageError('Say where the film goes, for example: -o film.mp4');
  const outputs = values.output.map((file) => ({ file, kind: kindOf(file) }));
  const twice = outputs.find(({ file }, i) => outputs.findIndex((other) => other.file === file) < i);
  if (twice) throw new UsageError(`${twice.file} is named twice.`);
  if (values.quick && values.steps !== undefined) throw new UsageError('--quick has steps of its own. Leave out --steps or --quick.');
  return {
    brief,
    outputs,
    lines: readNumber('--lines', values.lines, { least: LEAST_LINES, most: MOST_LINES, whole: true }),
    takes: readNumber('--takes', values.takes, { least: 1, most: MOST_TAKES, whole: true }) ?? 1,
    steps: readNumber('--steps', values.steps, { least: 1, most: 200, whole: true }),
    quick: values.quick,
    model: values.model,
    provider: values.provider === undefined ? undefined : oneOf('--provider', values.provider, PROVIDERS),
    work: values.work,
    fresh: values.fresh,
    json: values.json,
    quiet: values.quiet,
  };
}

function kindOf(file: string): FilmKind {
  const kind = FILM_KINDS.find((ending) => file.toLowerCase().endsWith(`.${ending}`));
  if (!kind) throw new UsageError(`${file} has none of the endings .${FILM_KINDS.join(', .')}.`);
  return kind;
}

const parse = (words: readonly string[]) =>
  readWords(words, {
    output: { type: 'string', short: 'o', multiple: true, default: [] },
    lines: { type: 'string' },
    takes: { type: 'string' },
    steps: { type: 'string' },
    quick: { type: 'boolean', default: false },
    model: { type: 'string' },
    provider: { type: 'string' },
    work: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    ...COMMON_OPTIONS,
  });
