import { z } from 'zod';
import { CatalogueModel, HubRepository, HubRevision, ModelId } from '../catalogue.ts';
import { Fault } from '../fault.ts';
import { KeptModel } from '../kept-model.ts';
import { ModelUpdate } from '../model-update.ts';

/** How much of a model is on the accelerator's shelf. */
export const ShelfStanding = z.object({
  model: KeptModel,
  status: z.enum(['ready', 'paused', 'failed', 'incomplete', 'unfit']),
  /** Bytes of it that are there, and in all as far as they are known. */
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  fault: Fault.optional(),
  /** A newer version that is on its way beside it, without the files that stay as they are. Absent where there is none. */
  coming: z.object({ done: z.int().nonnegative(), total: z.int().nonnegative(), paused: z.boolean() }).optional(),
});

/** What the accelerator does with a model at this moment. */
export const ShelfWork = z.object({
  id: ModelId,
  kind: z.enum(['fetch', 'verify']),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
});

/** All models of the shelf at one moment. */
export const Shelf = z.object({
  standings: z.array(ShelfStanding),
  work: z.array(ShelfWork),
  /** What the last work with a model ended with, until it is asked for again. */
  faults: z.array(z.object({ id: ModelId, fault: Fault })),
  /** Bytes that are free. */
  room: z.int().nonnegative().optional(),
});
export type Shelf = z.infer<typeof Shelf>;

export const Catalogue = z.object({ models: z.array(CatalogueModel) });

/** Asks for a model of the catalogue. `accepts`: a person has just read and accepted its licence. */
export const ModelAsk = z.object({ variant: z.string().min(1).max(40).optional(), accepts: z.boolean().optional() });
export type ModelAsk = z.infer<typeof ModelAsk>;

/** Asks for the newer version of a model. `accepts`: a person has just read and accepted its licence. */
export const UpdateAsk = z.object({ accepts: z.boolean().optional() });

/** What a newer version would change; absent where the hub has none. */
export const UpdateFound = z.object({ update: ModelUpdate.optional() });

/** A repository of the hub that a person names. It is never an address. */
export const RepositoryAsk = z.object({ repository: HubRepository, revision: HubRevision.default('main'), accepts: z.boolean().optional() });

export const ModelAdded = z.object({ id: ModelId });

/** A token of the hub: letters, digits and a few signs. */
export const HubToken = z.string().regex(/^[\w.~+/=-]{1,512}$/, 'not a token');

/** How the accelerator asks the hub. The token itself is never told. */
export const HubStanding = z.object({
  /** The hub, or the mirror that is asked instead. */
  address: z.string(),
  /** Whether requests go through a proxy of the settings. */
  proxy: z.boolean(),
  /** Where its token is from: entered in the studio, named by its settings or environment; absent where it has none. */
  token: z.enum(['studio', 'settings']).optional(),
});
export type HubStanding = z.infer<typeof HubStanding>;
