import { type BranchStanding, compareBranch, mergeParts, openFork } from '#core/document/branch/branch.ts';
import type { Difference } from '#core/document/branch/compare.ts';
import { Merging } from '#core/document/branch/merging.ts';
import { neededBy, withNeeds } from '#core/document/branch/needs.ts';
import type { ProjectDocument } from '#core/document/project-document.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { browserOrigin } from './browser-origin.ts';
import type { OpenProject } from './open-project.svelte.ts';
import type { ProjectList } from './project-list.svelte.ts';

/** A film beside a branch of it, both as they stand. */
export class BranchComparison {
  readonly film: OpenProject;
  readonly branch: OpenProject;
  /** The film as it was when the branch parted from it. */
  readonly #base: ProjectDocument;
  readonly #merged = $derived.by(() => {
    // Drawn from both as they are now.
    void this.film.film;
    void this.branch.film;
    return this.film.document.merged(this.branch.document.encode());
  });
  readonly #standing = $derived.by((): BranchStanding =>
    compareBranch({ base: this.#base.project, ours: this.film.film, theirs: this.branch.film, merged: this.#merged }),
  );

  readonly #merging = $derived.by(() => {
    void this.#merged;
    return new Merging(this.film.document, this.branch.document, this.#base);
  });
  /** The things that stay as they are in the film. */
  #left = $state.raw<ReadonlySet<string>>(new Set());
  /** What was asked for although merging would not change it. */
  #asked = $state.raw<ReadonlySet<string>>(new Set());
  readonly #again = $derived(withNeeds(this.#asked, this.#merging.allNeeds));
  readonly #taken = $derived.by((): ReadonlySet<string> => {
    const { comes, needs } = this.#merging;
    return new Set(comes.map(({ id }) => id).filter((id) => this.#again.has(id) || [...withNeeds([id], needs)].every((one) => !this.#left.has(one))));
  });

  private constructor(film: OpenProject, branch: OpenProject, base: ProjectDocument) {
    this.film = film;
    this.branch = branch;
    this.#base = base;
  }

  static async open(film: OpenProject, id: ProjectId, projects: ProjectList): Promise<Result<BranchComparison, EditRefusal>> {
    const opened = await projects.open(id);
    if (!opened.ok) return opened;
    const branch = opened.value;
    const log = await branch.log();
    const isOurs = branch.film.forkedFrom?.project === film.id;
    const base = log && isOurs ? openFork(branch.document, log.entries.map(({ bytes }) => bytes), browserOrigin) : fail<EditRefusal>({ reason: 'other-project' });
    if (!base.ok) {
      await branch.dispose();
      return base;
    }
    return ok(new BranchComparison(film, branch, base.value.document));
  }

  get standing(): BranchStanding {
    return this.#standing;
  }

  /** The film as it would be with the branch in it. */
  get merged(): Project {
    return this.#merged;
  }

  /** The things that are to be taken over, by id: all, until some are left out. */
  get taken(): ReadonlySet<string> {
    return this.#taken;
  }

  /** What can be as in the branch though merging would leave it: it was left out, or the film has its own. */
  get more(): readonly Difference[] {
    return this.#merging.more;
  }

  /** What of that is to be taken over all the same, by id: nothing, until it is asked for. */
  get again(): ReadonlySet<string> {
    const more = new Set(this.more.map(({ id }) => id));
    return new Set([...this.#again].filter((id) => more.has(id)));
  }

  /** What comes along with a thing, by id: the things that it cannot do without. `again`: one that merging would leave. */
  along(id: string, again = false): readonly string[] {
    const { needs, allNeeds } = this.#merging;
    return this.#listed([...withNeeds([id], again ? allNeeds : needs)].filter((one) => one !== id));
  }

  /** Takes things over or leaves them out, with all that hangs on them. Gives the ids of what else changed sides. */
  choose(ids: readonly string[], takes: boolean): readonly string[] {
    const { needs, allNeeds } = this.#merging;
    const before = this.#chosen;
    const moved = takes ? [...withNeeds(ids, needs)] : ids.flatMap((id) => [id, ...neededBy(id, needs)]);
    this.#left = new Set(takes ? [...this.#left].filter((id) => !moved.includes(id)) : [...this.#left, ...moved]);
    if (!takes) this.#asked = new Set([...this.#asked].filter((id) => ![...withNeeds([id], allNeeds)].some((one) => moved.includes(one))));
    return this.#sidesChanged(before, ids);
  }

  /** Asks for things that merging would leave as they are, or no more. Gives the ids of what else changed sides. */
  ask(ids: readonly string[], takes: boolean): readonly string[] {
    const { allNeeds } = this.#merging;
    const before = this.#chosen;
    const dropped = new Set(ids.flatMap((id) => [id, ...neededBy(id, allNeeds)]));
    this.#asked = new Set(takes ? [...this.#asked, ...ids] : [...this.#asked].filter((id) => !dropped.has(id)));
    return this.#sidesChanged(before, ids);
  }

  /** Brings home what is taken over, as one change. */
  merge(): Result<void, EditRefusal> {
    const merged = mergeParts(this.film.document, this.branch.document, this.#taken, { base: this.#base, ids: this.#asked });
    if (merged.ok) this.#asked = new Set();
    return merged;
  }

  get #chosen(): ReadonlySet<string> {
    return new Set([...this.#taken, ...this.again]);
  }

  #sidesChanged(before: ReadonlySet<string>, ids: readonly string[]): readonly string[] {
    const now = this.#chosen;
    return this.#listed([...before, ...now]).filter((id) => !ids.includes(id) && before.has(id) !== now.has(id));
  }

  #listed(ids: readonly string[]): readonly string[] {
    const listed = new Set([...this.#merging.comes, ...this.more].map(({ id }) => id));
    return [...new Set(ids)].filter((id) => listed.has(id));
  }

  dispose(): Promise<void> {
    this.#base.dispose();
    return this.branch.dispose();
  }
}
