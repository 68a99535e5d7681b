import { AcceleratorAssist } from '#lib/engine/assist/accelerator-assist.ts';
import { BrowserCaptions } from '#lib/engine/assist/browser-captions.ts';
import { BrowserCutOuts } from '#lib/engine/assist/browser-cut-outs.ts';
import { BrowserMeaning } from '#lib/engine/assist/browser-meaning.ts';
import { EitherCaptions, EitherCutOuts, EitherMeaning } from '#lib/engine/assist/either-assist.ts';
import { cutPicture } from '#lib/engine/cut-outs/cut-picture.ts';
import { DescriptionStore } from '#lib/storage/description-store.ts';
import { MeaningStore } from '#lib/storage/meaning-store.ts';
import { OpfsModelShelf } from '#lib/storage/opfs-model-shelf.ts';
import { CutOuts } from '../project/cut-outs.svelte.ts';
import type { SeeingParts } from './meaning-on-demand.ts';
import { MeaningSearch } from './meaning-search.svelte.ts';
import { PictureWords } from './picture-words.svelte.ts';
import { TakeDescribing } from './take-describing.svelte.ts';

/** The search by meaning, over the models of this browser and of the accelerator. */
export const meaningSearch = ({ choice, line, ...parts }: SeeingParts): MeaningSearch =>
  new MeaningSearch({ ...parts, engine: new EitherMeaning(new BrowserMeaning(new OpfsModelShelf(), choice), new AcceleratorAssist(line)), store: new MeaningStore('kinora') });

/** What describes takes and pictures, over the same. */
export function takeDescribing({ choice, line, ...parts }: SeeingParts): TakeDescribing {
  const words = new PictureWords({ engine: new EitherCaptions(new BrowserCaptions(new OpfsModelShelf(), choice), new AcceleratorAssist(line)), store: new DescriptionStore('kinora'), blobs: parts.blobs });
  return new TakeDescribing({ ...parts, words });
}

/** What cuts pictures out, over the same. */
export const cutOuts = ({ choice, line, blobs }: SeeingParts): CutOuts =>
  new CutOuts({ engine: new EitherCutOuts(new BrowserCutOuts(new OpfsModelShelf(), choice), new AcceleratorAssist(line)), cut: cutPicture, blobs });
