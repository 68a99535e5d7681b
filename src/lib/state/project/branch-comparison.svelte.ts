import { type BranchStanding, compareBranch, mergeBranch, openFork } from '#core/document/branch/branch.ts';
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
  readonly #base: Project;
  readonly #merged = $derived.by(() => {
    // Drawn from both as they are now.
    void this.film.film;
    void this.branch.film;
    return this.film.document.merged(this.branch.document.encode());
  });
  readonly #standing = $derived.by((): BranchStanding =>
    compareBranch({ base: this.#base, ours: this.film.film, theirs: this.branch.film, merged: this.#merged }),
  );

  private constructor(film: OpenProject, branch: OpenProject, base: Project) {
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
    const { document } = base.value;
    const comparison = new BranchComparison(film, branch, document.project);
    document.dispose();
    return ok(comparison);
  }

  get standing(): BranchStanding {
    return this.#standing;
  }

  /** The film as it would be with the branch in it. */
  get merged(): Project {
    return this.#merged;
  }

  merge(): Result<void, EditRefusal> {
    return mergeBranch(this.film.document, this.branch.document);
  }

  dispose(): Promise<void> {
    return this.branch.dispose();
  }
}
