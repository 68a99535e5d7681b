import type { GenerationPlan } from '#core/pipelines/generation-plan.ts';
import type { ApiWorkflow } from '../workflow/api-workflow.ts';
import { type Output, type Tile, WanGraph } from './wan-graph.ts';
import type { WanModel, WanPart } from './wan-models.ts';

/** A LoRA by the files that the experts take, as the server names them, and how strongly it acts. */
export interface ExpertLora {
  readonly high?: string;
  readonly low?: string;
  readonly weight: number;
}

export interface WanOrder {
  readonly model: WanModel;
  readonly plan: GenerationPlan;
  /** The model's files as the server names them. */
  readonly files: Partial<Record<WanPart, string>>;
  readonly loras: readonly ExpertLora[];
  /** The pictures as the server names them. */
  readonly first?: string | undefined;
  readonly last?: string | undefined;
  /** Decode in parts of this size. */
  readonly tile?: Tile | undefined;
  /** Folder and beginning of the names of the frames. */
  readonly prefix: string;
}

/** The workflow of a request: frames as PNG files, so that nothing is encoded twice. */
export function wanWorkflow({ model, plan, files, loras, first, last, tile, prefix }: WanOrder): ApiWorkflow {
  const { request, shape } = plan;
  const graph = new WanGraph();
  const part = (name: WanPart): string => {
    const found = files[name];
    if (found === undefined) throw new Error(`no file for ${name} of ${model.offer.id}`);
    return found;
  };
  const expert = (noise: 'high' | 'low'): Output<'MODEL'> => {
    const lightning = noise === 'high' ? files.lightningHigh : files.lightningLow;
    let from = graph.unet(part(noise));
    if (lightning !== undefined) from = graph.lora(from, lightning, 1);
    for (const lora of loras) {
      const name = lora[noise];
      if (name !== undefined) from = graph.lora(from, name, lora.weight);
    }
    return graph.shifted(from, model.offer.defaults.shift);
  };

  const clip = graph.clip(part('text'));
  const vae = graph.vae(part('vae'));
  const words = { positive: graph.words(clip, request.prompt), negative: graph.words(clip, request.negativePrompt) };
  const size = { width: shape.width, height: shape.height, length: shape.frames };
  const sampler = request.scheduler === 'unipc' ? 'uni_pc' : 'euler';
  const sampling = { seed: request.seed, steps: request.steps, cfg: request.guidance, sampler } as const;
  const from = first === undefined ? undefined : graph.picture(first);
  const to = last === undefined ? undefined : graph.picture(last);

  if (model.kind === '5b') {
    const samples = graph.sample(expert('high'), words, graph.latent5B(vae, size, from), sampling);
    graph.save(graph.decode(samples, vae, tile), prefix);
    return graph.workflow;
  }
  const { latent, ...guided } = from ? graph.fromPictures(words, vae, size, from, to) : { ...words, latent: graph.emptyLatent(size) };
  // The experts change where the noise is about 0.9: with these shifts that is half-way.
  const split = Math.ceil(sampling.steps / 2);
  const half = graph.sampleHigh(expert('high'), guided, latent, sampling, split);
  const samples = graph.sampleLow(expert('low'), guided, half, sampling, split);
  graph.save(graph.decode(samples, vae, tile), prefix);
  return graph.workflow;
}
