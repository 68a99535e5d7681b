import pino from 'pino';
import type { RawVideo, RunContext } from '#core/domain/generate/engine.ts';
import { JobId, Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import { GenerationRequest, type Picture } from '#core/schema/request.ts';
import { ComfyEngine, type ComfyOptions } from './engine.ts';

export const JOB = JobId.parse('0197d9a4-6b3a-7c11-8e51-2f6d1c9b7a01');
const WIDTH = 160;
const HEIGHT = 128;

/** Two engines or more can be at work in one test: each is disposed of by who opened it. */
export const openEngine = (addresses: readonly string[], options: Partial<ComfyOptions> = {}): ComfyEngine =>
  new ComfyEngine({ addresses, logger: pino({ level: 'silent' }), ...options });

export const asked = (changes: Partial<GenerationRequest> = {}): GenerationRequest =>
  GenerationRequest.parse({
    ...{ mode: 't2v', prompt: 'a red ball', seed: 11, width: WIDTH, height: HEIGHT, frames: 5, frameRate: 16, steps: 6, guidance: 3.5 },
    ...changes,
  });

export const picture = (shade: number): Picture => ({
  width: WIDTH,
  height: HEIGHT,
  rgb: new Uint8Array(WIDTH * HEIGHT * 3).fill(shade),
  sha256: Sha256.parse(shade.toString(16).padStart(2, '0').repeat(32)),
});

export interface Run extends RunContext {
  readonly told: Progress[];
  readonly previews: RawVideo[];
}

export function running(context: Partial<RunContext> = {}): Run {
  const told: Progress[] = [];
  const previews: RawVideo[] = [];
  return { signal: { aborted: false }, onProgress: (progress) => void told.push(progress), onPreview: (preview) => void previews.push(preview), told, previews, ...context };
}

/** A run, and the moment at which it has done a step of denoising. */
export function begun(context: Partial<RunContext> = {}): { readonly run: Run; readonly denoising: Promise<void> } {
  let tell!: () => void;
  const denoising = new Promise<void>((resolve) => (tell = resolve));
  return { run: running({ ...context, onProgress: ({ stage, step }) => void (stage === 'denoise' && step > 0 && tell()) }), denoising };
}
