import { Mode } from '../../schema/mode.ts';
import { ProjectId } from '../../schema/project-ids.ts';
import type { Take } from '../../schema/take.ts';
import { newestFirst } from './newest-first.ts';
import { type Collection, inProject, projectsAmong } from './takes-of-project.ts';
import { foldedTake, hasWords, searchWords } from './take-search.ts';

export const TAKE_ORDERS = ['newest', 'oldest', 'rating', 'name', 'length'] as const;
export type TakeOrder = (typeof TAKE_ORDERS)[number];

/** Days as `2026-11-21`, both counted in, in the person's own time zone; an open end is empty. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}
export type Kept = 'any' | 'today' | 'week' | 'month' | DayRange;

/** Which takes are looked for, and in which order. */
export interface TakeQuery {
  readonly words: string;
  readonly model: string | null;
  readonly mode: Mode | null;
  /** As `engineOf` names it. */
  readonly engine: string | null;
  /** The project that they were made for or are in. */
  readonly project: ProjectId | null;
  readonly kept: Kept;
  /** At least so many stars; 0: all. */
  readonly rating: number;
  readonly favourite: boolean;
  readonly tag: string | null;
  readonly order: TakeOrder;
}

export const EVERY_TAKE: TakeQuery = {
  words: '',
  model: null,
  mode: null,
  engine: null,
  project: null,
  kept: 'any',
  rating: 0,
  favourite: false,
  tag: null,
  order: 'newest',
};

/** What made a take: `browser, wasm`. */
export const engineOf = ({ recipe: { engine } }: Take): string => `${engine.id}, ${engine.provider}`;

/** How long a take plays, in seconds; a still does not. */
export const lengthOf = ({ recipe, media }: Take): number =>
  media.type.startsWith('video/') ? recipe.frames / recipe.frameRate : 0;

/** Whether anything but the order narrows what is shown. */
export function isNarrowed(query: TakeQuery): boolean {
  return writeQuery({ ...query, order: 'newest' }).length > 0;
}

/** The takes that fit, in order. `now`: milliseconds since 1970. Takes that are equal in it stay newest first. */
export function findTakes(takes: readonly Take[], query: TakeQuery, now: number, projects: readonly Collection[] = []): readonly Take[] {
  return filterTakes(orderTakes(takes, query.order), query, now, projects);
}

export function orderTakes(takes: readonly Take[], order: TakeOrder): readonly Take[] {
  return takes.toSorted(comparing(order));
}

/** The takes that fit, as they come. `now`: milliseconds since 1970. */
export function filterTakes(takes: readonly Take[], query: TakeQuery, now: number, projects: readonly Collection[] = []): readonly Take[] {
  return isNarrowed(query) ? takes.filter(fits(query, now, projects)) : takes;
}

