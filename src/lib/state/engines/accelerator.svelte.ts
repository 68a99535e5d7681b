import { z } from 'zod';
import { explain, explainInLine } from '#core/domain/words/explain.ts';
import { Client, type ClientId } from '#core/schema/accelerator/client.ts';
import type { MachineReading } from '#core/schema/accelerator/machine.ts';
import type { EngineOffer, ModelOffer } from '#core/schema/accelerator/offer.ts';
import { WorkflowDetail, type WorkflowMapping, type WorkflowReading } from '#core/schema/accelerator/workflow.ts';
import { Problem } from '#core/schema/accelerator/problem.ts';
import type { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { AcceleratorLink, LinkEvent, LinkState, NetworkLeave, Paired, PairRefusal } from '#lib/engine/remote/ports.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

const ClientList = z.object({ clients: z.array(Client), you: z.string() });

type Price = Pick<Settings, 'powerPrice' | 'currency'>;

/** The paired accelerator as the screens see it. */
export class AcceleratorState {
  #link = $state.raw<LinkState>({ kind: 'unpaired' });
  #offers = $state.raw<readonly EngineOffer[]>([]);
  #paired = $state.raw<Paired | undefined>();
  #reading = $state.raw<MachineReading | undefined>();
  #clients = $state.raw<readonly Client[]>([]);
  #self = $state('');
  #price = $state.raw<Price>({ powerPrice: 0, currency: '' });

  readonly #line: AcceleratorLink;
  readonly #shell: ShellState;
  readonly #settings: SettingsStore;
  readonly #unsubscribe: () => void;

  constructor(line: AcceleratorLink, shell: ShellState, settings: SettingsStore, initial: Price) {
    this.#line = line;
    this.#shell = shell;
    this.#settings = settings;
    this.#link = line.state;
    this.#offers = line.offers;
    this.#paired = line.paired;
    this.follow(initial);
    this.#unsubscribe = line.subscribe((event) => this.#take(event));
  }

  /** Goes by settings that were made elsewhere. */
  follow({ powerPrice, currency }: Price): void {
    this.#price = { powerPrice, currency };
  }

  get link(): LinkState {
    return this.#link;
  }

  /** For who asks it by themselves. */
  get line(): Pick<AcceleratorLink, 'ask' | 'state'> {
    return this.#line;
  }

  get isPaired(): boolean {
    return this.#link.kind !== 'unpaired';
  }

  /** Its address, where it does not know this browser any more, so that only pairing anew helps. */
  get disownedAt(): string | undefined {
    return this.#link.kind === 'refused' && this.#link.fault.reason === 'accelerator-refused' ? this.#link.address : undefined;
  }

  /** How it stands, as far as jobs are concerned. */
  get standing(): 'unpaired' | 'away' | 'connected' {
    return this.#link.kind === 'unpaired' || this.#link.kind === 'connected' ? this.#link.kind : 'away';
  }

  /** Its engines as they were last told. */
  get offers(): readonly EngineOffer[] {
    return this.#offers;
  }

  get paired(): Paired | undefined {
    return this.#paired;
  }

  /** What its machine does now; undefined while nothing is read. */
  get reading(): MachineReading | undefined {
    return this.#link.kind === 'connected' ? this.#reading : undefined;
  }

  /** Who is paired with it, and which of them this browser is. */
  get clients(): readonly Client[] {
    return this.#clients;
  }
  get self(): string {
    return this.#self;
  }

  get price(): Price {
    return this.#price;
  }
  set price(price: Price) {
    this.#price = price;
    void this.#settings.write(price);
  }

  look(): void {
    this.#line.look();
  }

  networkLeave(address: string): Promise<NetworkLeave> {
    return this.#line.networkLeave(address);
  }

  /** Pairs this browser with the accelerator that shows the code. To be called on a person's click. */
  async pair(address: string, code: string, name: string): Promise<Result<Paired, PairRefusal>> {
    const paired = await this.#line.pair(address, code, name);
    if (paired.ok) {
      this.#paired = paired.value;
      this.#shell.announce('This browser is paired with the accelerator.');
    }
    return paired;
  }

  /** Forgets it here, and where it answers has it forget this browser. */
  async unpair(): Promise<void> {
    if (this.#link.kind === 'connected' && this.#self !== '') await this.#line.ask(`/clients/${this.#self}`, { method: 'DELETE' });
    await this.#line.unpair();
    this.#clients = [];
    this.#self = '';
    this.#shell.announce('The accelerator is forgotten here.');
  }

  /** Has readings of its machine come as long as somebody looks; returns the way to stop. */
  watch(): () => void {
    return this.#line.watch('machine');
  }

  /** Reads who is paired; resolves with what went wrong, in words. */
  async loadClients(): Promise<string | undefined> {
    const list = await this.#ask('/clients', ClientList);
    if (!list.ok) return list.fault;
    this.#clients = list.value.clients;
    this.#self = list.value.you;
    return undefined;
  }

  async rename(id: ClientId, name: string): Promise<string | undefined> {
    const body = JSON.stringify({ name });
    const renamed = await this.#ask(`/clients/${id}`, Client, { method: 'PATCH', body, headers: { 'Content-Type': 'application/json' } });
    if (!renamed.ok) return renamed.fault;
    this.#clients = this.#clients.map((client) => (client.id === id ? renamed.value : client));
    this.#shell.announce(`It is called ${name} now.`);
    return undefined;
  }

  async revoke(id: ClientId): Promise<string | undefined> {
    const problem = await this.#do(`/clients/${id}`, { method: 'DELETE' });
    if (problem !== undefined) return problem;
    this.#clients = this.#clients.filter((client) => client.id !== id);
    this.#shell.announce('It is no longer paired.');
    return undefined;
  }

  /** Has one of its engines load a model now, before a job needs it; resolves with what went wrong, in words. */
  async loadModel(engine: AcceleratorEngineId, { id, name }: Pick<ModelOffer, 'id' | 'name'>): Promise<string | undefined> {
    const body = JSON.stringify({ model: id });
    const problem = await this.#do(`/engines/${engine}/load`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    if (problem === undefined) this.#shell.announce(`${name} is in memory.`);
    return problem;
  }

  /** Has an engine give its memory back. */
  async unloadModels(engine: AcceleratorEngineId): Promise<string | undefined> {
    const problem = await this.#do(`/engines/${engine}/unload`, { method: 'POST' });
    if (problem === undefined) this.#shell.announce('Its memory is given back.');
    return problem;
  }

  /** A workflow that somebody has brought, as it is now; otherwise in words why it cannot be read. */
  openWorkflow(engine: AcceleratorEngineId, file: string): Promise<Result<WorkflowDetail, string>> {
    return this.#ask(workflowPath(engine, file), WorkflowDetail);
  }

  /** Says where a request goes in a workflow; what was said `before` can be had back. Resolves with what went wrong, in words. */
  mapWorkflow(engine: AcceleratorEngineId, file: string, mapping: WorkflowMapping, before?: WorkflowReading): Promise<string | undefined> {
    const init = { method: 'PUT', body: JSON.stringify(mapping), headers: { 'Content-Type': 'application/json' } };
    return this.#changeWorkflow({ engine, file, before }, init, `${file} is filled as you say from now on.`);
  }

  /** Has it go by what it reads in the workflow by itself. */
  unmapWorkflow(engine: AcceleratorEngineId, file: string, before?: WorkflowReading): Promise<string | undefined> {
    return this.#changeWorkflow({ engine, file, before }, { method: 'DELETE' }, `${file} is read by itself again.`);
  }

  async #changeWorkflow({ engine, file, before }: { engine: AcceleratorEngineId; file: string; before: WorkflowReading | undefined }, init: RequestInit, said: string): Promise<string | undefined> {
    const changed = await this.#ask(`${workflowPath(engine, file)}/mapping`, WorkflowDetail, init);
    if (!changed.ok) return changed.fault;
    const undo = () => (before?.corrected && before.mapping ? this.mapWorkflow(engine, file, before.mapping) : this.unmapWorkflow(engine, file));
    const run = () => void undo().then((problem) => problem !== undefined && this.#shell.toast('bad', problem));
    // A mapping that could not be read cannot be had back.
    const canUndo = before !== undefined && (!before.corrected || before.mapping !== undefined);
    this.#shell.toast('good', said, canUndo ? { label: 'Undo', run } : undefined);
    return undefined;
  }

  /** What it answers, read by its schema; else in words why there is no answer. */
  async ask<Shape extends z.ZodType>(path: string, shape: Shape): Promise<Result<z.infer<Shape>, string>> {
    return this.#ask(path, shape);
  }

  dispose(): void {
    this.#unsubscribe();
    this.#line.dispose();
  }

  /** Resolves with what went wrong, in words. */
  async #do(path: string, init: RequestInit): Promise<string | undefined> {
    const answer = await this.#line.ask(path, init);
    if (!answer.ok) return explainInLine(answer.fault);
    return answer.value.ok ? undefined : refusal(answer.value);
  }

  async #ask<Shape extends z.ZodType>(path: string, shape: Shape, init?: RequestInit): Promise<Result<z.infer<Shape>, string>> {
    const answer = await this.#line.ask(path, init);
    if (!answer.ok) return fail(explainInLine(answer.fault));
    if (!answer.value.ok) return fail(await refusal(answer.value));
    const read = shape.safeParse(await answer.value.json().catch(() => undefined));
    return read.success ? ok(read.data) : fail(NOT_UNDERSTOOD);
  }

  #take(event: LinkEvent): void {
    if (event.kind === 'offers') this.#offers = event.offers;
    else if (event.kind === 'machine') this.#reading = event.reading;
    else if (event.kind === 'state') this.#move(event.state);
  }

  #move(state: LinkState): void {
    const before = this.#link;
    this.#link = state;
    this.#paired = this.#line.paired;
    if (state.kind !== 'connected') this.#reading = undefined;
    if (state.kind === before.kind) return;
    // The first connection of a visit and every try on the way say nothing new.
    if (state.kind === 'connected' && before.kind === 'away') this.#shell.announce('The accelerator is connected again.');
    else if (state.kind === 'away' && before.kind === 'connected') this.#shell.announce('The accelerator is away. Jobs for it wait.');
    else if (state.kind === 'refused') this.#shell.announce(explain(state.fault).title, { assertive: true });
  }
}

const workflowPath = (engine: AcceleratorEngineId, file: string): string => `/engines/${engine}/workflows/${encodeURIComponent(file)}`;

const NOT_UNDERSTOOD = 'What the accelerator answers cannot be understood. See that it and this studio have the same version of Kinora.';

/** What the accelerator itself says of its refusal. */
async function refusal(answer: Response): Promise<string> {
  const problem = Problem.safeParse(await answer.json().catch(() => undefined));
  return problem.success ? problem.data.detail : NOT_UNDERSTOOD;
}
