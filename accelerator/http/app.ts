import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Hono, type Context } from 'hono';
import { openSite, SHELL, type SiteFile } from './site-files.ts';
import { isWelcome, namesFor } from './visitors.ts';

export interface AppOptions {
  /** The folder of the built studio. */
  readonly site: string;
  /** What --host says. */
  readonly host?: string;
  readonly version: string;
}

/** The HTTP door: the studio's files, and whether we are here. */
export function createApp({ site, host, version }: AppOptions): Hono {
  const current = openSite(site);
  const answersTo = namesFor(host);
  const compressed = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  const app = new Hono();

  app.use(async (context, next) => {
    const { req } = context;
    const visitor = { host: req.header('host'), origin: req.header('origin') };
    if (isWelcome(visitor, answersTo)) await next();
    else context.res = context.text('Kinora answers only to its own address on this machine.', 403);
    for (const [name, value] of safetyHeaders(current().policy)) context.res.headers.set(name, value);
  });

  app.get('/health', (context) => {
    context.header('Cache-Control', 'no-store');
    return context.json({ name: 'kinora', version });
  });

  // Hono answers HEAD with the headers of GET.
  app.get('*', async (context) => {
    const file = find(current().files, context);
    if (!file) return context.text('There is nothing at this address.', 404);
    context.header('ETag', file.etag);
    context.header('Cache-Control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (file.isText) context.header('Vary', 'Accept-Encoding');
    if (isKnownAlready(context.req.header('if-none-match'), file.etag)) return context.body(null, 304);
    context.header('Content-Type', file.type);

    const encoding = file.isText ? bestEncoding(context.req.header('accept-encoding')) : undefined;
    if (encoding) {
      const key = `${encoding} ${file.etag} ${file.full}`;
      const body = compressed.get(key) ?? compress(file.full, encoding);
      compressed.set(key, body);
      context.header('Content-Encoding', encoding);
      return context.body(await body);
    }
    context.header('Content-Length', String(file.bytes));
    if (context.req.method === 'HEAD') return context.body(null);
    return context.body(Readable.toWeb(createReadStream(file.full)) as ReadableStream);
  });

  app.all('*', (context) => {
    context.header('Allow', 'GET, HEAD');
    return context.text('Only reading is possible here.', 405);
  });
  app.onError((error, context) => {
    console.error(error);
    return context.text('Kinora made a mistake in answering. The terminal shows it.', 500);
  });
  return app;
}

function safetyHeaders(policy: string | undefined): readonly (readonly [string, string])[] {
  return [
    // Isolation: browsers give threads to WebAssembly only where nothing foreign can look in.
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Embedder-Policy', 'require-corp'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    // A page cannot forbid by itself to be framed, and workers follow the header of their own file.
    ['Content-Security-Policy', `${policy ?? "default-src 'self'"}; frame-ancestors 'none'`],
  ];
}

/** The file at an address; for every page of the studio, which has no ending, the one shell. */
function find(files: ReadonlyMap<string, SiteFile>, { req }: Context): SiteFile | undefined {
  const address = decoded(new URL(req.url).pathname);
  if (address === undefined) return undefined;
  const file = files.get(address === '/' ? SHELL : address);
  if (file) return file;
  const isPage = !/\.[^/]*$/.test(address) && (req.header('accept') ?? '').includes('text/html');
  return isPage ? files.get(SHELL) : undefined;
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

const isKnownAlready = (asked: string | undefined, etag: string): boolean =>
  asked?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;

type Encoding = 'br' | 'gzip';

function bestEncoding(accepted = ''): Encoding | undefined {
  const names = accepted.split(',').filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part)).map((part) => part.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((name) => names.includes(name));
}

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

async function compress(full: string, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readFile(full);
  // Quality 5 is quick; the network is mostly this machine itself.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  return new Uint8Array(encoding === 'br' ? await brotli(bytes, { params }) : await gzipped(bytes));
}
