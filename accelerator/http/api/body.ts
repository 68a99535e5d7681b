import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
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
