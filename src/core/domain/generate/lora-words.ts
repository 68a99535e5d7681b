import type { Sha256 } from '../../schema/ids.ts';
import { filesOfLora, type LoraUse } from '../../schema/lora-use.ts';
import type { ModelManifest } from '../../schema/manifest.ts';
import type { Project } from '../../schema/project.ts';
import { isMadeFor } from './clip-adapters.ts';

type Cast = Pick<Project, 'characters' | 'styles'>;
type Model = Pick<ModelManifest, 'id' | 'adapters'>;

/** The file's name as words. */
const plain = (name: string): string => name.replace(/[_-]+/g, ' ').trim();
const firstOf = (...words: readonly string[]): string => words.map((one) => one.trim()).find((one) => one !== '') ?? '';

/** All LoRAs that a cast and its styles name. */
export const lorasOf = ({ characters, styles }: Cast): LoraUse[] => [...characters.flatMap(({ lora }) => lora ?? []), ...styles.flatMap(({ loras }) => loras)];

/** The files of those LoRAs that are not there. */
export const missingOf = (cast: Cast, isMissing: (file: Sha256) => boolean): Set<Sha256> => new Set(lorasOf(cast).flatMap(filesOfLora).filter(isMissing));

/**
 * A cast that says in words what its LoRAs cannot do: those whose files are missing, and those that are not made for the
 * model. A character says its trigger words, else its description, else its name; a style its prompt, else what its LoRAs
 * are called. Those that are missing are asked for no more, so that nothing waits for them.
 */
export function castInWords<Whole extends Cast>(cast: Whole, model: Model, missing: ReadonlySet<Sha256>): Whole {
  const isThere = (lora: LoraUse): boolean => !filesOfLora(lora).some((file) => missing.has(file));
  const isSilent = (lora: LoraUse): boolean => lora.weight !== 0 && (!isThere(lora) || !isMadeFor(lora, model));
  return {
    ...cast,
    characters: cast.characters.map((one) => {
      const { lora, triggerWords, description, name } = one;
      if (!lora || !isSilent(lora)) return one;
      return { ...one, lora: isThere(lora) ? lora : null, triggerWords: firstOf(triggerWords, description, name) };
    }),
    styles: cast.styles.map((one) => {
      const silent = one.loras.filter(isSilent);
      if (silent.length === 0) return one;
      return { ...one, loras: one.loras.filter(isThere), prompt: firstOf(one.prompt, silent.map(({ name }) => plain(name)).join(', ')) };
    }),
  };
}

/** What is said before a clip is sent whose LoRAs are missing here; nothing where none is. */
export function missingSaid(cast: Cast, clip: { readonly characters: readonly string[]; readonly style: string | null }, missing: ReadonlySet<Sha256>): string[] {
  const own = { characters: cast.characters.filter(({ id }) => clip.characters.includes(id)), styles: cast.styles.filter(({ id }) => id === clip.style) };
  const gone = [...new Set(lorasOf(own).filter((lora) => lora.weight !== 0 && filesOfLora(lora).some((file) => missing.has(file))).map(({ name }) => name))];
  if (gone.length === 0) return [];
  return [`${gone.join(', ')}: ${gone.length === 1 ? 'the file of this LoRA is' : 'the files of these LoRAs are'} not in this browser, so words are sent in ${gone.length === 1 ? 'its' : 'their'} place. Choose ${gone.length === 1 ? 'it' : 'them'} again in Cast & styles.`];
}
