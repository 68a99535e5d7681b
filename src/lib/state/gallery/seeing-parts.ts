import { BrowserCaptions } from '#lib/engine/captions/browser-captions.ts';
import { BrowserMeaning } from '#lib/engine/meaning/browser-meaning.ts';
import { DescriptionStore } from '#lib/storage/description-store.ts';
import { MeaningStore } from '#lib/storage/meaning-store.ts';
import { OpfsModelShelf } from '#lib/storage/opfs-model-shelf.ts';
import type { SeeingParts } from './meaning-on-demand.ts';
import { MeaningSearch } from './meaning-search.svelte.ts';
import { PictureWords } from './picture-words.svelte.ts';
import { TakeDescribing } from './take-describing.svelte.ts';

/** The search by meaning, over this browser's shelf and store. */
export const meaningSearch = ({ choice, ...parts }: SeeingParts): MeaningSearch =>
  new MeaningSearch({ ...parts, engine: new BrowserMeaning(new OpfsModelShelf(), choice), store: new MeaningStore('kinora') });

/** What describes takes and pictures, over the same. */
export function takeDescribing({ choice, ...parts }: SeeingParts): TakeDescribing {
  const words = new PictureWords({ engine: new BrowserCaptions(new OpfsModelShelf(), choice), store: new DescriptionStore('kinora'), blobs: parts.blobs });
  return new TakeDescribing({ ...parts, words });
}
