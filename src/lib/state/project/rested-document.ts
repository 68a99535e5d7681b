import type { ProjectDocument } from '#core/document/project-document.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';

/** The document of the project that was left last, with what could be undone in it, for somebody who comes back. */
export class RestedDocument {
  #rested: { readonly id: ProjectId; readonly document: ProjectDocument } | undefined;

  /** It belongs to this object from now on. */
  keep(id: ProjectId, document: ProjectDocument): void {
    this.#rested?.document.dispose();
    this.#rested = { id, document };
  }

  /**
   * The document to go on with: the rested one, brought up to `read`, what the store holds now. Where the store lost something
   * of it meanwhile (an import was taken back, an older backup came), that is gone, and `read` itself is gone on with.
   */
  goOn(id: ProjectId, read: ProjectDocument): ProjectDocument {
    if (this.#rested?.id !== id) return read;
    const { document } = this.#rested;
    this.#rested = undefined;
    if (!document.knowsSameAs(read)) document.receive(read.encode());
    const [stays, goes] = document.knowsSameAs(read) ? [document, read] : [read, document];
    goes.dispose();
    return stays;
  }

  dispose(): void {
    this.#rested?.document.dispose();
    this.#rested = undefined;
  }
}
