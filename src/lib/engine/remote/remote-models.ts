import type { z } from 'zod';
import type { FetchAsk, ModelOrigin, ModelPlace, ModelsThere } from '#core/domain/models/model-place.ts';
import { Problem } from '#core/schema/accelerator/problem.ts';
import { Catalogue, HubStanding, ModelAdded, Shelf, UpdateFound } from '#core/schema/accelerator/shelf.ts';
import type { CatalogueModel, ModelId } from '#core/schema/catalogue.ts';
import type { ModelUpdate } from '#core/schema/model-update.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { AcceleratorLink } from './ports.ts';

type Link = Pick<AcceleratorLink, 'ask' | 'watch' | 'subscribe'>;

/** The models of a paired accelerator, asked over the line that is proved. */
export class RemoteModels implements ModelPlace {
  readonly where = 'accelerator';
  /** Never an address, which it would ask in its own network; its own files are added on its machine. */
  readonly takes: readonly ModelOrigin['kind'][] = ['hub'];
  readonly #link: Link;

  constructor(link: Link) {
    this.#link = link;
  }

  async catalogue(): Promise<readonly CatalogueModel[]> {
    return (await this.#read('/shelf/catalogue', Catalogue)).models;
  }

  async look(): Promise<ModelsThere> {
    const { room, ...there } = await this.#read('/shelf', Shelf);
    return { ...there, room };
  }

  watch(told: () => void): () => void {
    const unsubscribe = this.#link.subscribe(({ kind }) => (kind === 'models' || kind === 'state') && told());
    const stop = this.#link.watch('models');
    return () => {
      unsubscribe();
      stop();
    };
  }

  async fetch(id: ModelId, ask: FetchAsk): Promise<void> {
    await this.#do('POST', `/shelf/${id}/fetch`, ask);
  }

  async lookForUpdate(id: ModelId): Promise<ModelUpdate | undefined> {
    return (await this.#read(`/shelf/${id}/update`, UpdateFound)).update;
  }

  async update(id: ModelId, ask: Pick<FetchAsk, 'accepts'>): Promise<void> {
    await this.#do('POST', `/shelf/${id}/update`, ask);
  }

  async pause(id: ModelId): Promise<void> {
    await this.#do('POST', `/shelf/${id}/pause`);
  }

  async verify(id: ModelId): Promise<void> {
    await this.#do('POST', `/shelf/${id}/verify`);
  }

  async remove(id: ModelId): Promise<void> {
    await this.#do('DELETE', `/shelf/${id}`);
  }

  async add(origin: ModelOrigin, { accepts }: FetchAsk): Promise<ModelId> {
    if (origin.kind !== 'hub') throw new FaultError('option-invalid', { option: 'What is added there', allowed: 'a repository of the hub by its name' });
    return (await this.#read('/shelf', ModelAdded, sent('POST', { ...origin.source, accepts }))).id;
  }

  /** How it asks the hub. Its token is never told. */
  hub(): Promise<HubStanding> {
    return this.#read('/hub', HubStanding);
  }

  /** Hands it a token of the hub, for models that ask for one. */
  async setHubToken(token: string): Promise<void> {
    await this.#do('PUT', '/hub/token', { token });
  }

  /** Lets it forget the token that was handed to it. */
  async forgetHubToken(): Promise<void> {
    await this.#do('DELETE', '/hub/token');
  }

  async #do(method: string, path: string, body?: object): Promise<void> {
    await this.#ask(path, body ? sent(method, body) : { method });
  }

  async #read<Shape extends z.ZodType>(path: string, shape: Shape, init?: RequestInit): Promise<z.infer<Shape>> {
    const read = shape.safeParse(await (await this.#ask(path, init)).json().catch(() => undefined));
    if (!read.success) throw new FaultError('accelerator-too-new');
    return read.data;
  }

  async #ask(path: string, init?: RequestInit): Promise<Response> {
    const answer = await this.#link.ask(path, init);
    if (!answer.ok) throw new FaultError(answer.fault.reason, answer.fault.facts);
    const { ok, status } = answer.value;
    if (ok) return answer.value;
    const { data: problem } = Problem.safeParse(await answer.value.json().catch(() => undefined));
    if (problem?.fault) throw new FaultError(problem.fault.reason, problem.fault.facts);
    // One of before it kept models answers that there is no such address.
    if (status === 404) throw new FaultError('accelerator-too-old');
    throw new FaultError('engine-refused', { engine: 'The accelerator', ...(problem && { detail: problem.detail }) });
  }
}

const sent = (method: string, body: object): RequestInit => ({ method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
