import { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { isKnownAlready } from '../../known-already.ts';
import { answer, NO_CONTENT, refusals, TOKEN } from '../answers.ts';
import { file } from '../body.ts';
import type { ApiParts, Limits } from '../parts.ts';
import { Refusal } from '../problems.ts';
import { rangeIn } from '../range.ts';
import { MediaShape } from '../shapes.ts';
import { notFound, routes } from './route.ts';

const params = z.object({ sha256: Sha256 });
const common = { tags: ['Files'], security: TOKEN };
const bytes = { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } };
/** What a browser shows without running anything in it; all else is only bytes. */
const PASSIVE = /^(image\/(png|jpeg|webp|gif|avif)|(video|audio)\/[\w.+-]+)$/;

/** Files under their SHA-256: pictures on their way in, results on their way out. */
export function mediaRoutes({ shelf }: Pick<ApiParts, 'shelf'>, { mediaBytes, uploads }: Limits) {
  let onTheWay = 0;
  return routes()
    .openapi(
      createRoute({
        ...common,
        method: 'put',
        path: '/api/v1/media/{sha256}',
        operationId: 'putMedia',
        summary: 'Send a file',
        description: 'Under the SHA-256 of its bytes, which is checked. Sending it again changes nothing.',
        middleware: file(mediaBytes),
        request: { params, body: { required: true, content: bytes } },
        responses: {
          201: answer(MediaShape, 'The file is kept.'),
          ...refusals('not-found', 'body-unreadable', 'fault', 'too-large', 'wrong-type', 'no-room', 'not-now'),
        },
      }),
      async (context) => {
        const asked = context.req.valid('param').sha256;
        if (onTheWay >= uploads) throw new Refusal('not-now', 'Too many files are on their way here. Send this one again in a moment.', {}, { 'Retry-After': '2' });
        onTheWay += 1;
        try {
          const { sha256, bytes, type } = await shelf.put(asked, limited(context.req.raw.body, mediaBytes));
          return context.json({ sha256, bytes, type }, 201);
        } catch (error) {
          if (error instanceof FaultError && error.fault.reason === 'media-damaged') {
            throw new Refusal('fault', 'The bytes have another SHA-256 than the address says. Nothing was kept. Send them again.', { fault: error.fault });
          }
          throw error;
        } finally {
          onTheWay -= 1;
        }
      },
    )
    .openapi(
      createRoute({
        ...common,
        method: 'get',
        path: '/api/v1/media/{sha256}',
        operationId: 'getMedia',
        summary: 'Get a file',
        description: 'Whole, or one range of its bytes. The answer says what kind of file it is as far as browsers cannot run anything in it.',
        request: { params },
        responses: {
          200: { description: 'The file.', content: bytes },
          206: { description: 'The bytes that the header Range asks for.', content: bytes },
          304: { ...NO_CONTENT, description: 'You have it.' },
          ...refusals('not-found', 'range-impossible'),
        },
      }),
      async (context) => {
        const { sha256 } = context.req.valid('param');
        const kept = await shelf.get(sha256);
        if (!kept) throw notFound();
        const etag = `"${sha256}"`;
        const headers: Record<string, string> = {
          ETag: etag,
          'Accept-Ranges': 'bytes',
          // A name stands for its bytes for ever, but only for who may see them.
          'Cache-Control': 'private, max-age=31536000, immutable',
          Vary: 'Authorization',
        };
        if (isKnownAlready(context.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers });

        const onlyIf = context.req.header('if-range');
        const range = onlyIf === undefined || onlyIf === etag ? rangeIn(context.req.header('range'), kept.bytes) : undefined;
        if (range === 'impossible') throw new Refusal('range-impossible', `The file has ${kept.bytes} bytes.`, {}, { 'Content-Range': `bytes */${kept.bytes}` });
        Object.assign(headers, {
          'Content-Type': PASSIVE.test(kept.type) ? kept.type : 'application/octet-stream',
          'Content-Length': String(range ? range.end - range.start + 1 : kept.bytes),
          'Content-Disposition': `attachment; filename="${sha256}"`,
          'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
          ...(range && { 'Content-Range': `bytes ${range.start}-${range.end}/${kept.bytes}` }),
        });
        const body = context.req.method === 'HEAD' ? null : (Readable.toWeb(kept.read(range)) as ReadableStream);
        return new Response(body, { status: range ? 206 : 200, headers });
      },
    );
}

/** The bytes of a body up to a limit; beyond it the stream ends with the fault `file-too-large`. They are pulled, so that nothing breaks while nobody listens. */
const limited = (body: ReadableStream<Uint8Array> | null, most: number): Readable => Readable.from(chunksOf(body, most), { objectMode: false });

async function* chunksOf(body: ReadableStream<Uint8Array> | null, most: number): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    passed += chunk.length;
    if (passed > most) throw new FaultError('file-too-large', { size: passed, limit: most });
    yield chunk;
  }
}
