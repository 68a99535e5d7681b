import { strengthRequests } from '#core/domain/lora/strengths.ts';
import type { ModelAtHand } from '#core/domain/lora/lora-verdict.ts';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { BatchId, JobId, TakeId } from '#core/schema/ids.ts';
import type { KeptLora, StrengthTrial } from '#core/schema/kept-lora.ts';
import type { LoraUse } from '#core/schema/lora-use.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Studio } from '../studio.svelte.ts';

/** A LoRA of the library as a character, a style or a request names it. */
export const useOf = ({ file, low, weight, facts }: KeptLora): LoraUse => ({
  ...{ asset: file.asset, name: file.name, weight },
  ...(low && { low: { asset: low.asset, name: low.name } }),
  ...(facts.base !== undefined && { base: facts.base }),
});

/** Every model that is ready now, and what works with it. */
export function modelsAtHand({ engine, lanes, accelerator }: Pick<Studio, 'engine' | 'lanes' | 'accelerator'>): readonly ModelAtHand[] {
  const here = [...(engine.manifest ? [engine.manifest] : []), ...lanes.kept].map((model): ModelAtHand => ({ engine: 'browser', model }));
  const there = accelerator.offers.flatMap(({ id, fault, models }) => (fault ? [] : models.filter(({ missing }) => missing.length === 0).map((model): ModelAtHand => ({ engine: id, model }))));
  return [...here, ...there];
}

/** Sends a picture for each strength to the queue, all in one batch or none. They go where jobs go now. */
export async function tryStrengths({ queue, lanes }: Pick<Studio, 'queue' | 'lanes'>, lora: KeptLora, wish: Omit<StrengthTrial, 'tries'> & { readonly strengths: readonly number[] }, model: ModelFacts): Promise<Result<StrengthTrial, Fault>> {
  const { weight: _weight, ...use } = useOf(lora);
  const { prompt, seed, strengths } = wish;
  const requests = strengthRequests(use, strengths, { prompt, seed, triggerWords: lora.triggerWords }, model);
  if (!requests.ok) return requests;
  const batch = BatchId.parse(crypto.randomUUID());
  const jobs = requests.value.map((request) => {
    const { lane, model: id } = lanes.choose(request);
    return { id: JobId.parse(crypto.randomUUID()), request: { ...request, ...(id !== undefined && { model: id }) }, origin: { batch, lane } };
  });
  try {
    await queue.submitAll(jobs);
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
  return ok({ prompt, seed, tries: strengths.map((weight, at) => ({ weight, take: TakeId.parse(jobs[at]!.id) })) });
}
