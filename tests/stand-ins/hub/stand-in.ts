import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rangeIn } from '../../../accelerator/http/api/range.ts';

/** A repository: its files by path. Large ones are kept elsewhere, as the hub does (LFS). */
export interface HubRepositoryStandIn {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files up to so many bytes are handed out by the hub itself, and named by Git alone. */
  readonly smallUpTo: number;
  /** What its branch `main` stands for; one commit for all where absent. Files of another are no longer handed out. */
  readonly commit?: string;
}

/** What the next answers do otherwise than they should. Each is taken once, in order; `undefined` behaves. */
export type Misdeed =
  | { readonly do: 'answer'; readonly status: number; readonly retryAfter?: string }
  /** Breaks the line after so many bytes of the body, and so many milliseconds: a browser loses what it has not handed on by then. */
  | { readonly do: 'cut'; readonly after: number; readonly linger?: number }
  /** Says nothing more after so many bytes. */
  | { readonly do: 'stall'; readonly after: number }
  /** Changes one bit of the byte at this place of the file. */
  | { readonly do: 'flip'; readonly at: number }
  /** Says that the file has another size. */
  | { readonly do: 'lie'; readonly bytes: number }
  /** Sends more than it said. */
  | { readonly do: 'overflow'; readonly by: number }
  | { readonly do: 'redirect'; readonly to: string }
  /** Sends all of it, whatever part was asked for. */
  | { readonly do: 'ignore-range' };

export interface HubLog {
  /** Bytes of files that were sent. */
  sent: number;
  readonly asked: { readonly where: 'hub' | 'store'; readonly path: string; readonly range: string | undefined; readonly ifRange: string | undefined; readonly token: string | undefined }[];
}

const COMMIT = createHash('sha1').update('commit').digest('hex');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const gitBlob = (bytes: Uint8Array): string => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/**
 * Behaves as the Hugging Face hub does: a listing with sizes and hashes, files at addresses that lead to a store of
 * another origin, ranges, versions, gated repositories. The store must never see who asks.
 */
export class HubStandIn {
  readonly repositories = new Map<string, HubRepositoryStandIn>();
  /** Repositories that ask for this token. */
  readonly gated = new Map<string, string>();
  /** What the next answers about files do. */
  readonly misdeeds: (Misdeed | undefined)[] = [];
  /** Flips a bit of this file, once. */
  flipOnce: { readonly path: string; readonly at: number } | undefined;
  /** Breaks the line, or falls silent on it, after so many bytes of this file, once. */
  stopOnce: { readonly path: string; readonly after: number; readonly how: 'cut' | 'stall' } | undefined;
  /** Counts up when a file is changed behind the same name. */
  version = 1;
  log: HubLog = { sent: 0, asked: [] };
  readonly #hub: Server = createServer((request, response) => this.#answerHub(request, response));
  readonly #store: Server = createServer((request, response) => this.#answerStore(request, response));

