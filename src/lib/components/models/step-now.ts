import type { ModelPlace } from '#core/domain/models/model-place.ts';
import type { Purpose } from '#core/schema/catalogue.ts';
import type { PlaceState } from '#lib/state/models/place.svelte.ts';
import { PLACES } from './model-words.ts';

/** How writers of the shelves say where they run. */
const SHELVES: Readonly<Record<string, ModelPlace['where']>> = { 'this browser': 'browser', 'the accelerator itself': 'accelerator' };

interface Ready {
  readonly id: string;
  readonly name: string;
}

/** What is ready for a step, where it lies, and who writes. */
export interface StepModels {
  readonly where: ModelPlace['where'];
  /** Those of the place that is looked at, in the order in which steps look for them. */
  readonly here: readonly Ready[];
  /** Those of the other place. */
  readonly elsewhere: readonly Ready[];
  /** The model that writes, and where it runs; undefined where Kinora's own rules do. */
  readonly writer: { readonly name: string; readonly server: string } | undefined;
}

/** The models of a place that are ready for a step. */
export const readyFor = (place: Pick<PlaceState, 'standings'> | undefined, purpose: Purpose | undefined): readonly Ready[] =>
  (place?.standings ?? []).flatMap(({ model, status }) => (status === 'ready' && model.purpose === purpose ? [model] : []));

const listed = (models: readonly Ready[]): string => new Intl.ListFormat('en').format(models.map(({ name }) => name));

/** Which model a step uses now, in sentences; undefined where it uses none. */
export function stepNow(purpose: Purpose | undefined, { where, here, elsewhere, writer }: StepModels): string | undefined {
  if (purpose === undefined) return undefined;
  if (purpose === 'language') {
    if (writer) {
      const its = SHELVES[writer.server];
      const isHere = its === where;
      return `Now: ${writer.name}${isHere ? '' : its ? ` ${PLACES[its].toLowerCase()}` : `, on ${writer.server}`}.${alsoHere(here.filter(({ name }) => !isHere || name !== writer.name))}`;
    }
    return here.length > 0 ? `Now: Kinora’s own rules write.${alsoHere(here)}` : undefined;
  }
  // What draws is chosen for each take.
  if (purpose === 'stills' || purpose === 'video' || purpose === 'lora') return here.length > 0 ? `Ready: ${listed(here)}.${purpose === 'lora' ? '' : ' Choose it in Create.'}` : undefined;
  // Steps take the first of this browser, and what is not here of the accelerator.
  const [ofBrowser, ofAccelerator] = where === 'browser' ? [here, elsewhere] : [elsewhere, here];
  const first = ofBrowser[0] ?? ofAccelerator[0];
  if (!first) return undefined;
  const its = ofBrowser.length > 0 ? 'browser' : 'accelerator';
  return `Now: ${first.name}${its === where ? '' : ` ${PLACES[its].toLowerCase()}`}.${alsoHere(here.filter(({ id }) => id !== first.id))}`;
}

const alsoHere = (models: readonly Ready[]): string => (models.length === 0 ? '' : ` Also here: ${listed(models)}.`);
