import type { AcceleratorEngineId } from '../../schema/engine-id.ts';
import type { KeptLora, LoraFamily } from '../../schema/kept-lora.ts';
import type { ModelManifest } from '../../schema/manifest.ts';
import { halfOf } from './lora-pairs.ts';

/** A model that is there, and what would work with it. */
export interface ModelAtHand {
  readonly engine: 'browser' | AcceleratorEngineId;
  readonly model: Pick<ModelManifest, 'id' | 'name' | 'adapters'>;
}

/** Whether a model can take a LoRA, and in a sentence why. `perhaps`: the file does not say enough. */
export interface LoraVerdict {
  readonly takes: 'yes' | 'no' | 'perhaps';
  readonly why: string;
}

export const FAMILIES: Readonly<Record<LoraFamily, string>> = {
  'wan-14b': 'Wan 14B',
  'wan-5b': 'Wan 5B',
  'wan-1.3b': 'Wan 1.3B',
  'sd-1': 'Stable Diffusion 1',
  'sd-2': 'Stable Diffusion 2',
  sdxl: 'Stable Diffusion XL',
  'z-image': 'Z-Image',
  flux: 'Flux',
  unknown: 'a model that its file does not tell',
};

/** The family of a model, by its id; undefined for those of other kinds. */
export function familyOf(id: string): LoraFamily | undefined {
  if (/wan.*14b/i.test(id)) return 'wan-14b';
  if (/wan.*5b/i.test(id)) return 'wan-5b';
  if (/sdxl/i.test(id)) return 'sdxl';
  if (/z-?image/i.test(id)) return 'z-image';
  return /sd-?turbo/i.test(id) ? 'sd-2' : undefined;
}

/** What is told before a LoRA is used with a model. */
export function loraVerdict({ facts, file, low }: Pick<KeptLora, 'facts' | 'file' | 'low'>, { engine, model }: ModelAtHand): LoraVerdict {
  const { id, name, adapters } = model;
  if (!adapters.loras) return { takes: 'no', why: `${name} takes no LoRAs.` };
  if (adapters.layers) {
    if (facts.base === id) return facts.way === undefined ? { takes: 'yes', why: `It changes layers of ${name}.` } : { takes: 'no', why: `It is a ${facts.way}. Kinora merges LoRAs of two factors.` };
    return { takes: 'no', why: `It changes no layer of ${name}: it was made for ${FAMILIES[facts.family]}.` };
  }
  if (facts.base !== undefined) return { takes: 'no', why: `It was made for ${facts.base}.` };
  const family = familyOf(id);
  if (family !== undefined && facts.family !== 'unknown' && family !== facts.family) return { takes: 'no', why: `It was made for ${FAMILIES[facts.family]}, and ${name} is another model.` };
  const placed = engine === 'comfyui' ? ` ComfyUI finds it by name: ${[file, ...(low ? [low] : [])].map((each) => `${each.name}.safetensors`).join(' and ')} must lie in its folder loras.` : '';
  const half = family === 'wan-14b' && !low ? halfOf(file.name)?.expert : undefined;
  const side = half === undefined ? '' : ` By its name it is for the expert of ${half} noise alone; add the other file, too.`;
  if (family === undefined || facts.family === 'unknown') return { takes: 'perhaps', why: `Nothing in the file says what it was made for.${side}${placed}` };
  return { takes: 'yes', why: `It was made for ${FAMILIES[facts.family]}${low ? ', with a file for each expert' : ''}.${side}${placed}` };
}
