import type { GenerationRequest } from '#core/schema/request.ts';
import type { Shape } from '#core/domain/generate/snap.ts';
import type { SdModel } from './catalogue.ts';
import type { ChosenFiles } from './choose-files.ts';

/** A LoRA that lies in the job's folder under `file`, and which experts it is for. */
export interface PlacedLora {
  /** Letters, digits, dots, lines: never from a person. */
  readonly file: string;
  readonly weight: number;
  readonly for: 'both' | 'high' | 'low';
}

/** Names inside the job's folder, where sd-cli is started. */
export const JOB = { frames: 'frames', loras: 'loras', first: 'first.png', last: 'last.png' } as const;

/** Frames up to which sd-cli writes a preview as a picture; beyond, as a film. */
const STILL_PREVIEW = 4;

export interface SdTask {
  readonly model: SdModel;
  readonly files: ChosenFiles;
  readonly request: GenerationRequest;
  readonly shape: Shape;
  readonly steps: StepSplit;
  readonly loras: readonly PlacedLora[];
  readonly memory: readonly string[];
  readonly preview: string | undefined;
}

/** Steps of the one model or the last expert, and of the first: undefined where the boundary decides. */
export interface StepSplit {
  readonly low: number;
  readonly high: number | undefined;
}

/** The steps of a model that was distilled are halved between its experts; otherwise the noise decides. */
export function splitSteps({ high, fast }: Pick<SdModel, 'high' | 'fast'>, steps: number): StepSplit {
  if (!high || !fast) return { low: steps, high: undefined };
  const first = Math.ceil(steps / 2);
  return { low: steps - first, high: first };
}

/**
 * Where a preview is written, if one can be. sd-cli makes an AVI of a preview of several frames, at a quarter of the
 * rate: below four frames a second that is none, and it divides by it.
 */
export function previewFile({ frames }: Shape, frameRate: number): string | undefined {
  if (frames <= STILL_PREVIEW) return 'preview.png';
  return wholeRate(frameRate) >= 4 ? 'preview.avi' : undefined;
}

const wholeRate = (frameRate: number): number => Math.max(1, Math.round(frameRate));

/**
 * The command line of a job, as a list. sd-cli takes whatever follows an option as its value, also where it begins
 * with a line. Every path is the engine's own or a model's; those in the job's folder are relative to it, so that
 * no folder's name is read as a pattern of frames.
 */
export function sdArguments({ model, files, request, shape, steps, loras, memory, preview }: SdTask): string[] {
  const guidance = String(request.guidance);
  return [
    ...['-M', 'vid_gen'],
    ...['--diffusion-model', files.low.path],
    ...(files.high ? ['--high-noise-diffusion-model', files.high.path] : []),
    ...['--vae', files.vae.path, '--t5xxl', files.text.path],
    ...['-p', promptWithLoras(request.prompt, loras, files.high !== undefined), '-n', plainPrompt(request.negativePrompt)],
    ...(loras.length > 0 ? ['--lora-model-dir', JOB.loras, '--lora-apply-mode', 'auto'] : []),
    ...['-W', String(shape.width), '-H', String(shape.height)],
    ...['--video-frames', String(shape.frames), '--fps', String(wholeRate(request.frameRate))],
    ...['--steps', String(steps.low), '--cfg-scale', guidance, '--sampling-method', 'euler'],
    ...(files.high ? highNoise(guidance, steps, model.boundary) : []),
    ...['--flow-shift', String(model.offer.defaults.shift)],
    ...['-s', String(request.seed), '--rng', 'cuda'],
    ...(request.first ? ['--init-img', JOB.first] : []),
    ...(request.last ? ['--end-img', JOB.last] : []),
    ...['--diffusion-fa', ...memory],
    ...(preview === undefined ? [] : ['--preview', 'proj', '--preview-path', preview, '--preview-interval', '1']),
    ...['--disable-image-metadata', '-o', `${JOB.frames}/%03d.png`],
  ];
}

const highNoise = (guidance: string, { high }: StepSplit, boundary: number | undefined): string[] => [
  ...['--high-noise-cfg-scale', guidance, '--high-noise-sampling-method', 'euler'],
  ...['--high-noise-steps', high === undefined ? '-1' : String(high)],
  ...(boundary === undefined ? [] : ['--moe-boundary', String(boundary)]),
];

/**
 * A prompt that names no LoRA, whatever a person wrote: a tag could name any file of the machine. Without control
 * characters, too: an argument cannot hold a zero, and no prompt needs the others.
 */
export const plainPrompt = (prompt: string): string =>
  prompt.replace(/[\u0000-\u001f\u007f]/g, ' ').replaceAll(/<lora:/gi, '<lora ');

function promptWithLoras(prompt: string, loras: readonly PlacedLora[], twoExperts: boolean): string {
  const tags = loras.flatMap(({ file, weight, for: expert }) => [
    ...(expert !== 'high' || !twoExperts ? [`<lora:${file}:${weight}>`] : []),
    ...(expert !== 'low' && twoExperts ? [`<lora:|high_noise|${file}:${weight}>`] : []),
  ]);
  return plainPrompt(prompt) + tags.join('');
}
