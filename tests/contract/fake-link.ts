import type { RawVideo } from '#core/domain/generate/engine.ts';
import { isOver, move, newJob } from '#core/domain/queue/job.ts';
import type { MachineReading } from '#core/schema/accelerator/machine.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import { JobOrder, type JobResult, type RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { JobId, Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { AcceleratorLink, LinkEvent, LinkState, NetworkLeave, Paired, PairRefusal, Watched } from '#lib/engine/remote/ports.ts';

const HERE: LinkState = { kind: 'connected', address: 'http://127.0.0.1:4717', name: 'Tower', version: '1.0.0' };
const AWAY: LinkState = { kind: 'away', address: 'http://127.0.0.1:4717', name: 'Tower', nextTry: 0 };
const NO_ANSWER: Fault = { reason: 'accelerator-away', facts: {} };

/** An accelerator without a machine: a test says what its jobs do, breaks the line and mends it. */
export class FakeLink implements AcceleratorLink {
  readonly offers: readonly EngineOffer[];
  readonly jobs = new Map<JobId, RemoteJob>();
  readonly media = new Map<Sha256, Blob>();
  /** Every order that arrived, also those that were known already. */
  readonly submitted: JobId[] = [];
  readonly cancelled: JobId[] = [];
  readonly collectedMedia: Sha256[] = [];
  looks = 0;
  watchers = 0;
  paired: Paired | undefined;
  leave: NetworkLeave = 'not-needed';
  /** What the next pairing ends with instead. */
  refusal: PairRefusal | undefined;
  /** Called when a file is said to be kept. */
  onCollected: ((id: JobId) => Promise<unknown>) | undefined;
  /** What is answered to questions by HTTP, by their path. */
  readonly answers = new Map<string, unknown>();
  #state: LinkState;
  readonly #listeners = new Set<(event: LinkEvent) => void>();

  constructor({ state = HERE, offers = [] }: { state?: LinkState; offers?: readonly EngineOffer[] } = {}) {
    this.#state = state;
    this.offers = offers;
  }

  get state(): LinkState {
    return this.#state;
  }

  look(): void {
    this.looks += 1;
  }

