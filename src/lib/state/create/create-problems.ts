import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import type { Fault } from '#core/schema/fault.ts';
import { PROMPT_LIMIT } from '#core/schema/request.ts';
import type { PromptSpan } from '#core/domain/generate/prompt-span.ts';

export type Field =
  | 'prompt'
  | 'negativePrompt'
  | 'first'
  | 'last'
  | 'size'
  | 'frames'
  | 'frameRate'
  | 'seed'
  | 'steps'
  | 'guidance';

/** Something that stands in the way of generating, and the field where it is to be said. */
export interface Problem {
  readonly field: Field;
  readonly fault: Fault;
}

/** What the check looks at. Numbers may be anything that a number field can hold, NaN included. */
export interface Form {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly from: 'words' | 'picture' | 'between';
  readonly kind: 'video' | 'still';
  readonly hasFirst: boolean;
  readonly hasLast: boolean;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly frameRate: number;
  readonly seed: number;
  readonly steps: number;
  readonly guidance: number;
}

/** All that stands in the way of a request, in the order of the form. `spans`: the prompt as the model reads it. */
export function findProblems(form: Form, spans: readonly PromptSpan[] | null, manifest: ModelFacts | null): Problem[] {
  return [...promptProblems(form, spans), ...pictureProblems(form), ...numberProblems(form, manifest)];
}

function* promptProblems(form: Form, spans: readonly PromptSpan[] | null): Generator<Problem> {
  for (const field of ['prompt', 'negativePrompt'] as const) {
    const { length } = form[field];
    if (length > PROMPT_LIMIT) {
      yield { field, fault: { reason: 'prompt-too-long', facts: { length, limit: PROMPT_LIMIT } } };
    }
  }
  if (form.prompt.trim() === '') {
    if (form.from === 'words') yield { field: 'prompt', fault: { reason: 'prompt-empty', facts: {} } };
    return;
  }
  if (!spans || form.from !== 'words' || spans.some((span) => span.kind === 'known')) return;
  const ignored = spans.filter((span) => span.kind === 'ignored');
  const words = ignored.map((span) => form.prompt.slice(span.start, span.end)).slice(0, 8).join(', ');
  const suggestions = [...new Set(ignored.flatMap((span) => span.suggestions))].slice(0, 4).join(', ');
  yield { field: 'prompt', fault: { reason: 'prompt-unknown-words', facts: { words, suggestions } } };
}

function* pictureProblems({ from, hasFirst, hasLast }: Form): Generator<Problem> {
  if (from !== 'words' && !hasFirst) yield { field: 'first', fault: { reason: 'first-picture-missing', facts: {} } };
  if (from === 'between' && !hasLast) yield { field: 'last', fault: { reason: 'last-picture-missing', facts: {} } };
}

function* numberProblems(form: Form, manifest: ModelFacts | null): Generator<Problem> {
  const side = manifest ? ([manifest.size.min, manifest.size.max] as const) : ([1, 8192] as const);
  const checks: [Field, string, number, number, number, whole?: true][] = [
    ['size', 'Width', form.width, ...side, true],
    ['size', 'Height', form.height, ...side, true],
    ['frameRate', 'Frame rate', form.frameRate, 1, 60],
    ['seed', 'Seed', form.seed, 0, 0xffff_ffff, true],
    ['steps', 'Steps', form.steps, 1, 200, true],
    ['guidance', 'Guidance', form.guidance, 0, 30],
  ];
  if (form.kind === 'video') checks.splice(2, 0, ['frames', 'Frames', form.frames, 1, manifest?.frames.max ?? 10_000, true]);
  for (const [field, option, given, least, most, whole] of checks) {
    if (given >= least && given <= most && (!whole || Number.isInteger(given))) continue;
    const allowed = `${least} to ${most}${whole ? ', whole numbers' : ''}`;
    yield { field, fault: { reason: 'option-invalid', facts: { option, given: Number.isNaN(given) ? 'empty' : given, allowed } } };
  }
}
