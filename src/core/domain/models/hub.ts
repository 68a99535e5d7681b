import { z } from 'zod';
import type { HubSource } from '../../schema/catalogue.ts';
import { FaultError } from '../../schema/fault.ts';
import { Sha256 } from '../../schema/ids.ts';
import type { Digest } from '../../schema/kept-model.ts';

export const HUB = 'https://huggingface.co';
/** Files of a repository that are looked at; more has no model. */
const MOST_FILES = 5_000;
/** Bytes of a listing; more is no listing. */
export const LONGEST_LISTING = 8_000_000;

const Listing = z.object({
  /** The commit that the revision stands for now. */
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z
    .array(
      z.object({
        rfilename: z.string().max(400),
        size: z.int().nonnegative().optional(),
        blobId: z.string().optional(),
        lfs: z.object({ sha256: Sha256, size: z.int().nonnegative() }).optional(),
      }),
    )
    .max(MOST_FILES),
});

/** A file as the hub states it. */
export interface HubFile {
  readonly path: string;
  readonly bytes: number | undefined;
  readonly digest: Digest | undefined;
}

export interface HubListing {
  readonly commit: string;
  readonly files: ReadonlyMap<string, HubFile>;
}

const inAddress = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
const base = (hub: string): string => hub.replace(/\/+$/, '');

/** Where a repository's files are listed, with their sizes and hashes. `hub`: the hub's address, or a mirror's. */
export const listingAddress = ({ repository, revision }: HubSource, hub = HUB): string => `${base(hub)}/api/models/${inAddress(repository)}/revision/${encodeURIComponent(revision)}?blobs=true`;

/** Where a file is fetched from. */
export const fileAddress = ({ repository, revision }: HubSource, path: string, hub = HUB): string => `${base(hub)}/${inAddress(repository)}/resolve/${encodeURIComponent(revision)}/${inAddress(path)}`;

/** What the hub answers about a repository. Throws FaultError `model-hub-away` where it is no such thing. */
export function readListing(text: string, { repository }: HubSource): HubListing {
  const listing = Listing.safeParse(parsed(text));
  if (!listing.success) throw new FaultError('model-hub-away', { file: repository, detail: 'What it answers is no list of files' });
  const { sha, siblings } = listing.data;
  const files = siblings.map(({ rfilename, size, blobId, lfs }): [string, HubFile] => {
    const blob = /^[0-9a-f]{40}$/.test(blobId ?? '') ? { gitBlob: blobId! } : undefined;
    return [rfilename, { path: rfilename, bytes: lfs?.size ?? size, digest: lfs ? { sha256: lfs.sha256 } : blob }];
  });
  return { commit: sha, files: new Map(files) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
