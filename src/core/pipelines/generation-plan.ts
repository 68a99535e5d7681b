import { type Shape, snapShape } from '../domain/generate/snap.ts';
import { FaultError } from '../schema/fault.ts';
import type { ModelManifest } from '../schema/manifest.ts';
import { GenerationMode } from '../schema/mode.ts';
import type { Adjustment } from '../schema/progress.ts';
import type { Recipe } from '../schema/recipe.ts';
import { GenerationRequest, type Picture, PROMPT_LIMIT } from '../schema/request.ts';

/** A request that was checked and fitted to a model. */
export interface GenerationPlan {
  readonly request: GenerationRequest;
  readonly shape: Shape;
  readonly adjustments: readonly Adjustment[];
  readonly first: Picture | undefined;
  readonly last: Picture | undefined;
}

/** What a mode needs beside numbers. */
const NEEDS: Record<GenerationMode, { words: boolean; first: boolean; last: boolean }> = {
  t2i: { words: true, first: false, last: false },
  t2v: { words: true, first: false, last: false },
  i2v: { words: false, first: true, last: false },
  ti2v: { words: true, first: true, last: false },
  flf2v: { words: false, first: true, last: true },
};

/** The limits of the request's schema in words. */
const ALLOWED: Record<string, string> = {
  seed: 'whole numbers from 0 to 4294967295',
  width: 'whole numbers from 1 to 8192',
  height: 'whole numbers from 1 to 8192',
  frames: 'whole numbers from 1 to 10000',
  frameRate: 'more than 0, up to 240',
  steps: 'whole numbers from 1 to 200',
  guidance: 'from 0 to 30',
};

/**
 * Checks a request and fits its shape to the model. Pictures must already have the film's size: the
 * host crops them to `snapShape` of the same request.
 *
 * Throws FaultError `option-invalid`, `prompt-too-long`, `prompt-empty`, `mode-not-supported`,
 * `first-picture-missing` or `last-picture-missing`.
 */
export function planGeneration(asked: GenerationRequest, manifest: Pick<ModelManifest, 'name' | 'modes' | 'size' | 'frames'>): GenerationPlan {
  for (const text of [asked.prompt, asked.negativePrompt]) {
    if (text.length > PROMPT_LIMIT) {
      throw new FaultError('prompt-too-long', { length: text.length, limit: PROMPT_LIMIT });
    }
  }
  const parsed = GenerationRequest.safeParse(asked);
  if (!parsed.success) throw optionFault(parsed.error.issues[0]?.path ?? [], asked);
  const request = parsed.data;
  const { data: mode } = GenerationMode.safeParse(request.mode);
  if (!mode || !manifest.modes.includes(mode)) {
    throw new FaultError('mode-not-supported', { mode: request.mode, model: manifest.name, allowed: manifest.modes.join(', ') });
  }
  const needs = NEEDS[mode];
  if (needs.words && request.prompt.trim() === '') throw new FaultError('prompt-empty');
  if (needs.first && !request.first) throw new FaultError('first-picture-missing', { mode });
  if (needs.last && !request.last) throw new FaultError('last-picture-missing', { mode });

  const { shape, adjustments } = snapShape(request, manifest);
  for (const which of ['first', 'last'] as const) {
    const picture = request[which];
    if (!picture) continue;
    const option = `the ${which} picture`;
    if (!needs[which]) throw new FaultError('option-invalid', { option, given: `used with ${mode}` });
    if (picture.width !== shape.width || picture.height !== shape.height) {
      const given = `${picture.width} × ${picture.height} pixels`;
      throw new FaultError('option-invalid', { option, given, allowed: `${shape.width} × ${shape.height} pixels` });
    }
  }
  return { request, shape, adjustments, first: request.first, last: request.last };
}

/** The recipe of a plan: what it takes to make the same again. */
export function recipeOf(
  { request, shape, first, last }: GenerationPlan,
  manifest: Pick<ModelManifest, 'id' | 'version' | 'license' | 'defaults'>,
  engine: Recipe['engine'],
): Recipe {
  const { id, version, license, defaults } = manifest;
  const { mode, prompt, negativePrompt, seed, frameRate, steps, guidance, scheduler } = request;
  return {
    schema: 1,
    mode,
    model: { id, version, license: license.spdx },
    prompt,
    negativePrompt,
    seed,
    ...shape,
    frameRate,
    steps,
    guidance,
    scheduler,
    shift: defaults.shift,
    inputs: { ...(first && { first: first.sha256 }), ...(last && { last: last.sha256 }) },
    engine,
  };
}

function optionFault(path: readonly PropertyKey[], asked: object): FaultError {
  const option = String(path[0] ?? 'the request');
  const given = (asked as Record<string, unknown>)[option];
  const allowed = ALLOWED[option];
  return new FaultError('option-invalid', {
    option,
    ...(typeof given === 'number' || typeof given === 'string' ? { given } : {}),
    ...(allowed === undefined ? {} : { allowed }),
  });
}
