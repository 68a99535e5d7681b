import { createRoute, z } from '@hono/zod-openapi';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { answer, refusals, TOKEN } from '../answers.ts';
import { file, limited } from '../body.ts';
import { BYTES, FILE_RESPONSES, fileAnswer } from '../file-answer.ts';
import type { ApiParts, Limits } from '../parts.ts';
import { Refusal } from '../problems.ts';
import { MediaShape } from '../shapes.ts';
import { notFound, routes } from './route.ts';

const params = z.object({ sha256: Sha256 });
const common = { tags: ['Files'], security: TOKEN };
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
        request: { params, body: { required: true, content: BYTES } },
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
          ...FILE_RESPONSES,
          ...refusals('not-found', 'range-impossible'),
        },
      }),
      async (context) => {
        const { sha256 } = context.req.valid('param');
        const kept = await shelf.get(sha256);
        if (!kept) throw notFound();
        const type = PASSIVE.test(kept.type) ? kept.type : 'application/octet-stream';
        return fileAnswer(context.req.raw, { sha256, bytes: kept.bytes, type, read: (span) => kept.read(span) });
      },
    );
}
