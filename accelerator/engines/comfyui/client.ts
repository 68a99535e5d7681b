import type { z } from 'zod';
import { FaultError } from '#core/schema/fault.ts';
import { mustBeNear } from './address.ts';
import { FileNames, History, type HistoryEntry, type NodeClass, ObjectInfo, type OutputFile, Queue, Refused, Submitted, SystemStats, Uploaded } from './answers.ts';
import { engineFault, faultOfRefusal } from './faults.ts';
import type { ApiWorkflow } from './workflow/api-workflow.ts';

/** An answer that takes longer, in milliseconds, counts as none. Listing models on a slow disk takes seconds. */
const PATIENCE_MS = 10_000;
/** Frames and films are as long in coming as the network makes them. */
const MEDIA_PATIENCE_MS = 120_000;
/** Bytes. */
const MOST_JSON = 64 * 2 ** 20;
const MOST_MEDIA = 2 ** 30;

interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly json?: unknown;
  readonly form?: FormData;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: number;
}

/**
 * What ComfyUI's HTTP interface can be asked. Throws FaultError `engine-away` (no answer), `engine-refused` (one that
 * says no, or that is not of ComfyUI) and `address-not-allowed`. No Origin is ever sent: ComfyUI takes one that is not
 * its own for a stranger's page.
 */
export class ComfyClient {
  readonly address: URL;
  readonly #allowed: readonly string[];

  constructor(address: string, allowed: readonly string[] = []) {
    this.address = new URL(address.endsWith('/') ? address : `${address}/`);
    this.#allowed = allowed;
  }

  async systemStats(): Promise<SystemStats> {
    return this.#json('system_stats', SystemStats);
  }

  async queue(): Promise<Queue> {
    return this.#json('queue', Queue);
  }

  /** What has become of a prompt; undefined where the server does not know, which never means that it is done. */
  async history(id: string): Promise<HistoryEntry | undefined> {
    return (await this.#json(`history/${encodeURIComponent(id)}`, History))[id];
  }

  /** A class of nodes; undefined where the server has none of that name. */
  async nodeClass(name: string): Promise<NodeClass | undefined> {
    return (await this.#json(`object_info/${encodeURIComponent(name)}`, ObjectInfo))[name];
  }

  /** The names of the files in one of its folders for models; none where it has no such folder. */
  async models(folder: string): Promise<readonly string[]> {
    const response = await this.#ask(`models/${encodeURIComponent(folder)}`);
    if (response.status === 404) return [];
    return this.#read(response, FileNames);
  }

  /** Sends a workflow; the answer is the id that the server gives it, which old servers choose themselves. */
  async submit(workflow: ApiWorkflow, id: string): Promise<string> {
    const response = await this.#ask('prompt', { method: 'POST', json: { prompt: workflow, prompt_id: id, client_id: id } });
    if (response.status === 400) throw faultOfRefusal(await this.#read(response, Refused, true));
    return (await this.#read(response, Submitted)).prompt_id;
  }

  async deleteQueued(id: string): Promise<void> {
    await this.#done('queue', { delete: [id] });
  }

  async deleteHistory(id: string): Promise<void> {
    await this.#done('history', { delete: [id] });
  }

  async interrupt(id: string): Promise<void> {
    await this.#done('interrupt', { prompt_id: id });
  }

  /** Lets go of the memory of its models. */
  async free(): Promise<void> {
    await this.#done('free', { unload_models: true, free_memory: true });
  }

  /** Hands over a PNG; the answer is how a node names it. */
  async uploadImage(png: Uint8Array, name: string, signal?: AbortSignal): Promise<string> {
    const form = new FormData();
    form.set('image', new Blob([Uint8Array.from(png)], { type: 'image/png' }), name);
    form.set('type', 'input');
    form.set('subfolder', 'kinora');
    form.set('overwrite', 'true');
    const response = await this.#ask('upload/image', { method: 'POST', form, signal, patience: MEDIA_PATIENCE_MS });
    const kept = await this.#read(response, Uploaded);
    return kept.subfolder === '' ? kept.name : `${kept.subfolder}/${kept.name}`;
  }

  async view({ filename, subfolder, type }: OutputFile, signal?: AbortSignal): Promise<Uint8Array> {
    const query = new URLSearchParams({ filename, subfolder, type });
    const response = await this.#ask(`view?${query}`, { signal, patience: MEDIA_PATIENCE_MS });
    if (!response.ok) throw engineFault('engine-refused', `It does not hand out ${filename} that it has made (${response.status})`);
    return this.#bytes(response, MOST_MEDIA);
  }

  async #done(path: string, json: unknown): Promise<void> {
    const response = await this.#ask(path, { method: 'POST', json });
    await response.body?.cancel();
    if (!response.ok) throw engineFault('engine-refused', `It answered ${response.status} to ${path}`);
  }

  async #json<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
    return this.#read(await this.#ask(path), schema);
  }

  async #ask(path: string, { method = 'GET', json, form, signal, patience = PATIENCE_MS }: Ask = {}): Promise<Response> {
    await mustBeNear(this.address, this.#allowed);
    const timeout = AbortSignal.timeout(patience);
    try {
      return await fetch(new URL(path, this.address), {
        method,
        // Who is asked has been looked at; whom it would send us to has not.
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...(json !== undefined && { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } }),
        ...(form && { body: form }),
      });
    } catch (cause) {
      throw this.#lostWords(cause, signal);
    }
  }

  async #read<Schema extends z.ZodType>(response: Response, schema: Schema, isRefusal = false): Promise<z.infer<Schema>> {
    const bytes = await this.#bytes(response, MOST_JSON);
    if (!response.ok && !isRefusal) {
      // A proxy says so when what stands behind it is not there.
      const reason = response.status >= 500 ? 'engine-away' : 'engine-refused';
      throw engineFault(reason, `${this.address.host} answered ${response.status}`);
    }
    const read = schema.safeParse(parsed(bytes));
    if (!read.success) throw engineFault('engine-refused', `What answers at ${this.address.host} does not speak as ComfyUI does`);
    return read.data;
  }

  async #bytes(response: Response, most: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const part of response.body ?? []) {
        length += (part as Uint8Array).length;
        if (length > most) throw engineFault('engine-refused', `${this.address.host} answered with more than ${most / 2 ** 20} MiB`);
        parts.push(part as Uint8Array);
      }
    } catch (cause) {
      throw this.#lostWords(cause);
    }
    return Buffer.concat(parts);
  }

  #lostWords(cause: unknown, signal?: AbortSignal): FaultError {
    if (cause instanceof FaultError) return cause;
    if (signal?.aborted) return new FaultError('cancelled');
    return engineFault('engine-away', `Nothing answers at ${this.address.host}`);
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
