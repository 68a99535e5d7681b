import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { JobOrder, RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import type { Token } from '#core/schema/accelerator/socket.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { JobId, Sha256 } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { AcceleratorStore, KeptAccelerator } from '#lib/storage/accelerator-store.ts';
import { readAddress } from './address.ts';
import type { Answer, AskFailure, Question } from './line.ts';
import { LineKeeper } from './line-keeper.ts';
import { fetchMedia, sendMedia } from './media-exchange.ts';
import { networkLeave } from './network-leave.ts';
import { pairWith } from './pair-with.ts';
import type { AcceleratorLink, LinkEvent, LinkState, NetworkLeave, Paired, PairRefusal, Watched } from './ports.ts';
import { declinedFault } from './refusals.ts';
import { LineChannel, type LineMessage, QuestionsToTab } from './tab-line.ts';

export interface LinkParts {
  readonly store: AcceleratorStore;
  /** Tabs with the same scope share one line. */
  readonly scope: string;
  /** Does the work in one tab at a time, as `lead` of the queue does. */
  readonly hold: (name: string, work: (signal: AbortSignal) => Promise<void>, closed: AbortSignal) => Promise<void>;
  /** 0 to 1. */
  readonly random?: () => number;
}

/** Milliseconds for a person's try to pair. */
const PAIRING_MS = 30_000;

/** The studio's end of the line. One tab among all that are open holds it; the others hear and ask through that one. */
export class RemoteLink implements AcceleratorLink {
  readonly #store: AcceleratorStore;
  readonly #keeper: LineKeeper;
  readonly #channel: LineChannel;
  readonly #questions: QuestionsToTab;
  readonly #tab = crypto.randomUUID();
  readonly #listeners = new Set<(event: LinkEvent) => void>();
  readonly #closed = new AbortController();
  #holds = false;
  readonly #watchers: Record<Watched, number> = { machine: 0, models: 0 };
  #state: LinkState = { kind: 'unpaired' };
  #offers: readonly EngineOffer[] = [];
  #paired: Paired | undefined;
  #token: Token | undefined;

  private constructor({ store, scope, hold, random = Math.random }: LinkParts, kept: KeptAccelerator | undefined) {
    this.#store = store;
    this.#channel = new LineChannel(scope, (message) => this.#hear(message));
    this.#questions = new QuestionsToTab(this.#channel, this.#tab);
    this.#keeper = new LineKeeper({
      store,
      random,
      tell: (event) => {
        this.#take(event);
        this.#channel.send({ kind: 'event', event });
      },
      onToken: (token) => {
        this.#token = token;
        this.#tellStanding();
      },
    });
    this.#note(kept);
    if (kept) this.#state = { kind: 'connecting', address: kept.address, name: kept.name };
    void hold(`${scope}-line`, (signal) => this.#keep(signal), this.#closed.signal);
    this.#channel.send({ kind: 'hello' });
    this.#lookOnReturn();
  }

  /** Begins to connect where an accelerator is paired. */
  static async open(parts: LinkParts): Promise<RemoteLink> {
    return new RemoteLink(parts, await parts.store.read());
  }

  get state(): LinkState {
    return this.#state;
  }

  get offers(): readonly EngineOffer[] {
    return this.#offers;
  }

  get paired(): Paired | undefined {
    return this.#paired;
  }

  async networkLeave(typed: string): Promise<NetworkLeave> {
    const address = readAddress(typed);
    return address === undefined ? 'not-needed' : networkLeave(address);
  }

  async pair(address: string, code: string, name: string): Promise<Result<Paired, PairRefusal>> {
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(PAIRING_MS)]);
    const paired = await pairWith(this.#store, { address, code, name }, signal);
    if (!paired.ok) return paired;
    this.#note(paired.value);
    this.#pairingChanged();
    return ok(this.#paired!);
  }

  async unpair(): Promise<void> {
    await this.#store.write(undefined);
    this.#note(undefined);
    this.#pairingChanged();
  }

  watch(what: Watched): () => void {
    this.#watchers[what] += 1;
    if (this.#watchers[what] === 1) this.#want(what, true);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#watchers[what] -= 1;
      if (this.#watchers[what] === 0) this.#want(what, false);
    };
  }

  look(): void {
    this.#keeper.look();
    this.#channel.send({ kind: 'look' });
  }

  async submit(order: JobOrder, bytes: (sha256: Sha256) => Promise<Blob | undefined>): Promise<Result<RemoteJob, Fault>> {
    const question: Question = { kind: 'submit', order };
    let taken = await this.#ask(question);
    if (!taken.ok && taken.fault.kind === 'declined' && taken.fault.why.reason === 'media-missing') {
      const sent = await sendMedia((path, init) => this.ask(path, init), taken.fault.why.media, bytes);
      if (!sent.ok) return sent;
      taken = await this.#ask(question);
    }
    if (!taken.ok) return fail(this.#fault(taken.fault));
    return taken.value.job ? ok(taken.value.job) : fail(this.#fault({ kind: 'broken' }));
  }

  job(id: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    return this.#askForJob({ kind: 'look', id });
  }

  cancel(id: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    return this.#askForJob({ kind: 'cancel', id });
  }

  retry(id: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    return this.#askForJob({ kind: 'retry', id });
  }

  move(id: JobId, place: 'before' | 'after', neighbour: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    return this.#askForJob({ kind: 'move', id, place, neighbour });
  }

  async forget(id: JobId): Promise<Result<boolean, Fault>> {
    const answer = await this.#ask({ kind: 'forget', id });
    return answer.ok ? ok(answer.value.done === true) : fail(this.#fault(answer.fault));
  }

  fetch(media: Sha256, onFraction?: (fraction: number) => void): Promise<Result<Blob, Fault>> {
    return fetchMedia((path, init) => this.ask(path, init), media, onFraction);
  }

  async collected(id: JobId, media: Sha256): Promise<void> {
    await this.#ask({ kind: 'collected', id, media });
  }

  async ask(path: string, init: RequestInit = {}): Promise<Result<Response, Fault>> {
    for (let isAgain = false; ; isAgain = true) {
      const { state } = this;
      const { token } = this.#token ?? {};
      if (state.kind !== 'connected' || token === undefined) return fail(this.#fault({ kind: 'broken' }));
      const headers = new Headers(init.headers);
      headers.set('Authorization', `Bearer ${token}`);
      let response: Response;
      try {
        // A token goes where it was meant to go, and nowhere else.
        response = await fetch(`${state.address}/api/v1${path}`, { ...init, headers, cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' });
      } catch {
        return fail(this.#fault({ kind: 'broken' }));
      }
      if (response.status !== 401 || isAgain) return ok(response);
      const renewed = await this.#ask({ kind: 'renew' });
      if (renewed.ok && renewed.value.token) this.#token = renewed.value.token;
    }
  }

  subscribe(listener: (event: LinkEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#closed.abort();
    this.#channel.close();
    this.#questions.breakOff();
    this.#listeners.clear();
  }

  async #keep(signal: AbortSignal): Promise<void> {
    this.#holds = true;
    this.#questions.breakOff();
    this.#watchAgain();
    this.#tellStanding();
    try {
      await this.#keeper.keep(signal);
    } finally {
      this.#holds = false;
    }
  }

  #ask(question: Question): Promise<Result<Answer, AskFailure>> {
    if (this.#holds) return this.#keeper.ask(question);
    if (this.#state.kind !== 'connected') return Promise.resolve(fail({ kind: 'broken' }));
    return this.#questions.ask(question);
  }

  async #askForJob(question: Question): Promise<Result<RemoteJob | undefined, Fault>> {
    const answer = await this.#ask(question);
    return answer.ok ? ok(answer.value.job) : fail(this.#fault(answer.fault));
  }

  #fault(failure: AskFailure): Fault {
    if (failure.kind === 'declined') return declinedFault(failure.why);
    return { reason: 'accelerator-away', facts: this.#paired ? { address: this.#paired.address } : {} };
  }

  #want(what: Watched, isWanted: boolean): void {
    if (this.#holds) this.#keeper.watch(this.#tab, what, isWanted);
    else this.#channel.send({ kind: 'watch', from: this.#tab, what, isWanted });
  }

  /** To whoever holds the line now. */
  #watchAgain(): void {
    for (const what of ['machine', 'models'] as const) if (this.#watchers[what] > 0) this.#want(what, true);
  }

  #note(kept: KeptAccelerator | undefined): void {
    this.#paired = kept && { address: kept.address, name: kept.name, words: kept.words, pairedAt: kept.pairedAt };
  }

  #pairingChanged(): void {
    this.#keeper.again();
    this.#channel.send({ kind: 'pairing' });
  }

  #tellStanding(): void {
    this.#channel.send({ kind: 'standing', standing: { state: this.#state, offers: this.#offers, token: this.#token } });
  }

  #hear(message: LineMessage): void {
    switch (message.kind) {
      case 'event':
        return this.#take(message.event);
      case 'standing':
        this.#token = message.standing.token;
        this.#take({ kind: 'offers', offers: message.standing.offers });
        this.#take({ kind: 'state', state: message.standing.state });
        this.#watchAgain();
        return;
      case 'answer':
        return message.to === this.#tab ? this.#questions.answer(message.number, message.answer) : undefined;
      case 'pairing':
        void this.#store.read().then((kept) => this.#note(kept));
        return this.#keeper.again();
    }
    if (this.#holds) this.#serve(message);
  }

  /** What other tabs want of the one that holds the line. */
  #serve(message: Extract<LineMessage, { kind: 'hello' | 'look' | 'ask' | 'watch' }>): void {
    if (message.kind === 'hello') return this.#tellStanding();
    if (message.kind === 'look') return this.#keeper.look();
    if (message.kind === 'watch') return this.#keeper.watch(message.from, message.what, message.isWanted);
    const { from: to, number, question } = message;
    void this.#keeper.ask(question).then((answer) => this.#channel.send({ kind: 'answer', to, number, answer }));
  }

  #take(event: LinkEvent): void {
    if (event.kind === 'state') {
      this.#state = event.state;
      if (event.state.kind !== 'connected') this.#questions.breakOff();
    } else if (event.kind === 'offers') this.#offers = event.offers;
    for (const listener of this.#listeners) listener(event);
  }

  /** The network may be back, or a person who wants it now. */
  #lookOnReturn(): void {
    if (typeof document === 'undefined') return;
    const { signal } = this.#closed;
    for (const event of ['online', 'focus']) addEventListener(event, () => this.look(), { signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.look(), { signal });
  }
}