  async submit(given: JobOrder): Promise<Result<RemoteJob, Fault>> {
    if (this.#state.kind !== 'connected') return fail(NO_ANSWER);
    const order = JobOrder.parse(given);
    this.submitted.push(order.id);
    const known = this.jobs.get(order.id);
    const refused: Fault = { reason: 'engine-refused', facts: {} };
    if (known) return JSON.stringify(known.order) === JSON.stringify(order) ? ok(known) : fail(refused);
    const sent = move(newJob(order.id), { type: 'send' });
    if (!sent.ok) throw new Error('a draft can always be sent');
    return ok(this.#keep({ order, job: sent.value, engine: 'onnx', log: [], submittedAt: 0, collected: false }));
  }

  async job(id: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    return this.#state.kind === 'connected' ? ok(this.jobs.get(id)) : fail(NO_ANSWER);
  }

  async cancel(id: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    if (this.#state.kind !== 'connected') return fail(NO_ANSWER);
    this.cancelled.push(id);
    const known = this.jobs.get(id);
    const next = known && move(known.job, { type: 'cancel' });
    return ok(next?.ok ? this.#keep({ ...known!, job: next.value }) : known);
  }

  async retry(id: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    if (this.#state.kind !== 'connected') return fail(NO_ANSWER);
    const known = this.jobs.get(id);
    const next = known && move(known.job, { type: 'retry' });
    return ok(next?.ok ? this.#keep({ ...known!, job: next.value }) : known);
  }

  async move(id: JobId): Promise<Result<RemoteJob | undefined, Fault>> {
    return this.job(id);
  }

  async forget(id: JobId): Promise<Result<boolean, Fault>> {
    if (this.#state.kind !== 'connected') return fail(NO_ANSWER);
    const known = this.jobs.get(id);
    return ok(known !== undefined && isOver(known.job) && this.jobs.delete(id));
  }

  async networkLeave(): Promise<NetworkLeave> {
    return this.leave;
  }

  async pair(address: string, _code: string, name: string): Promise<Result<Paired, PairRefusal>> {
    if (this.refusal) return fail(this.refusal);
    this.paired = { address, name, words: ['amber', 'river', 'stone', 'lark'], pairedAt: 1 };
    this.go('here');
    return ok(this.paired);
  }

  async unpair(): Promise<void> {
    this.paired = undefined;
    this.#state = { kind: 'unpaired' };
    this.#tell({ kind: 'state', state: this.#state });
  }

  watch(what: Watched): () => void {
    if (what === 'models') return () => undefined;
    this.watchers += 1;
    let hasStopped = false;
    return () => {
      if (!hasStopped) this.watchers -= 1;
      hasStopped = true;
    };
  }

  async fetch(media: Sha256, onFraction?: (fraction: number) => void): Promise<Result<Blob, Fault>> {
    const blob = this.media.get(media);
    if (this.#state.kind !== 'connected') return fail(NO_ANSWER);
    onFraction?.(1);
    return blob ? ok(blob) : fail({ reason: 'media-damaged', facts: {} });
  }

  async collected(id: JobId, media: Sha256): Promise<void> {
    if (this.#state.kind !== 'connected') return;
    this.collectedMedia.push(media);
    await this.onCollected?.(id);
    const known = this.jobs.get(id);
    if (known) this.jobs.set(id, { ...known, collected: true });
  }

  async ask(path: string, _init?: RequestInit): Promise<Result<Response, Fault>> {
    if (this.#state.kind !== 'connected') return fail(NO_ANSWER);
    const body = path.startsWith('/jobs') ? { jobs: [...this.jobs.values()], seq: 0 } : this.answers.get(path);
    return body ? ok(Response.json(body)) : fail({ reason: 'engine-refused', facts: {} });
  }

  subscribe(listener: (event: LinkEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#listeners.clear();
  }

  /** The line breaks, or stands again. */
  go(where: 'away' | 'here'): void {
    this.#state = where === 'here' ? HERE : AWAY;
    this.#tell({ kind: 'state', state: this.#state });
  }

  progress(id: JobId, progress: Progress, frame?: RawVideo): void {
    this.#tell({ kind: 'progress', id, progress });
    if (frame) this.#tell({ kind: 'preview', id, frame });
  }

  /** It reads its machine. */
  read(reading: MachineReading): void {
    this.#tell({ kind: 'machine', reading });
  }

  /** Somebody works on it there. */
  begin(id: JobId): void {
    this.#move(id, { type: 'begin', holder: 'engine', now: Date.now(), leaseUntil: Date.now() + 60_000 });
  }

  /** It is made there: the file, and what is known of it. */
  finish(id: JobId, file: Blob, result: JobResult): void {
    this.media.set(result.media, file);
    if (this.jobs.get(id)?.job.state === 'queued') this.begin(id);
    const { lease } = this.jobs.get(id)!.job;
    this.#move(id, { type: 'publish', lease });
    const known = this.jobs.get(id)!;
    this.jobs.set(id, { ...known, result });
    this.#move(id, { type: 'finish', lease, result: result.media });
  }

  fail(id: JobId, fault: Fault): void {
    if (this.jobs.get(id)?.job.state === 'queued') this.begin(id);
    this.#move(id, { type: 'fault', lease: this.jobs.get(id)!.job.lease, fault });
  }

  /** It has lost all that it knew of a job, as from a disk that was exchanged. */
  lose(id: JobId): void {
    this.jobs.delete(id);
  }

  #move(id: JobId, event: Parameters<typeof move>[1]): void {
    const known = this.jobs.get(id);
    if (!known) throw new Error(`${id} is not known here`);
    const next = move(known.job, event);
    if (!next.ok) throw new Error(`${event.type} is refused: ${next.fault.reason}`);
    this.#keep({ ...known, job: next.value });
  }

  #keep(job: RemoteJob): RemoteJob {
    this.jobs.set(job.order.id, job);
    if (this.#state.kind === 'connected') this.#tell({ kind: 'job', job });
    return job;
  }

  #tell(event: LinkEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
