import { z } from 'zod';
import type { CompletionOrder } from '#core/schema/accelerator/language.ts';
import { FaultError } from '#core/schema/fault.ts';
import { mustBeNear } from '../engines/comfyui/address.ts';
import type { Server } from './servers.ts';

export interface Patience {
  /** How long a list of models may take. Milliseconds. */
  readonly listMs: number;
  /** How long an answer may take: below five minutes, when Node gives up by itself. Milliseconds. */
  readonly answerMs: number;
  /** The longest answer that is read, in bytes. */
  readonly bytes: number;
}

export const PATIENCE: Patience = { listMs: 1_500, answerMs: 280_000, bytes: 2 ** 20 };

const Models = z.object({ data: z.array(z.object({ id: z.string().min(1).max(300) })).max(1_000) });
const Part = z.object({ type: z.string(), text: z.string().optional() });
const Chat = z.object({ choices: z.array(z.object({ message: z.object({ content: z.union([z.string(), z.array(Part), z.null()]).optional() }) })).min(1) });
const Complaint = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

/** What a refusal of the answer's form is told by; a server that knows no schemas gets the question without one. */
const FORM_REFUSED = [400, 422, 501];

/**
 * Asks one server, by `GET /v1/models` and `POST /v1/chat/completions` without streaming
 * (https://platform.openai.com/docs/api-reference/chat). Follows no redirect: words go where they were meant to go.
 */
export class ChatClient {
  readonly server: Server;
  readonly #patience: Patience;
  #takesSchemas = true;

  constructor(server: Server, patience: Patience) {
    this.server = server;
    this.#patience = patience;
  }

  /** The names of its models. Throws FaultError `language-away`, `language-unfit`, `address-not-allowed`. */
  async models(): Promise<readonly string[]> {
    const { status, value } = await this.#ask('v1/models', {}, AbortSignal.timeout(this.#patience.listMs));
    const read = Models.safeParse(value);
    if (status !== 200 || !read.success) throw this.#unfit('It gives no list of its models.');
    // Models that turn text into numbers for a search write nothing.
    return read.data.data.map(({ id }) => id).filter((id) => !/embed/i.test(id));
  }

  async complete(model: string, order: CompletionOrder, signal: AbortSignal): Promise<string> {
    const ended = AbortSignal.any([signal, AbortSignal.timeout(this.#patience.answerMs)]);
    const asked = (withSchema: boolean) => {
      const { system, user, schema, maxTokens } = order;
      const messages = [{ role: 'system', content: system }, { role: 'user', content: user }];
      const form = withSchema && schema && { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } };
      return { model, messages, stream: false, temperature: 0.8, max_tokens: maxTokens, ...form };
    };
    const withSchema = this.#takesSchemas && order.schema !== undefined;
    let answer = await this.#post(asked(withSchema), ended, signal);
    if (withSchema && FORM_REFUSED.includes(answer.status)) {
      answer = await this.#post(asked(false), ended, signal);
      if (answer.status === 200) this.#takesSchemas = false;
    }
    const { status, value } = answer;
    if (status >= 500) throw this.#away(`It answered with status ${status}.${complaintIn(value)}`);
    if (status !== 200) throw this.#unfit(`It answered with status ${status}.${complaintIn(value)}`);
    const chat = Chat.safeParse(value);
    if (!chat.success) throw this.#unfit('Its answer is not what servers of this kind answer.');
    const content = chat.data.choices[0]?.message.content ?? '';
    return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('');
  }

  #post(body: object, ended: AbortSignal, signal: AbortSignal) {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
    return this.#ask('v1/chat/completions', init, ended, signal);
  }

  /** @param signal where somebody may stop it beside the time */
  async #ask(path: string, init: RequestInit, ended: AbortSignal, signal?: AbortSignal): Promise<{ status: number; value: unknown }> {
    const { base } = this.server;
    await mustBeNear(base, []).catch((error: unknown) => {
      throw error instanceof FaultError && error.fault.reason === 'engine-away' ? this.#away(`The name ${base.hostname} leads nowhere.`) : error;
    });
    let text: string | undefined;
    let status: number;
    try {
      const response = await fetch(new URL(path, base), { ...init, signal: ended, redirect: 'error' });
      ({ status } = response);
      text = await limitedText(response, this.#patience.bytes);
    } catch {
      if (signal?.aborted) throw new FaultError('cancelled');
      throw this.#away(ended.aborted ? 'It took too long to answer.' : `Nothing answers at ${base.host}, or it broke off.`);
    }
    if (text === undefined) throw this.#unfit(`Its answer is longer than ${this.#patience.bytes} bytes.`);
    return { status, value: json(text) };
  }

  #away(detail: string): FaultError {
    return new FaultError('language-away', { model: this.server.name, detail });
  }

  #unfit(detail: string): FaultError {
    return new FaultError('language-unfit', { model: this.server.name, detail });
  }
}

/** The text of a response; undefined where it is longer than so many bytes, of which no more are read then. */
async function limitedText({ body }: Response, most: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the server says is wrong, as a sentence. */
function complaintIn(value: unknown): string {
  const read = Complaint.safeParse(value);
  if (!read.success) return '';
  const words = (typeof read.data.error === 'string' ? read.data.error : read.data.error.message).replace(/[\p{Cc}]+/gu, ' ').trim().slice(0, 300);
  return words === '' ? '' : ` It said: ${words.replace(/[.!]+$/, '')}.`;
}
