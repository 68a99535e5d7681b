import type { KeptLora } from '../../schema/kept-lora.ts';

/** Which expert a LoRA of one file is for by its name, and the name without saying so. */
export interface Half {
  readonly expert: 'high' | 'low';
  readonly stem: string;
}

/** “high” or “low” as a word of its own, with or without “noise”: `…_high_noise`, `…-LowNoise`, `high.safetensors`. */
const EXPERT = /(^|[_\-. ])(high|low)([_\-. ]?noise)?(?=[_\-. ]|$)/i;

/** Undefined for a name that says nothing of experts. */
export function halfOf(name: string): Half | undefined {
  const found = EXPERT.exec(name);
  if (!found) return undefined;
  const stem = (name.slice(0, found.index) + name.slice(found.index + found[0].length)).replace(/[_\-. ]+$/, '');
  return { expert: found[2]!.toLowerCase() as Half['expert'], stem };
}

/** The one of the others that is the other half of a LoRA: the same name for the other expert, and the same layers. */
export function otherHalf(lora: KeptLora, others: readonly KeptLora[]): KeptLora | undefined {
  const own = lora.low ? undefined : halfOf(lora.file.name);
  if (!own) return undefined;
  return others.find((other) => {
    const half = other.low ? undefined : halfOf(other.file.name);
    return half?.stem.toLowerCase() === own.stem.toLowerCase() && half.expert !== own.expert && other.facts.family === lora.facts.family;
  });
}

/** Two halves as one LoRA. What a person wrote to either stays; `first` goes before. */
export function joined(first: KeptLora, second: KeptLora): KeptLora {
  const [high, low] = halfOf(first.file.name)?.expert === 'low' ? [second, first] : [first, second];
  const written = (of: (lora: KeptLora) => string) => of(first) || of(second);
  const picture = first.picture ?? second.picture;
  const { trial: _trial, picture: _picture, ...rest } = first;
  return {
    ...rest,
    file: high.file,
    low: low.file,
    name: first.name === first.file.name ? (halfOf(first.file.name)?.stem || first.name) : first.name,
    ...(picture && { picture }),
    triggerWords: written(({ triggerWords }) => triggerWords),
    baseModel: written(({ baseModel }) => baseModel),
    licence: written(({ licence }) => licence),
    notes: written(({ notes }) => notes),
    addedAt: Math.min(first.addedAt, second.addedAt),
  };
}
