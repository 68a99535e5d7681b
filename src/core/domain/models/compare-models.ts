import type { KeptFile, KeptModel } from '../../schema/kept-model.ts';
import type { ModelUpdate } from '../../schema/model-update.ts';

/** Where in which repository a file lies, whichever hub or mirror its address is of. */
const PLACE = /([^/]+\/[^/]+)\/resolve\/([0-9a-f]{40})\/(.+)$/;

/** The commit of its own repository that a model's files are of; undefined where its addresses do not say. */
export function commitOf({ source, files }: Pick<KeptModel, 'source' | 'files'>): string | undefined {
  const places = files.flatMap(({ url }) => {
    const [, repository, commit] = PLACE.exec(url ?? '') ?? [];
    return repository && commit ? [{ repository, commit }] : [];
  });
  return (places.find(({ repository }) => repository === source?.repository) ?? places[0])?.commit;
}

const placeIn = (url: string | undefined): string | undefined => PLACE.exec(url ?? '')?.[0];

/** Whether a file that was verified is the very one that is planned: by hash where one is stated, else by the commit that it is of. */
export function isSameFile(kept: KeptFile, planned: KeptFile): boolean {
  if (kept.sha256 === undefined || kept.path !== planned.path) return false;
  if (kept.bytes !== undefined && planned.bytes !== undefined && kept.bytes !== planned.bytes) return false;
  const { digest } = planned;
  if (digest && 'sha256' in digest) return digest.sha256 === kept.sha256;
  if (digest) return kept.digest !== undefined && 'gitBlob' in kept.digest && kept.digest.gitBlob === digest.gitBlob;
  return placeIn(planned.url) !== undefined && placeIn(planned.url) === placeIn(kept.url);
}

/** A planned version with what is known of the files that stay as they are. */
export function withKept(planned: KeptModel, kept: readonly KeptFile[]): KeptModel {
  const files = planned.files.map((file): KeptFile => {
    const same = kept.find((each) => isSameFile(each, file));
    return same ? { ...file, bytes: same.bytes, sha256: same.sha256 } : file;
  });
  return { ...planned, files };
}

const isSameLicence = (one: KeptModel['licence'], other: KeptModel['licence']): boolean => JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

/** What a planned version would change of the one that is here; undefined where it is the same. */
export function updateBetween(kept: KeptModel, planned: KeptModel): ModelUpdate | undefined {
  const changed = planned.files.filter((file) => !kept.files.some((each) => isSameFile(each, file)));
  const gone = kept.files.filter(({ path }) => !planned.files.some((file) => file.path === path)).length;
  const isOtherLicence = !isSameLicence(kept.licence, planned.licence);
  if (changed.length === 0 && gone === 0 && !isOtherLicence) return undefined;
  const from = commitOf(kept);
  return {
    ...(from !== undefined && { from }),
    to: commitOf(planned) ?? planned.source?.revision ?? '',
    changed: changed.length,
    gone,
    same: planned.files.length - changed.length,
    bytes: changed.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    licence: planned.licence,
    isOtherLicence,
  };
}
