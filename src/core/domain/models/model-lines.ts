import type { CatalogueModel, ModelId, Purpose } from '../../schema/catalogue.ts';
import { Purpose as Purposes } from '../../schema/catalogue.ts';
import type { Fault } from '../../schema/fault.ts';
import type { ModelPlace, ModelsThere, ModelStanding, ModelWork } from './model-place.ts';

/** A model as one place has it, or could have it. */
export interface ModelLine {
  readonly id: ModelId;
  readonly name: string;
  /** Absent for a model of a person's own. */
  readonly entry?: CatalogueModel;
  /** Absent where nothing of it is there. */
  readonly standing?: ModelStanding;
  readonly work?: ModelWork;
  readonly fault?: Fault;
  readonly state: 'absent' | 'fetching' | 'verifying' | ModelStanding['status'];
}

/** Models of one purpose; those that a person brought without saying what for come last, under none. */
export interface ModelGroup {
  readonly purpose: Purpose | undefined;
  readonly lines: readonly ModelLine[];
}

/** What a place has and could have, by purpose in the order of the catalogue's schema; what is there comes first in each. */
export function modelGroups(catalogue: readonly CatalogueModel[], where: ModelPlace['where'], there: ModelsThere): readonly ModelGroup[] {
  const entries = new Map(catalogue.filter(({ runs }) => runs.includes(where)).map((entry) => [entry.id, entry]));
  // Of a repository that could not even be listed there is nothing but what went wrong.
  const ids = new Set([...[...there.work, ...there.faults].map(({ id }) => id), ...there.standings.map(({ model }) => model.id), ...entries.keys()]);
  const lines = [...ids].map((id) => lineOf(id, catalogue.find((entry) => entry.id === id), there));
  return [...Purposes.options, undefined].flatMap((purpose) => {
    const own = lines.filter((line) => purposeOf(line) === purpose);
    return own.length === 0 ? [] : [{ purpose, lines: own.toSorted((a, b) => Number(a.state === 'absent') - Number(b.state === 'absent') || a.name.localeCompare(b.name, 'en')) }];
  });
}

const purposeOf = ({ entry, standing }: ModelLine): Purpose | undefined => entry?.purpose ?? standing?.model.purpose;

function lineOf(id: ModelId, entry: CatalogueModel | undefined, { standings, work, faults }: ModelsThere): ModelLine {
  const standing = standings.find(({ model }) => model.id === id);
  const doing = work.find((each) => each.id === id);
  const fault = doing ? undefined : (faults.find((each) => each.id === id)?.fault ?? standing?.fault);
  const state = doing ? (doing.kind === 'fetch' ? 'fetching' : 'verifying') : (standing?.status ?? 'absent');
  return {
    id,
    name: entry?.name ?? standing?.model.name ?? id,
    state,
    ...(entry && { entry }),
    ...(standing && { standing }),
    ...(doing && { work: doing }),
    ...(fault && { fault }),
  };
}

/** Bytes of a model as it would be fetched, in this variant or its first; undefined where only the hub knows. */
export function statedBytes({ files, variants }: CatalogueModel, variant?: string): number | undefined {
  const chosen = variants.find(({ id }) => id === variant) ?? variants[0]!;
  const all = [...files, ...chosen.files].map(({ bytes }) => bytes);
  return all.some((bytes) => bytes === undefined) ? undefined : all.reduce<number>((total, bytes) => total + bytes!, 0);
}
