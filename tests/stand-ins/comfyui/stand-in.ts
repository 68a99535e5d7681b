import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { Execution, Interrupted, NodeException } from './execute.ts';
import { NO_FAULTS, type StandInFaults } from './faults.ts';
import { ALL_MODELS, asAnswer, type ClassInfo, nodeClasses } from './object-info.ts';
import { Sockets } from './sockets.ts';
import { type Prompt, validate } from './validate.ts';

interface Row {
  readonly number: number;
  readonly id: string;
  readonly prompt: Prompt;
  readonly extra: Record<string, unknown>;
  readonly outputs: readonly string[];
}
const asRow = ({ number, id, prompt, extra, outputs }: Row) => [number, id, prompt, extra, outputs];

/** What it was asked, for a test to look at. */
export interface StandInLog {
  readonly prompts: { readonly id: string; readonly prompt: Prompt }[];
  readonly interrupts: (string | null)[];
  readonly deleted: string[];
  freed: number;
  /** Requests that came with an Origin. */
  origins: number;
}

const MIME: Readonly<Record<string, string>> = { png: 'image/png', mp4: 'video/mp4' };

/** A server that speaks as ComfyUI does. Its queue and its history live in memory and are gone when it ends, as there. */
export class StandIn {
  readonly faults: StandInFaults = { ...NO_FAULTS };
  readonly log: StandInLog = { prompts: [], interrupts: [], deleted: [], freed: 0, origins: 0 };
  readonly #http: Server;
  readonly #sockets = new Sockets();
  readonly #pictures = new Map<string, Buffer>();
  readonly #saved = new Map<string, Buffer>();
  readonly #cache = new Map<string, unknown>();
  readonly #history = new Map<string, unknown>();
  #pending: Row[] = [];
  #running: Row | undefined;
  #isInterrupted = false;
  #number = 0;
  #steps = 0;

