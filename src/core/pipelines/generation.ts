import type { GenerationResult, RunContext } from '../domain/generate/engine.ts';
import { FaultError, isOutOfMemory } from '../schema/fault.ts';
import type { ModelManifest } from '../schema/manifest.ts';
import type { Recipe } from '../schema/recipe.ts';
import type { GenerationRequest } from '../schema/request.ts';
import { type GenerationPlan, planGeneration, recipeOf } from './generation-plan.ts';
import { GuidedVelocity, type TextStates } from './guided-velocity.ts';
import { cutGroup, putGroup } from './latents/cut-latents.ts';
import { type LatentShape, latentShape, latentSize } from './latents/latent-shape.ts';
import { pictureSample } from './latents/picture-sample.ts';
import { type GivenGroup, TransformerInput } from './latents/transformer-input.ts';
import type { ModelSessions } from './model-sessions.ts';
import { fillGaussian } from './noise/gaussian.ts';
import { Previewer } from './preview.ts';
import { RunSteps } from './run-steps.ts';
import { createScheduler } from './schedulers/create-scheduler.ts';
import type { PromptTokenizer } from './text/prompt-tokenizer.ts';
import { tokenBatch } from './text/token-batch.ts';
import { decodeLatents, type RunDecoder } from './vae/decode.ts';
import { planDecode } from './vae/decode-plan.ts';

export interface GenerationTools {
  readonly manifest: ModelManifest;
  readonly tokenizer: PromptTokenizer;
  readonly sessions: ModelSessions;
  readonly context: RunContext;
  readonly now: (() => number) | undefined;
  readonly breathe: () => Promise<void>;
  readonly decodeMemory: number;
  readonly batchGuidance: boolean;
}

/** One clip on its way from a request to frames. */
export class Generation {
  readonly #tools: GenerationTools;
  readonly #steps: RunSteps;

  constructor(tools: GenerationTools) {
    this.#tools = tools;
    this.#steps = new RunSteps(tools);
  }

  /** Throws FaultError for whatever is expected to go wrong (see DiffusionPipeline.generate). */
  async run(request: GenerationRequest, engine: Recipe['engine']): Promise<GenerationResult> {
    const { manifest, sessions, now } = this.#tools;
    const runMsBefore = sessions.runMs;
    const plan = planGeneration(request, manifest);
    const shape = latentShape(plan.shape, manifest.latent);
    const rows = this.#tokenRows(plan);
    await this.#steps.checkpoint();
    const text = await this.#steps.stage('encode-text', () => this.#encodeText(rows));
    const given = plan.first ? await this.#steps.stage('encode-picture', () => this.#encodePictures(plan, shape)) : [];
    const latents = await this.#steps.stage('denoise', () => this.#denoise(plan, shape, text, given));
    const rgb = await this.#steps.stage('decode', () => this.#decode(latents, shape));
    return {
      video: { ...plan.shape, frameRate: plan.request.frameRate, rgb },
      recipe: recipeOf(plan, manifest, engine),
      timings: this.#steps.timings,
      ...(now && { sessionRunMs: sessions.runMs - runMsBefore }),
      adjustments: plan.adjustments,
    };
  }

