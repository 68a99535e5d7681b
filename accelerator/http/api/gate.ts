import type { Context, MiddlewareHandler } from 'hono';
import type { ClientId } from '#core/schema/accelerator/client.ts';
import type { Tokens } from '../../pairing/ports.ts';
import { isOurHost, isOurOrigin, type OwnAddresses, ownOrigin, type Visitor, visitorOf } from '../visitors.ts';
import { Buckets, askerAt } from './buckets.ts';
import { allowReading, isPreflight, preflightAnswer } from './cors.ts';
import type { Env, Limits } from './parts.ts';
import { Refusal } from './problems.ts';

/** What anybody may read who may speak to us at all. */
export const OPEN = ['/api/v1/health', '/api/v1/openapi.json', '/api/v1/docs'];
/** What a program on this machine may read without a token too. */
export const OPEN_HERE = ['/metrics'];

export interface GateParts {
  readonly ours: OwnAddresses;
  readonly tokens: Tokens;
  readonly limits: Limits;
  readonly isStopping: () => boolean;
}

/** Lets a request in to `/api/v1`, or throws why not. Every guard of this door stands here, in the order in which it is asked. */
export function gate({ ours, tokens, limits, isStopping }: GateParts): MiddlewareHandler<Env> {
  const perClient = new Buckets(limits.client);
  const perAddress = new Buckets(limits.address);

  return async (context, next) => {
    const { incoming } = context.env;
    const { raw, path, method } = context.req;
    if (!incoming) throw new Refusal('not-welcome', 'The request came by no connection.');
    const visitor = visitorOf(incoming);
    if (!incoming.url?.startsWith('/') || !isOurHost(visitor, ours)) {
      throw new Refusal('not-welcome', 'Kinora answers only to its own address. Open it under the address that it shows when it starts.');
    }

    const { origin } = visitor;
    const client = callerOf(context, visitor, tokens);
    const isOfHouse = origin === undefined ? !comesFromAnotherPage(raw) : isOurOrigin(visitor, ours);
    const isOfStudio = origin !== undefined && (ours.studios.has(origin) || tokens.isKnown(origin));
    if (!isOfHouse && !isOfStudio && client === undefined) {
      throw new Refusal('not-welcome', 'This page is not paired with this accelerator. Open the studio of this accelerator, or pair the one that you use.');
    }

    try {
      if (isPreflight(raw)) context.res = preflightAnswer(raw);
      else {
        refuseTokenInAddress(raw.url);
        const isOpen = OPEN.includes(path) || (OPEN_HERE.includes(path) && isLoopback(incoming.socket.remoteAddress));
        const wait = client === undefined ? perAddress.take(askerAt(incoming.socket.remoteAddress)) : perClient.take(client);
        if (wait > 0) throw new Refusal('too-many', `Wait ${wait} s, then try again.`, {}, { 'Retry-After': String(wait) });
        if (client === undefined && !isOpen) {
          throw new Refusal('token-missing', 'Send a valid token in the header Authorization: Bearer. A paired studio gets one over its connection.', {}, { 'WWW-Authenticate': 'Bearer' });
        }
        if (isStopping() && method !== 'GET' && method !== 'HEAD') {
          throw new Refusal('not-now', 'The accelerator is stopping. What it has taken is kept.', {}, { 'Retry-After': '10' });
        }
        if (client !== undefined) context.set('client', client);
        await next();
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      context.res = error.answer();
    }
    if (origin !== undefined) allowReading(context.res, origin);
  };
}

/**
 * Whose token came along. Browsers say no Origin when a page reads from its own address; no other page can send a
 * token without saying one, so there the token of our own address counts.
 */
function callerOf({ req }: Context<Env>, visitor: Visitor, tokens: Tokens): ClientId | undefined {
  const [, token] = /^Bearer +([\w.~+/=-]{1,1024})$/i.exec(req.header('authorization') ?? '') ?? [];
  // Two such headers arrive as one with a comma, which is no token.
  if (token === undefined) return undefined;
  const { origin } = visitor;
  const client = tokens.clientOf(token, origin);
  const isOwnReading = origin === undefined && (req.method === 'GET' || req.method === 'HEAD');
  return client ?? (isOwnReading ? tokens.clientOf(token, ownOrigin(visitor)) : undefined);
}

/** Whether another site's page asks without saying its Origin, as pictures and forms do. Following a link to here is no such thing. */
function comesFromAnotherPage({ headers, method }: Request): boolean {
  const isFromElsewhere = ['cross-site', 'same-site'].includes(headers.get('sec-fetch-site') ?? '');
  return isFromElsewhere && !(method === 'GET' && headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document');
}

function refuseTokenInAddress(url: string): void {
  for (const [name, value] of new URL(url).searchParams) {
    if (/token|secret|bearer|auth|api.?key|^key$|password/i.test(name) || /^bearer /i.test(value)) {
      throw new Refusal('token-in-address', 'A token does not belong in an address. Send it in the header Authorization: Bearer, and ask for a new one.');
    }
  }
}

const isLoopback = (address: string | undefined): boolean => /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address ?? '');
