import type { ProjectId } from '../../schema/project-ids.ts';
import { fold, hasWords, searchWords } from '../takes/take-search.ts';

/** What is looked at of a project when a list of them is put in order. */
export interface ListedProject {
  readonly id: ProjectId;
  readonly name: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly length: number;
  readonly frameRate: { readonly numerator: number; readonly denominator: number };
  readonly branchOf?: ProjectId | undefined;
}

export const PROJECT_ORDERS = ['changed', 'name', 'newest', 'longest'] as const;
export type ProjectOrder = (typeof PROJECT_ORDERS)[number];

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const seconds = ({ length, frameRate }: ListedProject): number => (length * frameRate.denominator) / frameRate.numerator;

const COMPARE: Record<ProjectOrder, (a: ListedProject, b: ListedProject) => number> = {
  changed: (a, b) => b.changedAt - a.changedAt,
  name: (a, b) => byName.compare(a.name.trim(), b.name.trim()),
  newest: (a, b) => b.createdAt - a.createdAt,
  longest: (a, b) => seconds(b) - seconds(a),
};

/** The projects whose names have the words that are typed, in order, each with its branches right behind it. */
export function findProjects<Listed extends ListedProject>(projects: readonly Listed[], typed: string, order: ProjectOrder): Listed[] {
  const words = searchWords(typed);
  const found = projects.filter(({ name }) => hasWords(fold(name), words)).sort(COMPARE[order]);
  const ids = new Set(found.map(({ id }) => id));
  const isBehind = ({ branchOf }: Listed): boolean => branchOf !== undefined && ids.has(branchOf);
  const listed = new Set<Listed>();
  const place = (project: Listed): void => {
    if (listed.has(project)) return;
    listed.add(project);
    found.filter(({ branchOf }) => branchOf === project.id).forEach(place);
  };
  found.filter((project) => !isBehind(project)).forEach(place);
  // Two that say to be branches of each other stand behind no other.
  found.forEach(place);
  return [...listed];
}
