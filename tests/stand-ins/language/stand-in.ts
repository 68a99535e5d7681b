import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the server does otherwise than asked. */
export interface Manners {
  /** Its models, by the names that it gives them. */
  readonly models: readonly string[];
  /** What it answers, one after the other; the last again and again. */
  readonly says: readonly string[];
  /** The status of its answers to chats. */
  readonly status: number;
  /** Answers 400 where the form of the answer is asked for, as servers do that know no schemas. */
  readonly knowsNoSchemas: boolean;
  /** Waits so long before an answer. Milliseconds. */
  readonly slowMs: number;
  /** Sends these bytes instead of JSON, so many times over. */
  readonly garbage: string;
  readonly times: number;
  /** Sends everybody on to here. */
  readonly redirect: string;
  /** Breaks off in the middle of an answer. */
  readonly breaksOff: boolean;
}

export const GOOD_MANNERS: Manners = { models: ['small-writer', 'text-embedding-small'], says: ['Hello.'], status: 200, knowsNoSchemas: false, slowMs: 0, garbage: '', times: 1, redirect: '', breaksOff: false };

export interface Chat {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream: boolean;
  readonly max_tokens: number;
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: object } };
}

/** What it was asked, for a test to look at. */
export interface StandInLog {
  readonly chats: Chat[];
  /** Requests whose sender hung up before the answer. */
  hungUp: number;
}

/** A server that speaks as Ollama, llama.cpp and LM Studio do under `/v1`: models, and chats without streaming. */
export class StandIn {
  manners: Manners = GOOD_MANNERS;
  readonly log: StandInLog = { chats: [], hungUp: 0 };
  readonly #http: Server;
  #said = 0;

  constructor() {
    this.#http = createServer((request, response) => void this.#answer(request, response));
  }

  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve, reject) => this.#http.once('error', reject).listen(port, '127.0.0.1', resolve));
    return (this.#http.address() as AddressInfo).port;
  }

  reset(): void {
    this.manners = GOOD_MANNERS;
    this.log.chats.length = 0;
    this.log.hungUp = 0;
    this.#said = 0;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('close', () => (this.log.hungUp += response.writableFinished ? 0 : 1));
    const { redirect, slowMs, garbage, times, models } = this.manners;
    if (redirect) return void response.writeHead(307, { Location: redirect }).end();
    await sleep(slowMs);
    if (response.destroyed) return;
    if (garbage) {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      for (let n = 0; n < times; n += 1) response.write(garbage);
      return void response.end();
    }
    if (request.method === 'GET' && request.url === '/v1/models') return send(response, 200, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) });
    if (request.method === 'POST' && request.url === '/v1/chat/completions') return this.#chat(request, response);
    return send(response, 404, { error: { message: 'not found' } });
  }

  async #chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const chat = JSON.parse(Buffer.concat(chunks).toString()) as Chat;
    const { models, status, knowsNoSchemas, says, breaksOff } = this.manners;
    if (chat.stream) return send(response, 400, { error: { message: 'streaming was not expected' } });
    if (!models.includes(chat.model)) return send(response, 404, { error: { message: `model "${chat.model}" not found, try pulling it first` } });
    if (status !== 200) return send(response, status, { error: { message: 'the stand-in was told to fail' } });
    if (chat.response_format && knowsNoSchemas) return send(response, 400, { error: 'response_format is not supported' });
    this.log.chats.push(chat);
    const content = says[Math.min(this.#said++, says.length - 1)] ?? '';
    if (breaksOff) {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '9999' }).write('{"choices":[{"mess');
      return void setTimeout(() => response.destroy(), 20);
    }
    return send(response, 200, { id: 'chatcmpl-1', object: 'chat.completion', model: chat.model, choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }] });
  }
}

const send = (response: ServerResponse, status: number, body: object): void => void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
