import type { LoraFamily, KeptLora } from '../../schema/kept-lora.ts';
import { filesOfLora } from '../../schema/lora-use.ts';
import type { CatalogueModel } from '../../schema/catalogue.ts';
import type { Sha256 } from '../../schema/ids.ts';
import type { ProjectId } from '../../schema/project-ids.ts';
import type { Recipe } from '../../schema/recipe.ts';
import type { Take } from '../../schema/take.ts';
import { familyOf } from '../lora/lora-verdict.ts';
import { engineOf } from '../takes/take-query.ts';
import type { Collection } from '../takes/takes-of-project.ts';
import { madeBy } from './seen-speed.ts';

/** A model as takes, LoRAs and workflows are asked whether they used it. */
export interface AskedModel {
  /** The id that recipes name it by. */
  readonly id: string;
  readonly name: string;
  readonly entry?: Pick<CatalogueModel, 'id' | 'purpose' | 'figures' | 'engines'> | undefined;
  /** The hashes of its files, as far as they are known. */
  readonly files: readonly Sha256[];
}

/** Takes that the gallery finds by one question. */
export interface TakesAs {
  /** As the recipes name the model. */
  readonly model: string;
  /** As `engineOf` names it; absent where the model's id alone tells. */
  readonly engine?: string;
  readonly takes: number;
}

export interface MadeWith {
  readonly takes: number;
  /** The most first. */
  readonly as: readonly TakesAs[];
  /** Takes whose description is its. */
  readonly described: number;
  /** Projects that those takes were made for or that have them, those with the most first. */
  readonly projects: readonly { readonly id: ProjectId; readonly name: string; readonly takes: number }[];
}

/** What was made with a model. Each take is looked at once, and each project's list of them. */
export function madeWith(takes: readonly Take[], projects: readonly Collection[], model: AskedModel): MadeWith {
  const used = takes.filter(({ recipe }) => usedBy(recipe, model));
  const as = new Map<string, TakesAs>();
  const madeFor = new Map<ProjectId, Set<string>>(projects.map(({ id }) => [id, new Set()]));
  for (const take of used) {
    const { id } = take.recipe.model;
    const engine = id === model.id ? undefined : engineOf(take);
    const key = JSON.stringify([id, engine]);
    as.set(key, { model: id, ...(engine !== undefined && { engine }), takes: (as.get(key)?.takes ?? 0) + 1 });
    if (take.madeFor) madeFor.get(take.madeFor.project)?.add(take.id);
  }
  const ids = new Set<string>(used.map(({ id }) => id));
  for (const { id, takes: own = [] } of projects) for (const take of own) if (ids.has(take)) madeFor.get(id)!.add(take);
  return {
    takes: used.length,
    as: [...as.values()].sort((a, b) => b.takes - a.takes),
    described: takes.filter(({ description }) => description?.model === model.name).length,
    projects: projects.map(({ id, name }) => ({ id, name, takes: madeFor.get(id)!.size })).filter((project) => project.takes > 0).sort((a, b) => b.takes - a.takes),
  };
}

/** Whether a recipe used a model: to draw with, or as LoRAs, also those for few steps that an engine takes by itself. */
function usedBy(recipe: Recipe, { id, entry, files }: AskedModel): boolean {
  if (madeBy(recipe, id, entry)) return true;
  if (recipe.loras?.some((lora) => filesOfLora(lora).some((asset) => files.includes(asset)))) return true;
  const { model, engine } = recipe;
  return entry?.purpose === 'lora' && model.id.endsWith(QUICK) && model.id.startsWith(entry.id.replace(/lightning$/, '')) && entry.engines.some((each) => each === engine.id);
}
const QUICK = '-lightning';

/** The LoRAs that were made for a model, as far as their files tell. */
export function lorasFor(loras: readonly KeptLora[], { id, entry }: Pick<AskedModel, 'id' | 'entry'>): readonly KeptLora[] {
  const family: LoraFamily | undefined = entry && entry.purpose !== 'stills' && entry.purpose !== 'video' ? undefined : familyOf(id);
  return loras.filter(({ facts, deletedAt }) => deletedAt === undefined && (facts.base === id || (family !== undefined && facts.family === family)));
}
