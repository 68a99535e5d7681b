import type { LoraUse } from '../../schema/lora-use.ts';
import { type GenerationRequest, PROMPT_LIMIT } from '../../schema/request.ts';
import type { Fault } from '../../schema/fault.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import { joinPrompt } from '../generate/clip-prompt.ts';
import type { ModelFacts } from '../generate/model-facts.ts';

/** As many as stand side by side. */
export const MOST_STRENGTHS = 4;
export const FIRST_STRENGTHS = '0, 0.4, 0.8, 1.2';

/** The strengths that were typed, each once, from the weakest; undefined where they are none, too many, or outside −4 … 4. */
export function readStrengths(typed: string): number[] | undefined {
  const words = typed.trim().split(/[\s,;]+/);
  const numbers = [...new Set(words.map((word) => (/^[+-]?\d{1,2}(\.\d{1,3})?$/.test(word) ? Number(word) : Number.NaN)))];
  const isFine = numbers.length >= 2 && numbers.length <= MOST_STRENGTHS && numbers.every((number) => Math.abs(number) <= 4);
  return isFine ? numbers.toSorted((a, b) => a - b) : undefined;
}

/**
 * What is asked for to see a LoRA at some strengths: the same words, seed and everything else, stills where the model
 * draws them, else its shortest clips. Without strength the LoRA is not named, so that its picture is the model's own.
 */
export function strengthRequests(lora: Omit<LoraUse, 'weight'>, strengths: readonly number[], words: { readonly prompt: string; readonly triggerWords: string; readonly seed: number }, model: ModelFacts): Result<GenerationRequest[], Fault> {
  const prompt = joinPrompt([words.prompt, words.triggerWords]);
  if (words.prompt.trim() === '') return fail({ reason: 'prompt-empty', facts: {} });
  if (prompt.length > PROMPT_LIMIT) return fail({ reason: 'prompt-too-long', facts: { length: prompt.length, limit: PROMPT_LIMIT } });
  const isStill = model.modes.includes('t2i');
  const [width, height] = model.size.default;
  const { multiple, offset, default: usual } = model.frames;
  const frames = isStill ? 1 : Math.min(usual, multiple + offset);
  return ok(
    strengths.map((weight): GenerationRequest => ({
      mode: isStill ? 't2i' : 't2v',
      ...{ prompt, negativePrompt: '', seed: words.seed, width, height, frames, frameRate: model.frameRate },
      ...{ steps: model.defaults.steps, guidance: model.defaults.guidance, scheduler: model.defaults.scheduler },
      ...(weight !== 0 && { loras: [{ ...lora, weight }] }),
    })),
  );
}
