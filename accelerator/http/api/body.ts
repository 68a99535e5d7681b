import { Readable } from 'node:stream';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { FaultError } from '#core/schema/fault.ts';
import type { Env } from './parts.ts';
import { Refusal } from './problems.ts';

const hasBody = (request: Request): boolean => request.headers.has('transfer-encoding') || Number(request.headers.get('content-length') ?? 0) > 0;
const typeOf = (request: Request): string => (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();

/**
 * Takes JSON of a certain size. A page that is not paired cannot send this type without asking before (preflight),
 * so what forms and images can do never comes this far.
 */
export function json(most: number): MiddlewareHandler<Env>[] {
  return [
    async (context, next) => {
      if (typeOf(context.req.raw) !== 'application/json') throw new Refusal('wrong-type', 'This address takes JSON. Send it with Content-Type: application/json.');
      await next();
    },
    bodyLimit({ maxSize: most, onError: () => tooLarge(most) }),
  ];
}

/** Takes a file as it is, of a certain size where it says its size before. */
export function file(most: number): MiddlewareHandler<Env> {
  return async (context, next) => {
    const { raw } = context.req;
    if (typeOf(raw) !== 'application/octet-stream') throw new Refusal('wrong-type', 'This address takes a file. Send it with Content-Type: application/octet-stream.');
    if (Number(raw.headers.get('content-length') ?? 0) > most) tooLarge(most);
    await next();
  };
}

/** Takes nothing. */
export const nothing: MiddlewareHandler<Env> = async (context, next) => {
  const { method } = context.req;
  if (method !== 'GET' && method !== 'HEAD' && hasBody(context.req.raw)) throw new Refusal('wrong-type', 'This address takes no body. Send the request without one.');
  await next();
};

export function tooLarge(most: number): never {
  throw new Refusal('too-large', `At most ${most} bytes are taken here. Nothing was kept.`);
}

/** The bytes of a body up to a limit; beyond it the stream ends with the fault `file-too-large`. They are pulled, so that nothing breaks while nobody listens. */
export const limited = (body: ReadableStream<Uint8Array> | null, most: number): Readable => Readable.from(chunksOf(body, most), { objectMode: false });

async function* chunksOf(body: ReadableStream<Uint8Array> | null, most: number): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    passed += chunk.length;
    if (passed > most) throw new FaultError('file-too-large', { size: passed, limit: most });
    yield chunk;
  }
}