  constructor() {
    this.#http = createServer((request, response) => void this.#answer(request, response));
    this.#http.on('upgrade', (request, socket, head) => {
      const url = new URL(request.url ?? '/', 'http://stand-in');
      if (this.faults.noSockets || !/^(\/api)?\/ws$/.test(url.pathname) || !this.#isWelcome(request)) return socket.destroy();
      this.#sockets.server.handleUpgrade(request, socket, head, (client) => {
        this.#sockets.add(client, url.searchParams.get('clientId') || randomUUID().replaceAll('-', ''), this.#status());
      });
    });
  }

  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve, reject) => this.#http.once('error', reject).listen(port, '127.0.0.1', resolve));
    return (this.#http.address() as AddressInfo).port;
  }

  /** Ends what it works on and forgets all that it knows. */
  async reset(): Promise<void> {
    this.#pending = [];
    this.#isInterrupted = true;
    while (this.#running) await sleep(5);
    Object.assign(this.faults, NO_FAULTS);
    for (const known of [this.#pictures, this.#saved, this.#cache, this.#history]) known.clear();
    for (const list of [this.log.prompts, this.log.interrupts, this.log.deleted]) list.length = 0;
    this.log.freed = 0;
    this.log.origins = 0;
  }

  get #classes(): Record<string, ClassInfo> {
    const folders = new Set([...Object.keys(ALL_MODELS), ...Object.keys(this.faults.moreModels)]);
    const models = Object.fromEntries([...folders].map((folder) => [folder, this.#models(folder)]));
    const classes = nodeClasses(models, [...this.#pictures.keys()]);
    for (const name of this.faults.withoutClasses) delete classes[name];
    return classes;
  }

  #models(folder: string): readonly string[] {
    const usual = this.faults.withoutModels.includes(folder) ? [] : (ALL_MODELS[folder] ?? []);
    return [...usual, ...(this.faults.moreModels[folder] ?? [])];
  }

  #status() {
    return { exec_info: { queue_remaining: this.#pending.length + (this.#running ? 1 : 0) } };
  }

  /** ComfyUI takes a request with an Origin that is not its own for one of a stranger's page. */
  #isWelcome({ headers }: IncomingMessage): boolean {
    if (headers.origin === undefined) return true;
    this.log.origins += 1;
    return URL.parse(headers.origin)?.host === headers.host;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const path = url.pathname.replace(/^\/api(?=\/)/, '');
    const [, route = '', name = ''] = path.split('/').map(decodeURIComponent);
    const json = (value: unknown, status = 200) => response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
    const body = await bodyOf(request);
    if (this.faults.answerMs > 0) await sleep(this.faults.answerMs);
    if (!this.#isWelcome(request)) return void response.writeHead(403).end();
    if (this.faults.broken.includes(route)) return void response.writeHead(500).end('500 Internal Server Error');
    if (this.faults.garbage.includes(route)) return void response.writeHead(200).end('<html>Hello</html>');
    const sent = (): Record<string, unknown> => JSON.parse(body.toString()) as Record<string, unknown>;

    switch (`${request.method} /${route}`) {
      case 'GET /system_stats':
        return void json(this.#stats());
      case 'GET /features':
        return void json({ supports_preview_metadata: true, max_upload_size: 104_857_600 });
      case 'GET /object_info': {
        const classes = Object.entries(this.#classes).filter(([one]) => name === '' || one === name);
        return void json(Object.fromEntries(classes.map(([one, info]) => [one, asAnswer(one, info)])));
      }
      case 'GET /models':
        if (name === '') return void json(Object.keys(ALL_MODELS));
        return name in ALL_MODELS || name in this.faults.moreModels ? void json(this.#models(name)) : void response.writeHead(404).end();
      case 'GET /queue':
        return void json({ queue_running: this.#running ? [asRow(this.#running)] : [], queue_pending: this.#pending.map(asRow) });
      case 'GET /history':
        return void json(name === '' ? Object.fromEntries(this.#history) : this.#history.has(name) ? { [name]: this.#history.get(name) } : {});
      case 'GET /view':
        return this.#view(url.searchParams, response);
      case 'POST /prompt':
        return void this.#submit(sent(), json);
      case 'POST /queue':
        this.#dequeue(sent());
        return void response.writeHead(200).end();
      case 'POST /history':
        for (const id of (sent().delete ?? []) as string[]) this.#history.delete(id);
        return void response.writeHead(200).end();
      case 'POST /interrupt': {
        const id = body.length > 0 ? ((sent().prompt_id as string | undefined) ?? null) : null;
        this.log.interrupts.push(id);
        if (id === null || this.faults.old || this.#running?.id === id) this.#isInterrupted = true;
        return void response.writeHead(200).end();
      }
      case 'POST /free':
        this.log.freed += 1;
        this.#cache.clear();
        return void response.writeHead(200).end();
      case 'POST /upload':
        return void (await this.#upload(request, body, json));
      default:
        return void response.writeHead(404).end('404: Not Found');
    }
  }

  #stats(): unknown {
    const device = { name: 'cuda:0 NVIDIA Stand-in 80GB : cudaMallocAsync', type: 'cuda', index: 0, vram_total: 80e9, vram_free: this.#running ? this.faults.vramFreeAtWork : this.faults.vramFree, torch_vram_total: 0, torch_vram_free: 0 };
    return { system: { os: 'posix', ram_total: 128e9, ram_free: 100e9, comfyui_version: '0.3.64', python_version: '3.12.3', pytorch_version: '2.8.0', embedded_python: false, argv: ['main.py'] }, devices: [device] };
  }

  #view(query: URLSearchParams, response: ServerResponse): void {
    const filename = query.get('filename') ?? '';
    const bytes = query.get('type') === 'output' && !this.faults.losesFiles ? this.#saved.get(`${query.get('subfolder') ?? ''}/${filename}`) : undefined;
    if (!bytes) response.writeHead(404).end();
    else response.writeHead(200, { 'Content-Type': MIME[filename.split('.').at(-1) ?? ''] ?? 'application/octet-stream', 'Content-Length': bytes.length }).end(bytes);
  }

  #submit({ prompt, prompt_id, client_id, extra_data = {} }: Record<string, unknown>, json: (value: unknown, status?: number) => unknown): void {
    if (typeof prompt !== 'object' || prompt === null) return void json({ error: { type: 'no_prompt', message: 'No prompt provided', details: 'No prompt provided', extra_info: {} }, node_errors: {} }, 400);
    if (prompt_id !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(prompt_id))) {
      return void json({ error: { type: 'invalid_prompt_id', message: 'prompt_id must be a UUID', details: String(prompt_id), extra_info: {} }, node_errors: {} }, 400);
    }
    const refused = validate(prompt as Prompt, this.#classes);
    if (refused) return void json(refused, 400);
    const id = this.faults.old || prompt_id === undefined ? randomUUID() : String(prompt_id);
    const outputs = Object.entries(prompt as Prompt).filter(([, node]) => this.#classes[node.class_type]?.isOutput).map(([node]) => node);
    this.#number += 1;
    const row = { number: this.#number, id, prompt: prompt as Prompt, extra: { ...(extra_data as object), ...(client_id !== undefined && { client_id }) }, outputs };
    this.#pending.push(row);
    this.log.prompts.push({ id, prompt: prompt as Prompt });
    this.#sockets.send('status', { status: this.#status() });
    json({ prompt_id: id, number: row.number, node_errors: {} });
    void this.#work();
  }

  #dequeue({ clear, delete: ids = [] }: Record<string, unknown>): void {
    const names = ids as string[];
    this.log.deleted.push(...names);
    this.#pending = clear === true ? [] : this.#pending.filter(({ id }) => !names.includes(id));
    this.#sockets.send('status', { status: this.#status() });
  }

  async #upload(request: IncomingMessage, body: Buffer, json: (value: unknown, status?: number) => unknown): Promise<void> {
    const form = await new Response(Uint8Array.from(body), { headers: { 'Content-Type': request.headers['content-type'] ?? '' } }).formData();
    const image = form.get('image');
    if (!(image instanceof File)) return void json({}, 400);
    const subfolder = String(form.get('subfolder') ?? '');
    this.#pictures.set(subfolder === '' ? image.name : `${subfolder}/${image.name}`, Buffer.from(await image.arrayBuffer()));
    json({ name: image.name, subfolder, type: String(form.get('type') ?? 'input') });
  }

  /** One prompt after the other. */
  async #work(): Promise<void> {
    if (this.#running) return;
    const row = this.#pending.shift();
    if (!row) return;
    this.#running = row;
    this.#isInterrupted = false;
    this.#steps = 0;
    const sid = String(row.extra.client_id ?? '');
    const world = { faults: this.faults, sockets: this.#sockets, saved: this.#saved, cache: this.#cache, isInterrupted: () => this.#isInterrupted, stepped: () => this.#stepped() };
    const execution = new Execution(world, row.id, row.prompt, sid);
    const messages: [string, unknown][] = [['execution_start', { prompt_id: row.id, timestamp: Date.now() }]];
    let isDone = true;
    try {
      await execution.run(row.outputs);
    } catch (error) {
      isDone = false;
      messages.push(this.#told(execution, row, sid, error));
    }
    await sleep(this.faults.historyMs);
    const status = { status_str: isDone ? 'success' : 'error', completed: isDone, messages };
    this.#history.set(row.id, { prompt: asRow(row), outputs: isDone ? execution.outputs : {}, status, meta: {} });
    this.#running = undefined;
    execution.tell('executing', { node: null });
    this.#sockets.send('status', { status: this.#status() });
    void this.#work();
  }

  #told(execution: Execution, { id, prompt }: Row, sid: string, error: unknown): [string, unknown] {
    const node_id = execution.at ?? '';
    const about = { prompt_id: id, node_id, node_type: prompt[node_id]?.class_type, executed: execution.executed };
    if (error instanceof Interrupted) {
      this.#sockets.send('execution_interrupted', about);
      return ['execution_interrupted', about];
    }
    if (!(error instanceof NodeException)) throw error;
    const told = { ...about, exception_message: error.message, exception_type: error.type, traceback: [], current_inputs: {}, current_outputs: [] };
    if (!this.faults.silent) this.#sockets.send('execution_error', told, sid);
    return ['execution_error', told];
  }

  #stepped(): void {
    this.#steps += 1;
    if (this.#steps === this.faults.diesAfter) process.kill(process.pid, 'SIGKILL');
    if (this.#steps === this.faults.dropSocketsAfter) this.#sockets.drop();
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