function fits(query: TakeQuery, now: number, projects: readonly Collection[]): (take: Take) => boolean {
  const words = searchWords(query.words);
  const [from, until] = moments(query.kept, now);
  const isIn = query.project === null ? () => true : inProject(query.project, projects);
  return (take) =>
    (query.model === null || take.recipe.model.id === query.model) &&
    (query.mode === null || take.recipe.mode === query.mode) &&
    (query.engine === null || engineOf(take) === query.engine) &&
    isIn(take) &&
    take.createdAt >= from &&
    take.createdAt < until &&
    take.rating >= query.rating &&
    (!query.favourite || take.favourite) &&
    (query.tag === null || take.tags.includes(query.tag)) &&
    (words.length === 0 || hasWords(foldedTake(take), words));
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function comparing(order: TakeOrder): (a: Take, b: Take) => number {
  switch (order) {
    case 'newest':
      return newestFirst;
    case 'oldest':
      return (a, b) => -newestFirst(a, b);
    case 'rating':
      return (a, b) => b.rating - a.rating || Number(b.favourite) - Number(a.favourite) || newestFirst(a, b);
    case 'name':
      return (a, b) => names.compare(a.name ?? a.recipe.prompt, b.name ?? b.recipe.prompt) || newestFirst(a, b);
    case 'length':
      return (a, b) => lengthOf(b) - lengthOf(a) || newestFirst(a, b);
  }
}

/** From when (counted in) until when (not counted in), in milliseconds since 1970. */
function moments(kept: Kept, now: number): [number, number] {
  const today = new Date(now);
  const days = (back: number): number => new Date(today.getFullYear(), today.getMonth(), today.getDate() - back).getTime();
  if (kept === 'any') return [-Infinity, Infinity];
  if (kept === 'today') return [days(0), Infinity];
  if (kept === 'week') return [days(6), Infinity];
  if (kept === 'month') return [days(29), Infinity];
  return [dayStart(kept.from, 0) ?? -Infinity, dayStart(kept.to, 1) ?? Infinity];
}

/** The first moment of a day, or of one so many days later; undefined for what is no day. */
function dayStart(day: string, later: number): number | undefined {
  const [year, month, date] = (DAY.exec(day) ?? []).slice(1).map(Number);
  return year === undefined ? undefined : new Date(year, month! - 1, date! + later).getTime();
}
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A query as the address of the page tells it. What cannot be read is left out. */
export function readQuery(read: (name: string) => string | null): TakeQuery {
  const order = read('sort');
  const stars = Number(read('rating'));
  return {
    words: read('q') ?? '',
    model: read('model'),
    mode: Mode.safeParse(read('mode')).data ?? null,
    engine: read('engine'),
    project: ProjectId.safeParse(read('project')).data ?? null,
    kept: readKept(read('kept') ?? ''),
    rating: Number.isInteger(stars) && stars >= 1 && stars <= 5 ? stars : 0,
    favourite: read('favourite') === 'yes',
    tag: read('tag'),
    order: TAKE_ORDERS.find((known) => known === order) ?? 'newest',
  };
}

function readKept(text: string): Kept {
  if (text === 'today' || text === 'week' || text === 'month') return text;
  const [from, to] = text.split('..');
  const day = (given: string): string => (DAY.test(given) ? given : '');
  if (from === undefined || to === undefined) return 'any';
  return { from: day(from), to: day(to) };
}

/** Names and values for the address of the page; nothing for what is as always. */
export function writeQuery(query: TakeQuery): [name: string, value: string][] {
  const { words, model, mode, engine, project, kept, rating, favourite, tag, order } = query;
  const entries: [string, string | null][] = [
    ['q', words.trim() === '' ? null : words],
    ['model', model],
    ['mode', mode],
    ['engine', engine],
    ['project', project],
    ['kept', kept === 'any' ? null : typeof kept === 'string' ? kept : `${kept.from}..${kept.to}`],
    ['rating', rating > 0 ? String(rating) : null],
    ['favourite', favourite ? 'yes' : null],
    ['tag', tag],
    ['sort', order === 'newest' ? null : order],
  ];
  return entries.filter((entry): entry is [string, string] => entry[1] !== null);
}

/** What there is to choose from, each once, the most frequent first. */
export interface Facets {
  readonly models: readonly string[];
  readonly modes: readonly Mode[];
  readonly engines: readonly string[];
  /** Those that have takes, as they are given. */
  readonly projects: readonly Collection[];
  readonly tags: readonly string[];
}

export function facetsOf(takes: readonly Take[], projects: readonly Collection[] = []): Facets {
  return {
    models: frequent(takes, (take) => [take.recipe.model.id]),
    modes: frequent(takes, (take) => [take.recipe.mode]),
    engines: frequent(takes, (take) => [engineOf(take)]),
    projects: projectsAmong(takes, projects),
    tags: frequent(takes, (take) => take.tags),
  };
}

function frequent<Value extends string>(takes: readonly Take[], valuesOf: (take: Take) => readonly Value[]): Value[] {
  const counts = new Map<Value, number>();
  for (const take of takes) for (const value of valuesOf(take)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || names.compare(a, b)).map(([value]) => value);
}
