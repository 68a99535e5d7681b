import { loadPart } from '#core/domain/load-part.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { JobsState } from '../queue/jobs.svelte.ts';
import { OnDemand } from '../shell/on-demand.ts';
import type { GalleryState } from './gallery.svelte.ts';
import type { MeaningSearch } from './meaning-search.svelte.ts';
import type { TakeDescribing } from './take-describing.svelte.ts';

interface Parts {
  readonly gallery: GalleryState;
  readonly blobs: BlobStore;
  readonly jobs: JobsState;
  readonly scope: string;
  readonly choice: () => ProviderChoice;
}

/** The search by meaning. */
export const meaningOnDemand = ({ choice, ...parts }: Parts): OnDemand<MeaningSearch> =>
  new OnDemand(async () => {
    const [{ MeaningSearch }, { BrowserMeaning }, { OpfsModelShelf }, { MeaningStore }] = await loadPart(() =>
      Promise.all([import('./meaning-search.svelte.ts'), import('#lib/engine/meaning/browser-meaning.ts'), import('#lib/storage/opfs-model-shelf.ts'), import('#lib/storage/meaning-store.ts')]),
    );
    return new MeaningSearch({ ...parts, engine: new BrowserMeaning(new OpfsModelShelf(), choice), store: new MeaningStore('kinora') });
  });

/** What takes and pictures show, in words. */
export const wordsOnDemand = ({ choice, ...parts }: Parts): OnDemand<TakeDescribing> =>
  new OnDemand(async () => {
    const [{ TakeDescribing }, { PictureWords }, { BrowserCaptions }, { OpfsModelShelf }, { DescriptionStore }] = await loadPart(() =>
      Promise.all([import('./take-describing.svelte.ts'), import('./picture-words.svelte.ts'), import('#lib/engine/captions/browser-captions.ts'), import('#lib/storage/opfs-model-shelf.ts'), import('#lib/storage/description-store.ts')]),
    );
    const words = new PictureWords({ engine: new BrowserCaptions(new OpfsModelShelf(), choice), store: new DescriptionStore('kinora'), blobs: parts.blobs });
    return new TakeDescribing({ ...parts, words });
  });
