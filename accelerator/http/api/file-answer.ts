import { Readable } from 'node:stream';
import { z } from '@hono/zod-openapi';
import { isKnownAlready } from '../known-already.ts';
import { Refusal } from './problems.ts';
import { type ByteRange, rangeIn } from './range.ts';

/** A file as the body of a request or an answer. */
export const BYTES = { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } };

/** A file that goes by the SHA-256 of its bytes. */
export interface NamedFile {
  readonly sha256: string;
  readonly bytes: number;
  /** What kind of file a browser is told that it is. */
  readonly type: string;
  read(span?: ByteRange): Readable;
}

/** Whole, or the range of it that is asked for, or that the asker has it. Throws Refusal `range-impossible`. */
export function fileAnswer({ method, headers: asked }: Request, { sha256, bytes, type, read }: NamedFile): Response {
  const etag = `"${sha256}"`;
  const headers: Record<string, string> = {
    ETag: etag,
    'Accept-Ranges': 'bytes',
    // A name stands for its bytes for ever, but only for who may see them.
    'Cache-Control': 'private, max-age=31536000, immutable',
    Vary: 'Authorization',
  };
  if (isKnownAlready(asked.get('if-none-match') ?? undefined, etag)) return new Response(null, { status: 304, headers });

  const onlyIf = asked.get('if-range');
  const range = onlyIf === null || onlyIf === etag ? rangeIn(asked.get('range') ?? undefined, bytes) : undefined;
  if (range === 'impossible') throw new Refusal('range-impossible', `The file has ${bytes} bytes.`, {}, { 'Content-Range': `bytes */${bytes}` });
  Object.assign(headers, {
    'Content-Type': type,
    'Content-Length': String(range ? range.end - range.start + 1 : bytes),
    'Content-Disposition': `attachment; filename="${sha256}"`,
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    ...(range && { 'Content-Range': `bytes ${range.start}-${range.end}/${bytes}` }),
  });
  const body = method === 'HEAD' ? null : (Readable.toWeb(read(range)) as ReadableStream);
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** What such an answer may be. */
export const FILE_RESPONSES = {
  200: { description: 'The file.', content: BYTES },
  206: { description: 'The bytes that the header Range asks for.', content: BYTES },
  304: { description: 'You have it.' },
};
