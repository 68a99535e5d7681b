import type { GenerationResult, RunContext } from '../../domain/generate/engine.ts';
import { FaultError } from '../../schema/fault.ts';
import type { Adjustment } from '../../schema/progress.ts';
import type { Recipe } from '../../schema/recipe.ts';
import type { GenerationRequest } from '../../schema/request.ts';
import { type GenerationPlan, planGeneration, recipeOf } from '../generation-plan.ts';
import type { LatentShape } from '../latents/latent-shape.ts';
import { fillGaussian } from '../noise/gaussian.ts';
import { Previewer } from '../preview.ts';
import { RunSteps } from '../run-steps.ts';
import { decodeStill, fitsWhole, stillDecoder } from './decode-still.ts';
import { denoiserOutput } from './denoise-still.ts';
import { DiscreteEulerScheduler } from './schedulers/discrete-euler.ts';
import { FlowScheduler } from './schedulers/flow.ts';
import { LcmScheduler } from './schedulers/lcm.ts';
import type { StillScheduler } from './schedulers/still-scheduler.ts';
import type { StillGraphs } from './still-graphs.ts';
import type { StillModel } from './still-model.ts';
import { type EncodedWords, encodeWords, noWords } from './words/encode-words.ts';
import type { FoundTokenizer } from './words/read-tokenizer.ts';

export interface StillTools {
  readonly model: StillModel;
  readonly tokenizers: readonly FoundTokenizer[];
  readonly graphs: StillGraphs;
  readonly context: RunContext;
  readonly now: (() => number) | undefined;
  readonly breathe: () => Promise<void>;
  readonly decodeMemory: number;
}

/** One still on its way from a request to pixels. */
export class StillRun {
  readonly #tools: StillTools;
  readonly #steps: RunSteps;

  constructor(tools: StillTools) {
    this.#tools = tools;
    this.#steps = new RunSteps(tools);
  }

  /** Throws FaultError for whatever is expected to go wrong (see StillPipeline.generate). */
  async run(asked: GenerationRequest, engine: Recipe['engine']): Promise<GenerationResult> {
    const { model, graphs, now } = this.#tools;
    const runMsBefore = graphs.runMs;
    const { request, changed } = fitted(asked, model);
    const plan = planGeneration(request, model.card);
    const { channels, spatial } = model.latent;
    const shape: LatentShape = { channels, groups: 1, height: plan.shape.height / spatial, width: plan.shape.width / spatial };
    this.#checkSize(plan, shape);
    await this.#steps.checkpoint();
    const words = await this.#steps.stage('encode-text', () => this.#encode(plan.request));
    const latents = await this.#steps.stage('denoise', () => this.#denoise(plan, shape, words));
    const rgb = await this.#steps.stage('decode', () => this.#decode(latents, shape));
    const left = words[0]?.left ?? 0;
    const used = words[0]?.states.dims[1] ?? 0;
    return {
      video: { ...plan.shape, frameRate: plan.request.frameRate, rgb },
      recipe: recipeOf(plan, model.card, engine),
      timings: this.#steps.timings,
      ...(now && { sessionRunMs: graphs.runMs - runMsBefore }),
      adjustments: [...plan.adjustments, ...changed, ...(left > 0 ? [{ what: 'tokens' as const, asked: used + left, used }] : [])],
    };
  }

