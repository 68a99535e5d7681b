import { loadPart } from '#core/domain/load-part.ts';
import type { AcceleratorLink } from '#lib/engine/remote/ports.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { JobsState } from '../queue/jobs.svelte.ts';
import { OnDemand } from '../shell/on-demand.ts';
import type { CutOuts } from '../project/cut-outs.svelte.ts';
import type { GalleryState } from './gallery.svelte.ts';
import type { MeaningSearch } from './meaning-search.svelte.ts';
import type { TakeDescribing } from './take-describing.svelte.ts';

export interface SeeingParts {
  readonly gallery: GalleryState;
  readonly blobs: BlobStore;
  readonly jobs: JobsState;
  readonly scope: string;
  readonly choice: () => ProviderChoice;
  readonly line: Pick<AcceleratorLink, 'ask' | 'state'>;
}

const load = () => loadPart(() => import('./seeing-parts.ts'));

/** The search by meaning. */
export const meaningOnDemand = (parts: SeeingParts): OnDemand<MeaningSearch> => new OnDemand(async () => (await load()).meaningSearch(parts));

/** What takes and pictures show, in words. */
export const wordsOnDemand = (parts: SeeingParts): OnDemand<TakeDescribing> => new OnDemand(async () => (await load()).takeDescribing(parts));

/** What cuts pictures out. */
export const cutOutsOnDemand = (parts: SeeingParts): OnDemand<CutOuts> => new OnDemand(async () => (await load()).cutOuts(parts));
