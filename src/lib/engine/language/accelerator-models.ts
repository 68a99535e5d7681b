import type { LanguageModel, LanguageQuestion } from '#core/domain/language/language-model.ts';
import { Completion, type CompletionOrder, type LanguageModelOffer, LanguageOffer } from '#core/schema/accelerator/language.ts';
import { Problem } from '#core/schema/accelerator/problem.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { AcceleratorLink } from '../remote/ports.ts';

type Line = Pick<AcceleratorLink, 'ask'>;

/** The language models on servers beside the accelerator, and which servers it looked for. */
export async function languageOffer(line: Line): Promise<Result<LanguageOffer, Fault>> {
  const answer = await line.ask('/language/models');
  if (!answer.ok) return answer;
  const read = LanguageOffer.safeParse(await answer.value.json().catch(() => undefined));
  // One of before there were language models answers that there is no such address.
  return read.success ? ok(read.data) : fail({ reason: answer.value.status === 404 ? 'accelerator-too-old' : 'accelerator-away', facts: {} });
}

/** A language model beside the accelerator, asked over the line that is proved. */
export class AcceleratorLanguageModel implements LanguageModel {
  readonly id: string;
  readonly name: string;
  /** The server that has it. */
  readonly server: string;
  readonly #line: Line;

  constructor(line: Line, { id, name, server }: LanguageModelOffer) {
    this.#line = line;
    this.id = id;
    this.name = name;
    this.server = server;
  }

  async complete({ system, user, schema, maxTokens, signal }: LanguageQuestion): Promise<string> {
    const order: CompletionOrder = { model: this.id, system, user, maxTokens, ...(schema && { schema }) };
    const init = { method: 'POST', body: JSON.stringify(order), headers: { 'Content-Type': 'application/json' }, signal: signal ?? null };
    const answer = await this.#line.ask('/language/completions', init);
    if (signal?.aborted) throw new FaultError('cancelled');
    if (!answer.ok) throw new FaultError(answer.fault.reason, answer.fault.facts);
    const body: unknown = await answer.value.json().catch(() => undefined);
    if (signal?.aborted) throw new FaultError('cancelled');
    const read = Completion.safeParse(body);
    if (answer.value.ok && read.success) return read.data.text;
    throw this.#refusal(body);
  }

  /** The accelerator says why by a fault, or in a sentence where it is not the model's. */
  #refusal(body: unknown): FaultError {
    const { data: problem } = Problem.safeParse(body);
    if (problem?.fault) return new FaultError(problem.fault.reason, { ...problem.fault.facts, model: this.name });
    return new FaultError('language-away', { model: this.name, ...(problem && { detail: problem.detail }) });
  }
}
