import type { ProjectDocument } from '#core/document/project-document.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';

/** So many rest: somebody goes from film to film, and things are sent to films that are not on the screen. */
const MOST = 3;

/** The documents of the projects that were left last, with what could be undone in them, for somebody who comes back. */
export class RestedDocuments {
  /** Those that were left last come last. */
  readonly #rested = new Map<ProjectId, ProjectDocument>();

  /** It belongs to this object from now on. */
  keep(id: ProjectId, document: ProjectDocument): void {
    this.#drop(id);
    this.#rested.set(id, document);
    for (const first of [...this.#rested.keys()].slice(0, -MOST)) this.#drop(first);
  }

  /**
   * The document to go on with: the rested one, brought up to `read`, what the store holds now. Where the store lost something
   * of it meanwhile (an import was taken back, an older backup came), that is gone, and `read` itself is gone on with.
   */
  goOn(id: ProjectId, read: ProjectDocument): ProjectDocument {
    const document = this.#rested.get(id);
    if (!document) return read;
    this.#rested.delete(id);
    if (!document.knowsSameAs(read)) document.receive(read.encode());
    const [stays, goes] = document.knowsSameAs(read) ? [document, read] : [read, document];
    goes.dispose();
    return stays;
  }

  dispose(): void {
    for (const id of this.#rested.keys()) this.#drop(id);
  }

  #drop(id: ProjectId): void {
    this.#rested.get(id)?.dispose();
    this.#rested.delete(id);
  }
}
