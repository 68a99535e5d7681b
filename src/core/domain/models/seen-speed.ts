import type { CatalogueModel } from '../../schema/catalogue.ts';
import type { Recipe } from '../../schema/recipe.ts';
import type { Take } from '../../schema/take.ts';

/** How long a model has taken here for the same thing, without the time to load it. */
export interface SeenSpeed {
  readonly where: 'browser' | 'accelerator';
  readonly ms: number;
  /** Takes that it was seen on. */
  readonly takes: number;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** Only the newest count: the machine may have changed. */
const RECENT = 5;

/** Whether a model of the catalogue, or the one of this id, has made a take: engines call the models of the planner by its names. */
export const madeBy = ({ model, engine }: Recipe, id: string, entry?: Pick<CatalogueModel, 'figures' | 'engines'>): boolean =>
  model.id === id || (entry?.figures !== undefined && model.id.replace(/-lightning$/, '') === entry.figures && entry.engines.some((each) => each === engine.id));

/** The speed on each side, of what was made last there; `takes` newest first. Nothing where nothing was made. */
export function seenSpeeds(takes: readonly Take[], is: (recipe: Recipe) => boolean): readonly SeenSpeed[] {
  return (['browser', 'accelerator'] as const).flatMap((where) => {
    const own = takes.filter(({ recipe, timings }) => (recipe.engine.id === 'browser') === (where === 'browser') && is(recipe) && workMs(timings) > 0);
    const [last] = own;
    if (!last) return [];
    const alike = own.filter(({ recipe }) => isAlike(recipe, last.recipe)).slice(0, RECENT);
    const times = alike.map(({ timings }) => workMs(timings)).sort((a, b) => a - b);
    const { width, height, frames } = last.recipe;
    return [{ where, ms: times[times.length >> 1]!, takes: alike.length, width, height, frames }];
  });
}

const workMs = ({ load: _load, ...rest }: Take['timings']): number => Object.values(rest).reduce((sum, ms) => sum + ms, 0);

const isAlike = (one: Recipe, other: Recipe): boolean =>
  (['mode', 'width', 'height', 'frames', 'steps', 'guidance'] as const).every((what) => one[what] === other[what]);
