import { readyModels } from '#core/domain/models/ready-models.ts';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import { readCard } from '#core/pipelines/read-card.ts';
import type { ModelId } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import { OpfsModelShelf } from '#lib/storage/opfs-model-shelf.ts';
import { ShelfFiles } from '#lib/storage/shelf-files.ts';

/** A model of the browser's shelf that its engine can make clips with. */
export interface ShelfModel {
  /** Its name on the shelf. */
  readonly shelfId: ModelId;
  readonly facts: ModelFacts;
}

/** The models of the shelf that are whole, may be used, and have a layout that the engine opens; the first of two with one id counts. */
export async function shelfModels(shelf = new OpfsModelShelf()): Promise<readonly ShelfModel[]> {
  const found = new Map<string, ShelfModel>();
  for (const { id, name } of await readyModels(shelf)) {
    try {
      const { card, manifest } = await readCard(await ShelfFiles.open(id, shelf));
      // Without a manifest nothing in the folder says what a person calls it.
      if (!found.has(card.id)) found.set(card.id, { shelfId: id, facts: manifest ?? { ...card, name } });
    } catch (error) {
      // Of another layout, or just being deleted: the engine has no use for it.
      if (!(error instanceof FaultError)) throw error;
    }
  }
  return [...found.values()];
}
