import type { Fault } from '../../schema/fault.ts';
import type { Project } from '../../schema/project.ts';
import { type GenerationRequest, PROMPT_LIMIT } from '../../schema/request.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import { adaptersOfClip, inRequest } from './clip-adapters.ts';
import { negativePromptOfClip, promptOfClip } from './clip-prompt.ts';
import { framesFor, sizeFor } from './clip-shape.ts';
import type { CutClip } from '../timeline/cut.ts';
import type { ModelFacts } from './model-facts.ts';

/** What is asked for before it is known which pictures go with it. */
export type ClipRequest = Omit<GenerationRequest, 'seed' | 'mode' | 'first' | 'last'>;

/** How carefully it is drawn, where the clip's style does not say. */
export interface DrawSettings {
  readonly steps: number;
  readonly guidance: number;
}

type Film = Pick<Project, 'settings' | 'characters' | 'styles'>;

/**
 * What a clip asks a model for, pictures and seed aside. `say` puts the prompt into the model's own words.
 * Fails with `prompt-too-long`; an empty prompt is the caller's to judge, who knows of pictures.
 */
export function requestOfClip(
  film: Film,
  found: CutClip,
  model: Pick<ModelFacts, 'size' | 'frames' | 'frameRate' | 'defaults'>,
  settings: DrawSettings,
  say: (prompt: string) => string = (prompt) => prompt,
): Result<ClipRequest, Fault> {
  const words = wordsOf(said(promptOfClip(film, found), say), negativePromptOfClip(film, found));
  if (!words.ok) return words;
  const { clip } = found;
  const [width, height] = sizeFor(film.settings.aspect, model.size);
  return ok({
    ...words.value,
    ...{ width, height },
    frames: framesFor(clip.length, film.settings.frameRate, model),
    ...drawnAs(film, found, model, settings),
    ...inRequest(adaptersOfClip(film, clip)),
  });
}

/** A prompt in the model's own words. Nothing stays nothing: a model's words always name a subject. */
export const said = (prompt: string, say: (prompt: string) => string): string => (prompt === '' ? '' : say(prompt));

/** Prompts that are not too long to be sent. */
export function wordsOf(prompt: string, negativePrompt: string): Result<Pick<ClipRequest, 'prompt' | 'negativePrompt'>, Fault> {
  for (const { length } of [prompt, negativePrompt]) {
    if (length > PROMPT_LIMIT) return fail({ reason: 'prompt-too-long', facts: { length, limit: PROMPT_LIMIT } });
  }
  return ok({ prompt, negativePrompt });
}

/** How it is drawn: the clip's style goes before what was set for all. */
export function drawnAs({ styles }: Pick<Film, 'styles'>, { clip }: Pick<CutClip, 'clip'>, { frameRate, defaults }: Pick<ModelFacts, 'frameRate' | 'defaults'>, settings: DrawSettings) {
  const style = styles.find(({ id }) => id === clip.style);
  return {
    frameRate,
    steps: style?.steps ?? settings.steps,
    guidance: style?.guidance ?? settings.guidance,
    scheduler: style?.scheduler ?? defaults.scheduler,
  };
}
