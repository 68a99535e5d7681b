import { loadPart } from '#core/domain/load-part.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { JobOrder, RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { JobId, Sha256 } from '#core/schema/ids.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { KeptAccelerator } from '#lib/storage/accelerator-store.ts';
import type { AcceleratorLink, LinkEvent, LinkState, NetworkLeave, Paired, PairRefusal, Watched } from './ports.ts';
import type { LinkParts, RemoteLink } from './remote-link.ts';
import { LineChannel } from './tab-line.ts';

/**
 * The line to an accelerator of a browser that may have none. What holds it is loaded once one is paired, in this tab
 * or another, or a person is about to pair.
 */
export class LinkOnDemand implements AcceleratorLink {
  readonly #parts: LinkParts;
  readonly #channel: LineChannel;
  readonly #listeners = new Set<(event: LinkEvent) => void>();
  #kept: KeptAccelerator | undefined;
  #link: RemoteLink | undefined;
  #loading: Promise<RemoteLink> | undefined;
  #isDisposed = false;

  private constructor(parts: LinkParts) {
    this.#parts = parts;
    // Heard before the store is read, so that no pairing can fall between the two.
    this.#channel = new LineChannel(parts.scope, ({ kind }) => kind === 'pairing' && this.#try());
  }

  /** Begins to connect where an accelerator is paired. */
  static async open(parts: LinkParts): Promise<LinkOnDemand> {
    const link = new LinkOnDemand(parts);
    link.#kept = await parts.store.read();
    if (link.#kept) link.#try();
    return link;
  }

  get state(): LinkState {
    if (this.#link) return this.#link.state;
    return this.#kept ? { kind: 'connecting', address: this.#kept.address, name: this.#kept.name } : { kind: 'unpaired' };
  }

  get offers(): readonly EngineOffer[] {
    return this.#link?.offers ?? [];
  }

  get paired(): Paired | undefined {
    return this.#link ? this.#link.paired : this.#kept;
  }

  async networkLeave(address: string): Promise<NetworkLeave> {
    const { link } = await this.#ready();
    // Whoever asks is about to pair, and hears then what is missing.
    return link?.networkLeave(address) ?? 'not-needed';
  }

  async pair(address: string, code: string, name: string): Promise<Result<Paired, PairRefusal>> {
    const { link, fault } = await this.#ready();
    return link ? link.pair(address, code, name) : fail({ reason: 'fault', fault });
  }

  async unpair(): Promise<void> {
    await (await this.#load()).unpair();
  }

  watch(what: Watched): () => void {
    let stop = () => {};
    let isOver = false;
    void this.#ready().then(({ link }) => {
      if (link && !isOver) stop = link.watch(what);
    });
    return () => {
      isOver = true;
      stop();
    };
  }

  look(): void {
    if (this.#link) this.#link.look();
    else if (this.#kept) this.#try();
  }

  submit(order: JobOrder, bytes: (sha256: Sha256) => Promise<Blob | undefined>): Promise<Result<RemoteJob, Fault>> {
    return this.#ask((link) => link.submit(order, bytes));
  }

  job(id: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    return this.#ask((link) => link.job(id));
  }

  cancel(id: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    return this.#ask((link) => link.cancel(id));
  }

  retry(id: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    return this.#ask((link) => link.retry(id));
  }

  move(id: JobId, place: 'before' | 'after', neighbour: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    return this.#ask((link) => link.move(id, place, neighbour));
  }

  forget(id: JobId): Promise<Result<boolean, Fault>> {
    return this.#ask((link) => link.forget(id));
  }

  fetch(media: Sha256, onFraction?: (fraction: number) => void): Promise<Result<Blob, Fault>> {
    return this.#ask((link) => link.fetch(media, onFraction));
  }

  async collected(id: JobId, media: Sha256): Promise<void> {
    const { link } = await this.#ready();
    // One that is not told is asked again when the line is next up.
    await link?.collected(id, media);
  }

  ask(path: string, init?: RequestInit): Promise<Result<Response, Fault>> {
    return this.#ask((link) => link.ask(path, init));
  }

  subscribe(listener: (event: LinkEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#channel.close();
    this.#link?.dispose();
    this.#listeners.clear();
  }

  async #ask<Value>(question: (link: RemoteLink) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    const { link, fault } = await this.#ready();
    return link ? question(link) : fail(fault);
  }

  /** Where it cannot be loaded it stays as it is, and is tried at the next occasion. */
  #try(): void {
    void this.#ready();
  }

  async #ready(): Promise<{ readonly link: RemoteLink; readonly fault?: never } | { readonly link?: never; readonly fault: Fault }> {
    try {
      return { link: await this.#load() };
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return { fault: error.fault };
    }
  }

  #load(): Promise<RemoteLink> {
    this.#loading ??= this.#open().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #open(): Promise<RemoteLink> {
    const { RemoteLink } = await loadPart(() => import('./remote-link.ts'));
    const link = await RemoteLink.open(this.#parts);
    if (this.#isDisposed) link.dispose();
    this.#link = link;
    link.subscribe((event) => this.#tell(event));
    this.#tell({ kind: 'offers', offers: link.offers });
    this.#tell({ kind: 'state', state: link.state });
    return link;
  }

  #tell(event: LinkEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
