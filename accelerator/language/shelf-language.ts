import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { isChatConfig, isChatModel } from '#core/domain/language/chat-files.ts';
import { modelsFor } from '#core/domain/models/models-for.ts';
import type { CompletionOrder, LanguageModelOffer, LanguageOffer } from '#core/schema/accelerator/language.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import type { FolderShelf } from '../models/folder-shelf.ts';
import { Turns } from '../processes/turns.ts';
import { workOnce } from '../processes/work-once.ts';
import { PROTOCOL } from './chat-messages.ts';
import type { LanguageDesk } from './ports.ts';

const CHILD = new URL('./chat-child.ts', import.meta.url);
/** What stands where the models of servers have their server's address. */
const HERE = 'kinora-shelf';
/** Questions that wait for their turn, the one that is answered counted in. */
const AT_ONCE = 4;

/** The language models on the accelerator's own shelf. One question is answered at a time, each in a process of its own. */
export class ShelfLanguage implements LanguageDesk {
  readonly #shelf: Pick<FolderShelf, 'list' | 'bytesOf' | 'folderOf'>;
  readonly #log: Logger;
  readonly #turns = new Turns(1);
  #asked = 0;

  constructor(shelf: Pick<FolderShelf, 'list' | 'bytesOf' | 'folderOf'>, log: Logger) {
    this.#shelf = shelf;
    this.#log = log;
  }

  /** Whether a question of this name is for this desk. */
  has({ model }: Pick<CompletionOrder, 'model'>): boolean {
    return model.startsWith(`${HERE}/`);
  }

  async list(): Promise<LanguageOffer> {
    const models = (await this.#ready()).map(({ id, name }): LanguageModelOffer => ({ id: `${HERE}/${id}`, name, server: 'the accelerator itself' }));
    return { models, servers: models.length > 0 ? [{ name: 'the accelerator itself', address: HERE }] : [] };
  }

  get isBusy(): boolean {
    return this.#asked >= AT_ONCE;
  }

  async complete(order: CompletionOrder, signal: AbortSignal): Promise<string> {
    this.#asked += 1;
    try {
      const text = await this.#turns.take(signal, () => this.#answer(order, signal));
      if (text === undefined) throw new FaultError('cancelled');
      return text;
    } finally {
      this.#asked -= 1;
    }
  }

  async #answer({ model, system, user, maxTokens }: CompletionOrder, signal: AbortSignal): Promise<string> {
    const kept = (await this.#ready()).find(({ id }) => `${HERE}/${id}` === model);
    if (!kept) throw new FaultError('language-away', { model: model.slice(0, 200) });
    const { id, name } = kept;
    const order = { id, name, folder: this.#shelf.folderOf(id), paths: kept.files.map((file) => file.path), system, user, maxTokens };
    const answered = await workOnce({ program: CHILD, protocol: PROTOCOL, engine: name, log: this.#log }, order, { signal });
    if (!answered.ok) throw new FaultError(answered.fault.reason, answered.fault.facts);
    return answered.value;
  }

  async #ready(): Promise<readonly KeptModel[]> {
    const models = await modelsFor(this.#shelf, 'language', isChatModel);
    const configs = await Promise.all(models.map(({ id }) => readFile(path.join(this.#shelf.folderOf(id), 'config.json'), 'utf8').catch(() => '')));
    return models.filter((_, at) => isChatConfig(configs[at]!));
  }
}

/** The desk of servers beside the accelerator and that of its own shelf as one. */
export class EveryLanguage implements LanguageDesk {
  readonly #servers: LanguageDesk;
  readonly #shelf: ShelfLanguage;

  constructor(servers: LanguageDesk, shelf: ShelfLanguage) {
    this.#servers = servers;
    this.#shelf = shelf;
  }

  async list(): Promise<LanguageOffer> {
    const [beside, here] = await Promise.all([this.#servers.list(), this.#shelf.list()]);
    return { models: [...beside.models, ...here.models], servers: [...beside.servers, ...here.servers] };
  }

  get isBusy(): boolean {
    return this.#servers.isBusy || this.#shelf.isBusy;
  }

  complete(order: CompletionOrder, signal: AbortSignal): Promise<string> {
    return (this.#shelf.has(order) ? this.#shelf : this.#servers).complete(order, signal);
  }
}