  /** Graphs are often exported for one size alone, and say so. */
  #checkSize({ shape: { width, height } }: GenerationPlan, latent: LatentShape): void {
    const { model, graphs } = this.#tools;
    const dims = model.kind === 'z-image' ? graphs.dimsOf('transformer', 'hidden_states') : graphs.dimsOf('unet', 'sample');
    const [rows = latent.height, columns = latent.width] = dims.slice(-2);
    if (rows === latent.height && columns === latent.width) return;
    const { spatial } = model.latent;
    throw new FaultError('option-invalid', {
      option: 'the size',
      given: `${width} × ${height} pixels`,
      allowed: `${columns * spatial} × ${rows * spatial} pixels`,
    });
  }

  async #encode({ prompt, negativePrompt, guidance }: GenerationRequest): Promise<EncodedWords[]> {
    const { model, graphs, tokenizers } = this.#tools;
    const texts = guidance === 1 ? [prompt] : [prompt, negativePrompt];
    this.#steps.begins('encode-text', 0, texts.length);
    const words: EncodedWords[] = [];
    for (const text of texts) {
      const [asked] = words;
      const isNothing = asked !== undefined && text.trim() === '' && model.zerosForEmpty;
      words.push(isNothing ? noWords(asked) : await encodeWords(model.kind, graphs, tokenizers, text));
      await this.#steps.done('encode-text', words.length, texts.length);
    }
    return words;
  }

  async #denoise({ request, shape: { width, height } }: GenerationPlan, shape: LatentShape, words: readonly EncodedWords[]): Promise<Float32Array> {
    const { model, graphs, context, now, decodeMemory } = this.#tools;
    const { seed, steps, guidance, frameRate } = request;
    const sample = new Float32Array(shape.channels * shape.height * shape.width);
    const scheduler = schedulerOf(model, steps, sample.length, seed);
    fillGaussian(sample, seed);
    for (let i = 0; i < sample.length; i += 1) sample[i] = (sample[i] as number) * scheduler.start;
    const denoising = { kind: model.kind, graphs, words, guidance, width, height, shape: [shape.channels, shape.height, shape.width] as const };
    // A preview is decoded whole.
    const show = fitsWhole(shape, model.latent, decodeMemory) ? context.onPreview?.bind(context) : undefined;
    const latent = { channels: shape.channels, spatial: model.latent.spatial, temporal: 1 };
    const previewer = show && new Previewer({ shape, latent, steps, frameRate, decode: stillDecoder(graphs, model.latent), now, show });
    const noVelocity = new Float32Array(sample.length);

    this.#steps.begins('denoise', 0, steps);
    for (const [step, time] of scheduler.times.entries()) {
      const begun = now?.() ?? 0;
      const output = await denoiserOutput(denoising, scheduler.input(step, sample), time);
      const clean = scheduler.clean(step, output, sample);
      // The last one is the still itself.
      if (step + 1 < steps) await previewer?.offer(step, clean, noVelocity, 0, (now?.() ?? 0) - begun);
      scheduler.advance(step, clean, sample);
      await this.#steps.done('denoise', step + 1, steps);
    }
    return sample;
  }

  #decode(latents: Float32Array, shape: LatentShape): Promise<Uint8Array> {
    const { model, graphs, decodeMemory } = this.#tools;
    const decoder = stillDecoder(graphs, model.latent);
    return decodeStill(decoder, latents, shape, model.latent, decodeMemory, (done, parts) => this.#steps.done('decode', done, parts));
  }
}

/** What a model cannot do is left out and told: guidance where it was distilled without, more steps than it was distilled from. */
function fitted(asked: GenerationRequest, { isDistilled, scheduler, card }: StillModel): { request: GenerationRequest; changed: Adjustment[] } {
  const guidance = isDistilled ? 1 : asked.guidance;
  const steps = scheduler.name === 'lcm' ? Math.min(asked.steps, scheduler.rule.original_inference_steps) : asked.steps;
  const changed = [
    ...(steps === asked.steps ? [] : [{ what: 'steps' as const, asked: asked.steps, used: steps }]),
    ...(guidance === asked.guidance ? [] : [{ what: 'guidance' as const, asked: asked.guidance, used: guidance }]),
  ];
  return { request: { ...asked, guidance, steps, scheduler: card.defaults.scheduler }, changed };
}

function schedulerOf({ scheduler: { name, rule } }: StillModel, steps: number, elements: number, seed: number): StillScheduler {
  if (name === 'flow') return new FlowScheduler(rule.shift, steps, elements);
  if (name === 'lcm') return new LcmScheduler(rule, steps, elements, seed);
  return new DiscreteEulerScheduler(rule, steps, elements);
}
