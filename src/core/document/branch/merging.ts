import * as Y from 'yjs';
import type { ProjectDocument } from '../project-document.ts';
import { ProjectReader } from '../read/project-reader.ts';
import { compareProjects, type Difference, isOfTheFilm } from './compare.ts';
import { needsBetween, type Needs, withNeeds } from './needs.ts';
import { takeAgain } from './take-again.ts';

/** What a merge of a branch would change, and what could be taken besides; both as they stand now. */
export class Merging {
  /** What merging changes. */
  readonly comes: readonly Difference[];
  /** What can be as in the branch, though merging would leave it as it is. None without `base`. */
  readonly more: readonly Difference[];
  readonly #needs: Needs;
  /** What the things of the branch need, whether merging changes them or not. */
  readonly #allNeeds: Needs;

  /** `base`: the film at the fork. */
  constructor(document: ProjectDocument, branch: ProjectDocument, base?: ProjectDocument) {
    const { project } = document;
    const update = branch.encode();
    const comes = compareProjects(project, document.merged(update)).filter(isOfTheFilm);
    this.comes = comes;
    this.#needs = document.besideMerged(update, (doc, merged) => needsBetween(doc, merged, comes, project.id));
    this.more = [];
    this.#allNeeds = this.#needs;
    if (!base) return;
    const [then, theirs] = [copyOf(base), copyOf(branch)];
    const [more, needs] = document.besideMerged(update, (doc, merged) => {
      const plain = new ProjectReader(merged).read();
      takeAgain(merged, then, theirs, () => true, project.id);
      const whole = new ProjectReader(merged).read();
      return [compareProjects(plain, whole).filter(isOfTheFilm), needsBetween(doc, merged, compareProjects(project, whole).filter(isOfTheFilm), project.id)] as const;
    });
    then.destroy();
    theirs.destroy();
    this.more = more;
    this.#allNeeds = joined(this.#needs, needs);
  }

  /** What comes with what, by id. */
  get needs(): Needs {
    return this.#needs;
  }

  get allNeeds(): Needs {
    return this.#allNeeds;
  }

  /** What was chosen, with all that it needs. `anew`: what of that is to be as in the branch in any case. */
  closed(chosen: Iterable<string>, again: Iterable<string>): { readonly taken: ReadonlySet<string>; readonly anew: ReadonlySet<string> } {
    const anew = withNeeds(again, this.#allNeeds);
    const taken = anew.size > 0 ? withNeeds([...chosen, ...anew], this.#allNeeds) : withNeeds(chosen, this.#needs);
    return { taken, anew };
  }
}

function joined(one: Needs, other: Needs): Needs {
  const all = new Map([...one].map(([id, its]) => [id, new Set(its)]));
  for (const [id, its] of other) all.set(id, new Set([...(all.get(id) ?? []), ...its]));
  return all;
}

/** Its document, to be looked into. */
export function copyOf(document: ProjectDocument): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, document.encode());
  return doc;
}
