import type { ModelLine } from '#core/domain/models/model-lines.ts';
import type { ModelPlace, ModelStanding } from '#core/domain/models/model-place.ts';
import { statedBytes } from '#core/domain/models/model-lines.ts';
import type { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import type { CatalogueModel, Licence, Purpose } from '#core/schema/catalogue.ts';
import type { ModelUpdate } from '#core/schema/model-update.ts';
import { counted, saidBytes } from '../ui/figures.ts';

export interface PurposeWords {
  readonly title: string;
  /** What serves this step without a model that was fetched, and what it would gain by one. */
  readonly without: string;
}

export const PURPOSES: Readonly<Record<Purpose, PurposeWords>> = {
  stills: { title: 'Stills', without: 'Kinora Mini draws stills of its own small world. A model would draw whatever words can say.' },
  video: { title: 'Clips', without: 'Kinora Mini, which comes with the studio, makes clips of its own small world. A model would make full-size clips of whatever words can say.' },
  language: { title: 'Stories and prompts', without: 'The built-in story engine writes stories, and rules make prompts better. A model would write both from your brief’s own matter.' },
  captions: { title: 'Descriptions of pictures', without: 'A take is described by its prompt, a picture by what you write. A model would describe both, for screen readers, search and stories.' },
  search: { title: 'Search by meaning', without: 'The gallery is searched by the words of prompts and tags. A model would find pictures by what they show.' },
  speech: { title: 'Words of a song', without: 'Lyrics are typed, or come from a file. A model would hear them in the song, each word with its time.' },
  voice: { title: 'Narration', without: 'You record narration, or bring a file. A model would read your text aloud.' },
  depth: { title: 'Depth of stills', without: 'A camera moves over a still as over a flat picture. A model would tell how far away everything in it is, so that near things move more than far ones.' },
  'cut-outs': { title: 'Cut-outs', without: 'A picture is used with its background. A model would cut the subject out, in the pool, the cast and the brief.' },
  lora: { title: 'LoRAs that models need', without: 'LoRAs of your own are under LoRAs.' },
};

export const OWN: PurposeWords = { title: 'Added by you', without: 'What a model is for is told by its files, once they are here and verified. One whose layout no step of Kinora knows stays in this place; engines of the accelerator find their own weights.' };

export const STATES: Readonly<Record<ModelLine['state'], string>> = {
  absent: 'Not here',
  fetching: 'Fetching',
  verifying: 'Verifying',
  ready: 'Ready',
  paused: 'Paused',
  failed: 'Not whole',
  incomplete: 'Not whole',
  unfit: 'Cannot be used',
};

export const PLACES: Readonly<Record<ModelPlace['where'], string>> = { browser: 'In this browser', accelerator: 'On the accelerator' };

interface Sized {
  readonly entry?: CatalogueModel | undefined;
  readonly standing?: ModelStanding | undefined;
}

/** Bytes of a model where it lies in this variant, or as it would be once fetched; undefined where only the hub knows. */
export function bytesOf({ entry, standing }: Sized, variant?: string): number | undefined {
  const isOther = variant !== undefined && standing?.model.variant !== undefined && standing.model.variant !== variant;
  if (standing && standing.total > 0 && !isOther) return standing.total;
  return entry && statedBytes(entry, variant);
}

/** The same in words. */
export function sizeWords(sized: Sized, variant?: string): string {
  const bytes = bytesOf(sized, variant);
  return bytes === undefined ? 'Size told by the hub' : saidBytes(bytes);
}

const ENGINES: Readonly<Record<AcceleratorEngineId, string>> = { onnx: 'ONNX Runtime', comfyui: 'ComfyUI', sdcpp: 'stable-diffusion.cpp', compositor: 'the compositor' };

/** Which of the accelerator's engines can use a model. */
export const worksIn = ({ engines }: CatalogueModel): string => `For ${new Intl.ListFormat('en').format(engines.map((id) => ENGINES[id]))}`;

const COMMERCIAL: Readonly<Record<Licence['commercial'], string>> = {
  yes: 'May be used to earn money.',
  'with-conditions': 'May earn money only under conditions.',
  no: 'May not be used to earn money.',
  unknown: 'Nobody has said whether it may earn money.',
};

export const licenceShort = ({ spdx, name }: Licence): string => spdx ?? name;

/** What a licence allows, in sentences. */
export const licenceWords = ({ commercial, conditions }: Licence): string => [COMMERCIAL[commercial], conditions].filter((part) => part !== undefined).join(' ');

/** What a newer version would change, in sentences. */
export function updateWords({ changed, gone, same, bytes, licence, isOtherLicence }: ModelUpdate): string {
  const files = changed === 0 ? 'no file differs' : `${counted(changed, 'file')} ${changed === 1 ? 'differs' : 'differ'}, ${saidBytes(bytes)} to fetch`;
  const rest = [...(same > 0 ? [`${counted(same, 'file')} ${same === 1 ? 'stays' : 'stay'}`] : []), ...(gone > 0 ? [`${counted(gone, 'file')} ${gone === 1 ? 'goes' : 'go'}`] : [])];
  const licenceNow = isOtherLicence ? `The licence is now ${licence.name}. ${licenceWords(licence)}` : 'The licence is the same.';
  return `A newer version: ${[files, ...rest].join('; ')}. ${licenceNow}`;
}

/** What a catalogue entry says that could not be checked; undefined where all could. */
export const uncheckedWords = ({ unchecked }: CatalogueModel): string | undefined =>
  unchecked.length === 0 ? undefined : `Not checked here: ${new Intl.ListFormat('en').format(unchecked)}.`;
