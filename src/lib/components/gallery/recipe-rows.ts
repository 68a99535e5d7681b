import { GenerationMode } from '#core/schema/mode.ts';
import type { Take } from '#core/schema/take.ts';
import { saidBytes, saidFigure, saidLength, saidShape } from '../ui/figures.ts';
import { keptAt, madeFrom } from './take-words.ts';

type Row = readonly [name: string, value: string];

/** What a take was made with, as a person reads it. Nothing is said of what was not given. */
export function recipeRows({ recipe, media }: Take): readonly Row[] {
  const moves = media.type.startsWith('video/');
  // Work on frames that are there knows no seed, steps or guidance.
  const isDrawn = GenerationMode.safeParse(recipe.mode).success;
  const isBrought = recipe.mode === 'brought';
  const drawn = (said: string): string => (isDrawn ? said : '');
  const rows: readonly Row[] = [
    ['Made from', madeFrom(recipe.mode)],
    ['Negative prompt', recipe.negativePrompt],
    ['Seed', drawn(String(recipe.seed))],
    ['Shape', `${saidShape(recipe.width, recipe.height)}, ${recipe.width} × ${recipe.height} pixels`],
    ['Length', moves ? `${saidLength(recipe.frames, recipe.frameRate)}, ${recipe.frames} frames at ${recipe.frameRate} a second` : ''],
    ['Steps', drawn(String(recipe.steps))],
    ['Guidance', drawn(saidFigure(recipe.guidance, 1))],
    ['Scheduler', drawn(`${recipe.scheduler === 'unipc' ? 'UniPC' : 'Euler'}, shift ${recipe.shift}`)],
    ['LoRAs', (recipe.loras ?? []).map(({ name, weight }) => `${name} at ${weight}`).join(', ')],
    ['Model', isBrought ? '' : `${recipe.model.id} ${recipe.model.version} (${recipe.model.license})`],
    ['Engine', isBrought ? '' : `${recipe.engine.id} ${recipe.engine.version}, ${recipe.engine.provider}`],
  ];
  return rows.filter(([, value]) => value !== '');
}

/** Its file and when it was kept. */
export function fileRows(take: Take): readonly Row[] {
  return [
    ['File', `${take.media.type.split(';')[0]}, ${saidBytes(take.media.bytes)}`],
    ['Kept', keptAt(take)],
  ];
}

/** Pictures it was made from and the name of its recipe, by their hashes. */
export function hashRows({ recipe, recipeHash }: Take): readonly Row[] {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['First picture', recipe.inputs.first],
    ['Last picture', recipe.inputs.last],
    ['Worked on', recipe.inputs.source],
    ...(recipe.inputs.references ?? []).map((hash, i) => [`Reference picture ${i + 1}`, hash] as const),
    ...(recipe.loras ?? []).map(({ name, asset }) => [`LoRA ${name}`, asset] as const),
    ['Recipe hash', recipeHash],
  ];
  return rows.filter((row): row is readonly [string, string] => row[1] !== undefined);
}

export interface Difference {
  readonly name: string;
  /** One for each take, in their order. */
  readonly values: readonly string[];
}

/** What takes were made with, where that differs. */
export function recipeDifferences(takes: readonly Take[]): readonly Difference[] {
  const given = takes.map(
    (take) => new Map<string, string>([['Prompt', take.recipe.prompt], ...recipeRows(take), ...hashRows(take).filter(([name]) => name !== 'Recipe hash')]),
  );
  const names = [...new Set(given.flatMap((rows) => [...rows.keys()]))];
  return names
    .map((name) => ({ name, values: given.map((rows) => rows.get(name) || 'none') }))
    .filter(({ values }) => new Set(values).size > 1);
}
