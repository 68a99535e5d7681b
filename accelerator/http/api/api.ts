import { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { matchedRoutes } from 'hono/route';
import { FaultError } from '#core/schema/fault.ts';
import type { OwnAddresses } from '../visitors.ts';
import { describe } from './description.ts';
import { docsPage } from './docs-page.ts';
import { gate } from './gate.ts';
import { type DoorParts, type Env, LIMITS } from './parts.ts';
import { DOCS, Refusal, refusalOf } from './problems.ts';
import { assistRoutes } from './routes/assist.ts';
import { clientRoutes } from './routes/clients.ts';
import { jobRoutes } from './routes/jobs.ts';
import { languageRoutes } from './routes/language.ts';
import { machineRoutes } from './routes/machine.ts';
import { mediaRoutes } from './routes/media.ts';
import { openRoutes } from './routes/open.ts';
import { shelfRoutes } from './routes/shelf.ts';
import { hubRoutes } from './routes/hub.ts';
import { notFound } from './routes/route.ts';
import { workflowRoutes } from './routes/workflows.ts';

/** `/api/v1` and `/metrics`: every request passes the gate, and every refusal is a problem of RFC 9457. */
export function createApi(parts: DoorParts, ours: OwnAddresses): OpenAPIHono<Env> {
  const { log, metrics } = parts;
  const limits = { ...LIMITS, ...parts.limits };
  const api = new OpenAPIHono<Env>();

  api.use(async (context, next) => {
    const begun = performance.now();
    await next();
    const { headers, status } = context.res;
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
    // Patterns alone are measured and logged: an address may hold what nobody else should read.
    const route = matchedRoutes(context).findLast(({ method, path }) => method !== 'ALL' && !path.includes('*'))?.path ?? 'none';
    const seconds = (performance.now() - begun) / 1000;
    metrics.answered(context.req.method, route, status, seconds);
    log.debug({ method: context.req.method, route, status, ms: Math.round(seconds * 1000), client: context.get('client')?.slice(0, 8) }, 'answered');
  });
  api.use(gate({ ours, tokens: parts.tokens, limits, isStopping: parts.isStopping }));
  api.use(
    methodNotAllowed({
      app: api,
      onMethodNotAllowed: (_context, methods) => {
        const allowed = methods.join(', ');
        return new Refusal('method-not-allowed', `This address does: ${allowed}.`, {}, { Allow: allowed }).answer();
      },
    }),
  );

  for (const part of [openRoutes(parts), machineRoutes(parts), workflowRoutes(parts, limits), jobRoutes(parts, limits), mediaRoutes(parts, limits), languageRoutes(parts, limits), assistRoutes(parts, limits), shelfRoutes(parts), hubRoutes(parts), clientRoutes(parts, limits)]) api.route('/', part);
  const description = describe(api, parts.version);
  const page = docsPage(description);
  api.get('/api/v1/openapi.json', (context) => context.json(description));
  api.get(DOCS, (context) => context.html(page.html, 200, { 'Content-Security-Policy': page.policy }));

  api.notFound(() => notFound().answer());
  api.onError((error, context) => {
    if (error instanceof Refusal) return error.answer();
    if (error instanceof FaultError) return refusalOf(error.fault).answer();
    if (error instanceof HTTPException && error.status === 400) return new Refusal('body-unreadable', 'The body is no JSON. Put it right and send it again.').answer();
    // Who sent it is gone: nobody hears this any more, and it is no mistake of ours.
    if ('code' in error && error.code === 'ECONNRESET' && context.env.incoming?.socket.destroyed) return new Refusal('body-unreadable', 'The body broke off. Nothing was kept. Send it again.').answer();
    log.error({ err: error }, 'a request could not be answered');
    return new Refusal('broken', 'Kinora made a mistake in answering. What was kept before is kept. The log of the accelerator has more.').answer();
  });
  return api;
}