  static async open(): Promise<HubStandIn> {
    const standIn = new HubStandIn();
    for (const server of [standIn.#hub, standIn.#store]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get address(): string {
    return addressOf(this.#hub);
  }

  get store(): string {
    return addressOf(this.#store);
  }

  async close(): Promise<void> {
    for (const server of [this.#hub, this.#store]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  #answerHub(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.address);
    const token = request.headers.authorization;
    this.#note('hub', request, url);
    allowPages(response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const listing = /^\/api\/models\/([^/]+\/[^/]+)\/revision\/([^/]+)$/.exec(url.pathname);
    const file = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(url.pathname);
    const name = decodeURIComponent((listing ?? file)?.[1] ?? '');
    const repository = this.repositories.get(name);
    const wanted = this.gated.get(name);
    if (wanted !== undefined && token !== `Bearer ${wanted}`) return send(response, token === undefined ? 401 : 403, { error: 'Access to this model is restricted' });
    const revision = (listing ?? file)?.[2];
    const commit = repository?.commit ?? COMMIT;
    if (!repository || (revision !== 'main' && revision !== commit)) return send(response, 404, { error: 'Repository not found' });
    if (listing) {
      const siblings = [...repository.files].map(([rfilename, bytes]) => ({
        rfilename,
        size: bytes.length,
        blobId: gitBlob(bytes),
        ...(bytes.length > repository.smallUpTo && { lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 134 } }),
      }));
      return send(response, 200, { id: name, sha: commit, siblings });
    }
    const path = decodeURIComponent(file![3]!);
    const bytes = repository.files.get(path);
    if (!bytes) return send(response, 404, { error: 'Entry not found' });
    if (bytes.length <= repository.smallUpTo) return this.#sendFile(request, response, bytes, `"${gitBlob(bytes)}"`, path);
    response.writeHead(302, {
      Location: `${this.store}/${encodeURIComponent(name)}/${encodeURIComponent(path)}?signature=abc`,
      'X-Repo-Commit': commit,
      'X-Linked-Size': String(bytes.length),
      'X-Linked-ETag': `"${sha256(bytes)}"`,
    });
    response.end();
  }

  #answerStore(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.store);
    this.#note('store', request, url);
    allowPages(response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const [name = '', path = ''] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    const bytes = this.repositories.get(name)?.files.get(path);
    // The store knows a file by its own version, which is not the hub's name for it.
    if (!bytes) return send(response, 403, { error: 'The signature is over' });
    this.#sendFile(request, response, bytes, `"store-${this.version}-${sha256(bytes).slice(0, 8)}"`, path);
  }

  #note(where: 'hub' | 'store', { headers, method }: IncomingMessage, url: URL): void {
    if (method === 'OPTIONS') return;
    this.log.asked.push({ where, path: url.pathname, range: headers.range, ifRange: headers['if-range'] as string | undefined, token: headers.authorization });
  }

  #deedFor(path: string): Misdeed | undefined {
    const { flipOnce, stopOnce } = this;
    if (flipOnce?.path === path) {
      this.flipOnce = undefined;
      return { do: 'flip', at: flipOnce.at };
    }
    if (stopOnce?.path === path) {
      this.stopOnce = undefined;
      return { do: stopOnce.how, after: stopOnce.after };
    }
    return this.misdeeds.shift();
  }

  #sendFile({ headers }: IncomingMessage, response: ServerResponse, whole: Uint8Array, etag: string, path: string): void {
    const deed = this.#deedFor(path);
    if (deed?.do === 'answer') return send(response, deed.status, { error: 'told to' }, deed.retryAfter === undefined ? {} : { 'Retry-After': deed.retryAfter });
    if (deed?.do === 'redirect') return void response.writeHead(302, { Location: deed.to }).end();
    const bytes = deed?.do === 'flip' ? flipped(whole, deed.at) : whole;
    const onlyIf = headers['if-range'];
    const range = deed?.do !== 'ignore-range' && (onlyIf === undefined || onlyIf === etag) ? rangeIn(headers.range, bytes.length) : undefined;
    if (range === 'impossible') return void response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
    const part = range ? bytes.subarray(range.start, range.end + 1) : bytes;
    const said = deed?.do === 'lie' ? deed.bytes : bytes.length;
    const head = { ETag: etag, 'Accept-Ranges': 'bytes', 'Content-Type': 'application/octet-stream' };
    // What is sent beyond the length has to go without one.
    const length = deed?.do === 'overflow' ? {} : { 'Content-Length': deed?.do === 'lie' ? said - (range?.start ?? 0) : part.length };
    response.writeHead(range ? 206 : 200, { ...head, ...length, ...(range && { 'Content-Range': `bytes ${range.start}-${range.end}/${said}` }) });
    if (deed?.do === 'cut' || deed?.do === 'stall') {
      const some = part.subarray(0, deed.after);
      this.log.sent += some.length;
      response.write(some, () => {
        if (deed.do === 'cut') setTimeout(() => response.socket?.end(() => response.destroy()), deed.linger ?? 0);
      });
      return;
    }
    const body = deed?.do === 'overflow' ? Buffer.concat([part, Buffer.alloc(deed.by)]) : part;
    this.log.sent += body.length;
    response.end(body);
  }
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** The hub lets any page read, and says what of its head it may. */
function allowPages(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', 'Range, Authorization');
  response.setHeader('Access-Control-Expose-Headers', 'ETag, Content-Range, Accept-Ranges, X-Repo-Commit, X-Linked-Size, X-Linked-ETag');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const other = Uint8Array.from(bytes);
  other[at]! ^= 1;
  return other;
}

const send = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void =>
  void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
