import type { ModelLine } from '#core/domain/models/model-lines.ts';
import type { ModelPlace, ModelStanding } from '#core/domain/models/model-place.ts';
import { statedBytes } from '#core/domain/models/model-lines.ts';
import type { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import type { CatalogueModel, Licence, Purpose } from '#core/schema/catalogue.ts';
import type { ModelUpdate } from '#core/schema/model-update.ts';
import { counted, saidBytes } from '../ui/figures.ts';

export interface PurposeWords {
  readonly title: string;
  /** What serves this step without a model that was fetched. */
  readonly without: string;
}

export const PURPOSES: Readonly<Record<Purpose, PurposeWords>> = {
  stills: { title: 'Stills', without: 'Kinora Mini draws stills of its own small world.' },
  video: { title: 'Clips', without: 'Kinora Mini, which comes with the studio, makes clips of its own small world.' },
  language: { title: 'Stories and prompts', without: 'The built-in story engine writes stories, and rules make prompts better.' },
  captions: { title: 'Descriptions of pictures', without: 'A take is described by its prompt, a picture by what you write. A model would describe both, for screen readers, search and stories.' },
  search: { title: 'Search by meaning', without: 'The gallery is searched by the words of prompts and tags.' },
  speech: { title: 'Words of a song', without: 'Lyrics are typed, or come from a file.' },
  voice: { title: 'Narration', without: 'You record narration, or bring a file.' },
  depth: { title: 'Depth of stills', without: 'A camera moves over a still as over a flat picture. A model would tell how far away everything in it is, so that near things move more than far ones.' },
  'cut-outs': { title: 'Cut-outs', without: 'A picture is used with its background. A model would cut the subject out, in the pool, the cast and the brief.' },
  lora: { title: 'LoRAs that models need', without: 'LoRAs of your own are under LoRAs.' },
};

export const OWN: PurposeWords = { title: 'Added by you', without: 'A model whose layout Kinora knows can be chosen in Create.' };

export const STATES: Readonly<Record<ModelLine['state'], string>> = {
  absent: 'Not here',
  fetching: 'Fetching',
  verifying: 'Verifying',
  ready: 'Ready',
  paused: 'Paused',
  failed: 'Not whole',
  incomplete: 'Not whole',
};

export const PLACES: Readonly<Record<ModelPlace['where'], string>> = { browser: 'In this browser', accelerator: 'On the accelerator' };

/** How large a model is where it lies, or would be once fetched. */
export function sizeWords({ entry, standing }: { readonly entry?: CatalogueModel | undefined; readonly standing?: ModelStanding | undefined }, variant?: string): string {
  if (standing && standing.total > 0) return saidBytes(standing.total);
  const stated = entry && statedBytes(entry, variant);
  return stated === undefined ? 'Size told by the hub' : saidBytes(stated);
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
