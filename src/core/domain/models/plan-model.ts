import type { CatalogueFile, CatalogueModel, HubSource, ModelId } from '../../schema/catalogue.ts';
import { FaultError } from '../../schema/fault.ts';
import type { KeptFile, KeptModel } from '../../schema/kept-model.ts';
import { isWordsFile, refuseFileName } from './file-names.ts';
import { fileAddress, HUB, type HubListing } from './hub.ts';
import { UNKNOWN_LICENCE } from './licence-rule.ts';

/** Lists a repository; each is asked for once. */
export type ListHub = (source: HubSource) => Promise<HubListing>;

interface Place {
  readonly hub?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * A model of the catalogue as it is to be kept: every file with the size and hash that are known of it, and the address
 * at the very commit that the hub has now. Throws FaultError `option-invalid` for an unknown variant,
 * `model-file-missing` and `model-file-wrong-hash` where the hub has other files than the catalogue says.
 */
export async function planModel(model: CatalogueModel, variant: string | undefined, list: ListHub, { hub = HUB, now }: Place): Promise<KeptModel> {
  const chosen = variantOf(model, variant);
  const files = new Map<string, KeptFile>();
  for (const file of [...model.files, ...chosen.files]) files.set(file.path, await planFile(file, file.source ?? model.source, list, hub));
  const listing = model.also.length === 0 ? undefined : await list(model.source);
  for (const { path, bytes, digest } of listing?.files.values() ?? []) {
    const folder = path.split('/').slice(0, -1).join('/');
    if (!model.also.includes(folder) || !isWordsFile(path) || files.has(path) || bytes === 0) continue;
    files.set(path, stated({ path, bytes, digest }, fileAddress({ ...model.source, revision: listing!.commit }, path, hub)));
  }
  const { id, name, purpose, licence, source } = model;
  return { schema: 1, id, name, purpose, variant: chosen.id, source, licence, paused: false, files: [...files.values()], addedAt: now };
}

/** The variant of this name, or the first. Throws FaultError `option-invalid`. */
export function variantOf({ variants }: CatalogueModel, name: string | undefined): CatalogueModel['variants'][number] {
  const chosen = name === undefined ? variants[0]! : variants.find(({ id }) => id === name);
  if (!chosen) throw new FaultError('option-invalid', { option: '--variant', given: name!, allowed: variants.map(({ id }) => id).join(', ') });
  return chosen;
}

async function planFile({ path, at, bytes, sha256 }: CatalogueFile, source: HubSource, list: ListHub, hub: string): Promise<KeptFile> {
  const { commit, files } = await list(source);
  const found = files.get(at ?? path);
  if (!found) throw new FaultError('model-file-missing', { file: at ?? path });
  const says = found.digest && 'sha256' in found.digest ? found.digest.sha256 : undefined;
  if (sha256 !== undefined && says !== undefined && says !== sha256) throw new FaultError('model-file-wrong-hash', { file: path });
  if (bytes !== undefined && found.bytes !== undefined && found.bytes !== bytes) throw new FaultError('model-file-truncated', { file: path, expected: bytes, found: found.bytes });
  const address = fileAddress({ ...source, revision: commit }, at ?? path, hub);
  return stated({ path, bytes: bytes ?? found.bytes, digest: sha256 === undefined ? found.digest : { sha256 } }, address);
}

/**
 * A repository that a person names: all of its files that a model may have. Throws FaultError `model-file-unsafe`
 * where none is, naming one that is not taken.
 */
export async function planRepository(id: ModelId, source: HubSource, list: ListHub, { hub = HUB, now }: Place): Promise<KeptModel> {
  const { commit, files } = await list(source);
  const taken = [...files.values()].filter(({ path, bytes }) => refuseFileName(path) === undefined && bytes !== 0);
  if (!taken.some(({ path }) => !isWordsFile(path))) throw new FaultError('model-file-unsafe', { file: [...files.keys()][0] ?? source.repository, why: 'kind' });
  return {
    schema: 1, id, name: source.repository.slice(0, 100), source, licence: UNKNOWN_LICENCE, paused: false, addedAt: now,
    files: taken.map((file) => stated(file, fileAddress({ ...source, revision: commit }, file.path, hub))),
  };
}

const stated = ({ path, bytes, digest }: Pick<KeptFile, 'path'> & { bytes: number | undefined; digest: KeptFile['digest'] | undefined }, url: string): KeptFile =>
  ({ path, url, ...(bytes !== undefined && { bytes }), ...(digest && { digest }) });
