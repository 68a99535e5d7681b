import { filesOfLora } from '../../schema/lora-use.ts';
import type { KeptLora } from '../../schema/kept-lora.ts';
import type { ProjectId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import { clipsInStyle, clipsWithCharacter } from '../pool/cast-uses.ts';

/** Where one project uses a LoRA. */
export interface LoraUses {
  readonly project: ProjectId;
  readonly name: string;
  readonly characters: readonly string[];
  readonly styles: readonly string[];
  /** Clips that show those characters or are made in those styles, each once. */
  readonly clips: number;
}

/** Undefined where the project does not use it. */
export function loraUses(film: Pick<Project, 'id' | 'name' | 'characters' | 'styles' | 'scenes'>, { file, low }: Pick<KeptLora, 'file' | 'low'>): LoraUses | undefined {
  const own = new Set([file.asset, ...(low ? [low.asset] : [])]);
  const characters = film.characters.filter(({ lora }) => lora && filesOfLora(lora).some((asset) => own.has(asset)));
  const styles = film.styles.filter(({ loras }) => loras.some((lora) => filesOfLora(lora).some((asset) => own.has(asset))));
  if (characters.length + styles.length === 0) return undefined;
  const clips = [...characters.flatMap(({ id }) => clipsWithCharacter(film, id)), ...styles.flatMap(({ id }) => clipsInStyle(film, id))];
  return {
    project: film.id,
    name: film.name,
    characters: characters.map(({ name }) => name || 'A character'),
    styles: styles.map(({ name }) => name || 'A style'),
    clips: new Set(clips.map(({ id }) => id)).size,
  };
}
