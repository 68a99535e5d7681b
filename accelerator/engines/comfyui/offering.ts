import type { MissingFile, ModelOffer } from '#core/schema/accelerator/offer.ts';
import type { Mode } from '#core/schema/mode.ts';
import type { GenerationPlan } from '#core/pipelines/generation-plan.ts';
import { choicesOf } from './answers.ts';
import { baseName, type Inventory, missingClasses, type WanFiles, wanFilesOn } from './availability.ts';
import { classesOf } from './workflow/api-workflow.ts';
import type { OwnWorkflow } from './workflow/own-workflows.ts';
import type { WanModel, WanPart } from './wan/wan-models.ts';
import { wanWorkflow } from './wan/wan-workflow.ts';

/** A model that this engine offers: one that Kinora builds the workflow for, or a person's own workflow. */
export type Offered = { readonly kind: 'wan'; readonly model: WanModel } | { readonly kind: 'own'; readonly own: OwnWorkflow };

export const offerOf = (offered: Offered): Omit<ModelOffer, 'missing'> => (offered.kind === 'wan' ? offered.model.offer : offered.own.offer);

/** What a server has of a model: its files, and what is missing. */
export async function lookFor(inventory: Inventory, offered: Offered): Promise<{ files: WanFiles; missing: MissingFile[] }> {
  if (offered.kind === 'wan') return wanFilesOn(inventory, offered.model, wanClasses(offered.model));
  return { files: {}, missing: await missingOfOwn(inventory, offered.own) };
}

/** Every class of nodes that a model's workflows use, whatever is asked of it. */
function wanClasses(model: WanModel): string[] {
  const files = Object.fromEntries(Object.keys(model.files).map((part) => [part, 'x'])) as Partial<Record<WanPart, string>>;
  const { id, modes, defaults, frameRate } = model.offer;
  const ways = modes.flatMap((mode) => [undefined, 512 as const].map((tile) => ({ mode, tile })));
  const workflows = ways.map(({ mode, tile }) => {
    const request = { ...defaults, mode, prompt: id, negativePrompt: '', seed: 0, width: 16, height: 16, frames: 5, frameRate };
    const plan: GenerationPlan = { request, shape: { width: 16, height: 16, frames: 5 }, adjustments: [], first: undefined, last: undefined };
    return wanWorkflow({ model, plan, files, loras: [{ high: 'x', low: 'x', weight: 1 }], ...PICTURES[mode], tile, prefix: 'x' });
  });
  return [...new Set(workflows.flatMap(classesOf))];
}

const PICTURES: Partial<Record<Mode, { first?: string; last?: string }>> = { i2v: { first: 'x' }, ti2v: { first: 'x' }, flf2v: { first: 'x', last: 'x' } };

/** Inputs that name a file, and the folder that ComfyUI looks for it in. */
const FOLDERS: Readonly<Record<string, string>> = {
  ...{ unet_name: 'diffusion_models', clip_name: 'text_encoders', clip_name1: 'text_encoders', clip_name2: 'text_encoders', vae_name: 'vae' },
  ...{ lora_name: 'loras', ckpt_name: 'checkpoints', model_name: 'upscale_models', control_net_name: 'controlnet', image: 'input' },
};

async function missingOfOwn(inventory: Inventory, { workflow, mapping }: OwnWorkflow): Promise<MissingFile[]> {
  const missing = await missingClasses(inventory, classesOf(workflow), { folder: 'custom_nodes' });
  const filled = new Set(Object.values(mapping.slots).flatMap((inputs) => inputs.map(({ node, input }) => `${node} ${input}`)));
  for (const [id, { class_type, inputs }] of Object.entries(workflow)) {
    const known = await inventory.nodeClass(class_type);
    for (const [name, folder] of known ? Object.entries(FOLDERS) : []) {
      const value = inputs[name];
      if (!known || typeof value !== 'string' || filled.has(`${id} ${name}`)) continue;
      const choices = choicesOf(known, name);
      const isThere = !choices || choices.includes(value);
      if (!isThere && !missing.some((one) => one.file === baseName(value))) missing.push({ file: baseName(value), folder });
    }
  }
  return missing;
}
