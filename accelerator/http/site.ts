import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context, Handler } from 'hono';
import { isKnownAlready } from './known-already.ts';
import { type Site, SHELL, type SiteFile } from './site-files.ts';

/** Answers the files of the built studio. */
export function siteHandler(current: () => Site): Handler {
  const compressed = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  return async (context) => {
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
  };
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
