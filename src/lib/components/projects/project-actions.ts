import { quotedName } from '#core/domain/words/said-name.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import { nameOf } from './project-words.ts';

/** What a person does with whole projects. Each says what it did, and offers the way back. */
export class ProjectActions {
  readonly #studio: Pick<Studio, 'projects' | 'shell'>;

  constructor(studio: Pick<Studio, 'projects' | 'shell'>) {
    this.#studio = studio;
  }

  async duplicate(record: ProjectRecord): Promise<void> {
    if (await this.#studio.projects.duplicate(record)) this.#studio.shell.announce(`${quotedName(nameOf(record))} has a copy.`);
  }

  async archive(record: ProjectRecord): Promise<void> {
    if (await this.#studio.projects.setArchived(record.id, true)) this.#offer(`${quotedName(nameOf(record))} is in the archive.`, () => this.unarchive(record));
  }

  async unarchive(record: ProjectRecord): Promise<void> {
    if (await this.#studio.projects.setArchived(record.id, false)) this.#studio.shell.announce(`${quotedName(nameOf(record))} is out of the archive.`);
  }

  async bin(record: ProjectRecord): Promise<void> {
    if (await this.#studio.projects.setBinned(record.id, true)) this.#offer(`${quotedName(nameOf(record))} is in the bin.`, () => this.putBack(record));
  }

  async putBack(record: ProjectRecord): Promise<void> {
    if (await this.#studio.projects.setBinned(record.id, false)) this.#studio.shell.announce(`${quotedName(nameOf(record))} is back.`);
  }

  async deleteForGood(record: ProjectRecord): Promise<void> {
    const { projects, shell } = this.#studio;
    if (await projects.delete(record.id)) shell.toast('info', `${quotedName(nameOf(record))} is deleted. Its takes are still in the gallery.`);
  }

  #offer(said: string, run: () => Promise<void>): void {
    this.#studio.shell.toast('info', said, { label: 'Undo', run: () => void run() });
  }
}
