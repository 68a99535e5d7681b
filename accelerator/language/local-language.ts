import type { Logger } from 'pino';
import type { CompletionOrder, LanguageModelOffer, LanguageOffer, LanguageServer } from '#core/schema/accelerator/language.ts';
import { FaultError } from '#core/schema/fault.ts';
import { ChatClient, PATIENCE, type Patience } from './chat-client.ts';
import type { LanguageDesk } from './ports.ts';
import { serversOf } from './servers.ts';

export interface LocalLanguageParts {
  /** Addresses that a person has set; the usual places on this machine where none is. */
  readonly addresses: readonly string[];
  readonly log: Logger;
  readonly patience?: Partial<Patience>;
  readonly now?: () => number;
}

/** How long a list holds before it is looked again. Milliseconds. */
const FRESH_MS = 3_000;
/** Questions at a time: a machine that writes for four has no breath for a fifth. */
const AT_ONCE = 4;
/** Models of one server that are listed. */
const MOST_EACH = 100;

/** Finds servers with language models and passes questions on to them. Nothing that is asked or answered is kept or logged. */
export class LocalLanguage implements LanguageDesk {
  readonly #clients: readonly ChatClient[];
  readonly #log: Logger;
  readonly #now: () => number;
  #list: { readonly at: number; readonly offer: Promise<LanguageOffer> } | undefined;
  #asked = 0;

  constructor({ addresses, log, patience = {}, now = () => performance.now() }: LocalLanguageParts) {
    this.#clients = serversOf(addresses).map((server) => new ChatClient(server, { ...PATIENCE, ...patience }));
    this.#log = log;
    this.#now = now;
  }

  list(): Promise<LanguageOffer> {
    if (!this.#list || this.#now() - this.#list.at > FRESH_MS) this.#list = { at: this.#now(), offer: this.#look() };
    return this.#list.offer;
  }

  get isBusy(): boolean {
    return this.#asked >= AT_ONCE;
  }

  async complete(order: CompletionOrder, signal: AbortSignal): Promise<string> {
    const client = this.#clients.find(({ server }) => order.model.startsWith(`${server.base.host}/`));
    if (!client) throw new FaultError('language-away', { model: order.model.slice(0, 200) });
    const begun = this.#now();
    this.#asked += 1;
    try {
      const text = await client.complete(order.model.slice(client.server.base.host.length + 1), order, signal);
      this.#log.info({ server: client.server.base.host, ms: Math.round(this.#now() - begun), length: text.length }, 'a language model has answered');
      return text;
    } finally {
      this.#asked -= 1;
    }
  }

  async #look(): Promise<LanguageOffer> {
    const found = await Promise.all(this.#clients.map((client) => look(client)));
    return { servers: found.map(({ server }) => server), models: found.flatMap(({ models }) => models) };
  }
}

async function look(client: ChatClient): Promise<{ readonly server: LanguageServer; readonly models: readonly LanguageModelOffer[] }> {
  const { name, base } = client.server;
  const server = { name, address: base.host };
  try {
    const ids = await client.models();
    return { server, models: ids.slice(0, MOST_EACH).map((id) => ({ id: `${base.host}/${id}`, name: shortName(id), server: name })) };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return { server: { ...server, fault: error.fault }, models: [] };
  }
}

/** llama.cpp names a model by the path of its file. */
const shortName = (id: string): string => (id.split(/[\\/]/).at(-1) || id).replace(/\.gguf$/i, '').slice(0, 200);
