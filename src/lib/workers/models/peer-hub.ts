import type { FileAnswer } from '#core/domain/models/fetch-model.ts';
import type { HubFile, HubListing } from '#core/domain/models/hub.ts';
import type { Hub } from '#core/domain/models/models-parts.ts';
import type { HubSource, ModelId } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { KeptFile, KeptModel } from '#core/schema/kept-model.ts';

/** Another machine that may have a model already: the paired accelerator. */
export interface Peer {
  /** The models that it has whole; none where it is away. */
  models(): Promise<readonly KeptModel[]>;
  /** Bytes of a file from `start` on, so many or up to its end; undefined where it does not give them. */
  read(model: ModelId, sha256: Sha256, start: number, length: number): Promise<ArrayBuffer | undefined>;
}

/** Asked for at once. Bytes. */
const PIECE = 4 * 2 ** 20;
/** So long its list of models is believed. Milliseconds. */
const LIST_MS = 10_000;

interface Found {
  readonly id: ModelId;
  readonly sha256: Sha256;
  readonly bytes: number;
}

/**
 * The hub, with a machine of one's own in front of it: what that has is fetched from there. Its bytes are hashed as
 * everybody's are, against what the hub states of them; only where the hub is away does the peer say what there is.
 */
export class PeerHub implements Hub<AbortSignal> {
  readonly #hub: Hub<AbortSignal>;
  readonly #peer: Peer;
  #list: { readonly at: number; readonly models: Promise<readonly KeptModel[]> } | undefined;

  constructor(hub: Hub<AbortSignal>, peer: Peer) {
    this.#hub = hub;
    this.#peer = peer;
  }

  async list(source: HubSource, signal: AbortSignal): Promise<HubListing> {
    try {
      return await this.#hub.list(source, signal);
    } catch (error) {
      if (!(error instanceof FaultError) || error.fault.reason !== 'model-hub-away') throw error;
      const listing = listingOf((await this.#models()).filter((model) => model.source?.repository === source.repository), source);
      if (!listing) throw error;
      return listing;
    }
  }

  async ask(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<FileAnswer> {
    const found = await this.#find(url);
    const from = Number(/^bytes=(\d+)-$/.exec(headers['Range'] ?? '')?.[1] ?? 0);
    const first = found && from < found.bytes ? await this.#peer.read(found.id, found.sha256, from, PIECE) : undefined;
    if (!found || !first) return this.#hub.ask(url, headers, signal);
    const said: Record<string, string> = from === 0 ? { 'content-length': String(found.bytes) } : { 'content-range': `bytes ${from}-${found.bytes - 1}/${found.bytes}` };
    // It names no version: what is here may be of the hub, and the hash of the whole says whether both fit.
    return { status: from === 0 ? 200 : 206, header: (name) => said[name], body: this.#rest(found, from, first, signal), leave: () => undefined };
  }

  async *#rest({ id, sha256, bytes }: Found, from: number, first: ArrayBuffer, signal: AbortSignal): AsyncIterable<Uint8Array> {
    for (let at = from, piece: ArrayBuffer | undefined = first; ; piece = await this.#peer.read(id, sha256, at, PIECE)) {
      if (signal.aborted) throw new Error('It was left');
      if (!piece || piece.byteLength === 0) throw new Error('The accelerator gives no more of it');
      yield new Uint8Array(piece);
      at += piece.byteLength;
      if (at >= bytes) return;
    }
  }

  async #find(url: string): Promise<Found | undefined> {
    const wanted = placeIn(url);
    if (!wanted) return undefined;
    for (const { id, files } of await this.#models()) {
      const file = files.find((each) => each.url !== undefined && placeIn(each.url)?.whole === wanted.whole);
      if (file?.sha256 !== undefined && file.bytes !== undefined) return { id, sha256: file.sha256, bytes: file.bytes };
    }
    return undefined;
  }

  #models(): Promise<readonly KeptModel[]> {
    if (!this.#list || performance.now() - this.#list.at > LIST_MS) {
      // One that cannot be asked has nothing.
      this.#list = { at: performance.now(), models: this.#peer.models().catch(() => []) };
    }
    return this.#list.models;
  }
}

/** Where in which repository a file lies, whichever hub or mirror the address is of. */
function placeIn(url: string): { readonly whole: string; readonly repository: string; readonly commit: string; readonly path: string } | undefined {
  const [whole, repository, commit, path] = /([^/]+\/[^/]+)\/resolve\/([0-9a-f]{40})\/(.+)$/.exec(url) ?? [];
  return whole && repository && commit && path ? { whole, repository, commit, path: decodeURIComponent(path) } : undefined;
}

/** What the hub said of these files when the peer fetched them. */
function listingOf(models: readonly KeptModel[], { repository }: HubSource): HubListing | undefined {
  const files = new Map<string, HubFile>();
  let commit: string | undefined;
  for (const file of models.flatMap((model): readonly KeptFile[] => model.files)) {
    const place = file.url === undefined ? undefined : placeIn(file.url);
    if (place?.repository !== repository || (commit !== undefined && place.commit !== commit)) continue;
    commit = place.commit;
    files.set(place.path, { path: place.path, bytes: file.bytes, digest: file.digest ?? (file.sha256 && { sha256: file.sha256 }) });
  }
  return commit === undefined ? undefined : { commit, files };
}