  /** The prompt and, for guidance, what it is held against: the negative or empty prompt. */
  #tokenRows({ request }: GenerationPlan): (readonly number[])[] {
    const { tokenizer } = this.#tools;
    const { ids, unknown } = tokenizer.tokenize(request.prompt);
    if (ids.length === 0 && unknown.length > 0) {
      throw new FaultError('prompt-unknown-words', { words: unknown.join(', ') });
    }
    return request.guidance === 1 ? [ids] : [ids, tokenizer.tokenize(request.negativePrompt).ids];
  }

  async #encodeText(rows: readonly (readonly number[])[]): Promise<TextStates> {
    const { tokenizer, sessions } = this.#tools;
    this.#steps.begins('encode-text', 0, 1);
    const text = await sessions.run('text_encoder', tokenBatch(rows, tokenizer.padId));
    await this.#steps.done('encode-text', 1, 1);
    return text;
  }

  /**
   * The latents of the given pictures. The first is the first group by itself. The last is seen as the
   * decoder will meet it, after a frame before it: the second group of a still.
   */
  async #encodePictures({ first, last }: GenerationPlan, shape: LatentShape): Promise<GivenGroup[]> {
    const { temporal } = this.#tools.manifest.latent;
    const wanted = [
      ...(first ? [{ picture: first, group: 0, frames: 1 }] : []),
      ...(last ? [{ picture: last, group: shape.groups - 1, frames: 1 + temporal }] : []),
    ];
    const given: GivenGroup[] = [];
    for (const [i, { picture, group, frames }] of wanted.entries()) {
      this.#steps.begins('encode-picture', i, wanted.length);
      const still = { ...shape, groups: frames === 1 ? 1 : 2 };
      const feeds = { sample: pictureSample(picture, frames) };
      const { data } = await this.#tools.sessions.run('vae_encoder', feeds, latentSize(still));
      given.push({ group, latent: cutGroup(data, still, still.groups - 1) });
      await this.#steps.done('encode-picture', i + 1, wanted.length);
    }
    return given;
  }

  async #denoise(
    { request }: GenerationPlan,
    shape: LatentShape,
    text: TextStates,
    given: readonly GivenGroup[],
  ): Promise<Float32Array> {
    const { manifest, sessions, context, now, batchGuidance } = this.#tools;
    const { seed, steps, guidance, frameRate } = request;
    const sample = new Float32Array(latentSize(shape));
    fillGaussian(sample, seed);
    const scheduler = createScheduler(request.scheduler, steps, manifest.defaults.shift, sample.length);
    const rows = batchGuidance ? (text.dims[0] ?? 1) : 1;
    const input = new TransformerInput(shape, rows, given);
    const velocityAt = new GuidedVelocity(sessions, input, text, { guidance, batched: batchGuidance });
    const show = context.onPreview?.bind(context);
    const previewer =
      show && new Previewer({ shape, latent: manifest.latent, steps, frameRate, decode: this.#runDecoder, now, show });

    this.#steps.begins('denoise', 0, steps);
    for (let step = 0; step < steps; step += 1) {
      const begun = now?.() ?? 0;
      const sigma = scheduler.sigmas[step] as number;
      const velocity = await velocityAt.at(sigma, sample);
      const stepMs = (now?.() ?? 0) - begun;
      await previewer?.offer(step, sample, velocity, sigma, stepMs);
      scheduler.step(velocity, sample);
      await this.#steps.done('denoise', step + 1, steps);
    }
    const first = given.find(({ group }) => group === 0);
    if (first && manifest.conditioning.keepFirst) putGroup(sample, shape, 0, first.latent);
    return sample;
  }

  /** In bites that fit the memory; where they do not after all, in smaller ones. */
  async #decode(latents: Float32Array, shape: LatentShape): Promise<Uint8Array> {
    const scale = this.#tools.manifest.latent;
    let plan = planDecode(shape, scale, this.#tools.decodeMemory);
    for (;;) {
      try {
        return await decodeLatents({
          run: this.#runDecoder,
          latents,
          shape,
          scale,
          plan,
          onPart: (done, parts) => this.#steps.done('decode', done, parts),
        });
      } catch (error) {
        const smaller = planDecode(shape, scale, plan.bytes / 2);
        if (!isOutOfMemory(error) || smaller.bytes >= plan.bytes) throw error;
        plan = smaller;
      }
    }
  }

  readonly #runDecoder: RunDecoder = async (latents) => {
    const { spatial, temporal } = this.#tools.manifest.latent;
    const [, , groups = 0, height = 0, width = 0] = latents.dims;
    const pixels = ((groups - 1) * temporal + 1) * height * width * spatial ** 2;
    return (await this.#tools.sessions.run('vae_decoder', { latent_sample: latents }, 3 * pixels)).data;
  };
}
