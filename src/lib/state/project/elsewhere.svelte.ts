import type { NewPoolItem } from '#core/document/commands/pool.ts';
import { isFoundBy } from '#core/domain/pool/pool-query.ts';
import { poolItemOfTake } from '#core/domain/pool/pool-item-of-take.ts';
import { searchWords } from '#core/domain/takes/take-search.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { ProjectList } from './project-list.svelte.ts';

/** Something that lies outside a project's pool and can be put into it. */
export interface ElsewhereItem {
  readonly item: NewPoolItem;
  /** `Gallery`, or what the other project is called. */
  readonly place: string;
}

/** What other projects' pools and the gallery hold: the same bytes can lie in several pools and are kept once. */
export class Elsewhere {
  #pools = $state.raw<readonly ElsewhereItem[]>([]);
  #reading = $state(true);
  readonly #takes: () => readonly Take[];
  readonly #ofTakes = $derived.by(() => this.#takes().map((take): ElsewhereItem => ({ item: poolItemOfTake(take), place: 'Gallery' })));
  readonly #all = $derived(onceEach([...this.#pools, ...this.#ofTakes]));

  constructor(takes: () => readonly Take[]) {
    this.#takes = takes;
  }

  /** Whether there are pools that have not been read yet. */
  get reading(): boolean {
    return this.#reading;
  }

  get count(): number {
    return this.#all.length;
  }

  /** Those whose name, description or tags have the words. */
  find(typed: string): readonly ElsewhereItem[] {
    const words = searchWords(typed);
    return this.#all.filter(({ item }) => isFoundBy(item, words));
  }

  /** Reads the pools of all projects but one, the last changed first. `name` says what a project is called. */
  async read(projects: ProjectList, without: ProjectId, name: (project: { readonly name: string }) => string, signal: AbortSignal): Promise<void> {
    await projects.load();
    for (const { id } of [...projects.current, ...projects.archive]) {
      if (id === without || signal.aborted) continue;
      const film = await projects.read(id);
      if (!film || film.pool.length === 0) continue;
      const place = name(film);
      this.#pools = [...this.#pools, ...film.pool.map(({ id: _, addedAt: __, ...item }) => ({ item, place }))];
    }
    this.#reading = false;
  }
}

/** The first of those with the same bytes: what a person named and tagged in a pool goes before a bare take. */
function onceEach(items: readonly ElsewhereItem[]): readonly ElsewhereItem[] {
  const seen = new Set<Sha256>();
  return items.filter(({ item: { asset } }) => !seen.has(asset) && seen.add(asset));
}
