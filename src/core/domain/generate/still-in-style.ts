import type { Fault } from '../../schema/fault.ts';
import type { ModelManifest } from '../../schema/manifest.ts';
import type { Project } from '../../schema/project.ts';
import { type GenerationRequest, PROMPT_LIMIT } from '../../schema/request.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import type { Style } from '../../schema/style.ts';
import { inRequest } from './clip-adapters.ts';
import { framesFor, sizeFor } from './clip-shape.ts';
import { joinPrompt } from './clip-prompt.ts';

/** What is asked for to see a style at work on some words: a still of the film's shape, or the shortest clip where a model draws no stills. */
export function stillInStyle(project: Pick<Project, 'settings'>, style: Style, words: string, manifest: ModelManifest): Result<Omit<GenerationRequest, 'seed'>, Fault> {
  const prompt = joinPrompt([words, style.prompt]);
  const negativePrompt = joinPrompt([style.negativePrompt]);
  for (const { length } of [prompt, negativePrompt]) {
    if (length > PROMPT_LIMIT) return fail({ reason: 'prompt-too-long', facts: { length, limit: PROMPT_LIMIT } });
  }
  if (prompt === '') return fail({ reason: 'prompt-empty', facts: {} });
  const [width, height] = sizeFor(project.settings.aspect, manifest.size);
  const isStill = manifest.modes.includes('t2i');
  return ok({
    mode: isStill ? 't2i' : 't2v',
    ...{ prompt, negativePrompt, width, height },
    frames: isStill ? 1 : framesFor(1, project.settings.frameRate, manifest),
    frameRate: manifest.frameRate,
    steps: style.steps ?? manifest.defaults.steps,
    guidance: style.guidance ?? manifest.defaults.guidance,
    scheduler: style.scheduler ?? manifest.defaults.scheduler,
    ...inRequest({ loras: style.loras.filter(({ weight }) => weight !== 0), references: [] }),
  });
}
