import type { Clip } from '../../schema/clip.ts';
import type { Sha256 } from '../../schema/ids.ts';
import type { LoraUse } from '../../schema/lora-use.ts';
import type { ModelManifest } from '../../schema/manifest.ts';
import type { Project } from '../../schema/project.ts';

type Cast = Pick<Project, 'characters' | 'styles'>;

/** What is asked for beside the words and the keyframes. */
export interface Adapters {
  readonly loras: readonly LoraUse[];
  /** Pictures of the cast. */
  readonly references: readonly Sha256[];
}

/**
 * The LoRAs and pictures that go with a clip: its cast's, in the order of the cast, then its style's. Each
 * LoRA once, as strong as it is said first; one of weight 0 does nothing and stays out.
 */
export function adaptersOfClip({ characters, styles }: Cast, clip: Pick<Clip, 'characters' | 'style'>): Adapters {
  const cast = characters.filter(({ id }) => clip.characters.includes(id));
  const style = styles.find(({ id }) => id === clip.style);
  const named = [...cast.flatMap(({ lora }) => lora ?? []), ...(style?.loras ?? [])];
  const once = new Map<Sha256, LoraUse>();
  for (const lora of named) if (!once.has(lora.asset)) once.set(lora.asset, lora);
  return {
    loras: [...once.values()].filter(({ weight }) => weight !== 0),
    references: [...new Set(cast.flatMap(({ references }) => references.map(({ asset }) => asset)))],
  };
}

/** What of it stands in a request: nothing where there is none. */
export const inRequest = ({ loras, references }: Adapters): { loras?: LoraUse[]; references?: Sha256[] } => ({
  ...(loras.length > 0 && { loras: [...loras] }),
  ...(references.length > 0 && { references: [...references] }),
});

/** Whether a LoRA changes a model; taken for granted where the model does not say which layers it has. */
export const isMadeFor = ({ base }: Pick<LoraUse, 'base'>, { id, adapters }: Pick<ModelManifest, 'id' | 'adapters'>): boolean =>
  adapters.loras && (adapters.layers === undefined || base === id);

/** What a model cannot take of it, each in a sentence. `triggers`: whether words that wake a LoRA are sent. */
export function leftOut({ loras, references }: Adapters, model: Pick<ModelManifest, 'id' | 'name' | 'adapters'>, triggers: boolean): string[] {
  const { name, adapters } = model;
  const said: string[] = [];
  const instead = triggers ? 'The trigger words are sent.' : 'Only the words are sent.';
  const unfit = loras.filter((lora) => !isMadeFor(lora, model));
  if (loras.length > 0 && !adapters.loras) said.push(`${name} cannot use LoRAs. ${instead}`);
  else if (unfit.length > 0) said.push(`${unfit.map((lora) => lora.name).join(', ')}: not made for ${name}, so ${unfit.length === 1 ? 'it stays' : 'they stay'} out. ${instead}`);
  if (references.length > 0 && !adapters.references) said.push(`${name} cannot look at reference pictures. A clip can start on one instead.`);
  return said;
}

/** The same for a clip, and which model its style would rather have. */
export function leftOutOfClip(cast: Cast, clip: Pick<Clip, 'characters' | 'style'>, manifest: Pick<ModelManifest, 'id' | 'name' | 'adapters'>): string[] {
  const triggers = cast.characters.some(({ id, lora, triggerWords }) => lora && clip.characters.includes(id) && triggerWords.trim() !== '');
  const style = cast.styles.find(({ id }) => id === clip.style);
  const wanted = style?.model ?? manifest.id;
  return [
    ...(wanted !== manifest.id ? [`The style asks for the model ${wanted}, which is not here. ${manifest.name} is used.`] : []),
    ...leftOut(adaptersOfClip(cast, clip), manifest, triggers),
  ];
}
