import { Hono } from 'hono';
import type { Logger } from 'pino';
import { createApi } from './api/api.ts';
import type { ApiParts, Env } from './api/parts.ts';
import { withSafetyHeaders } from './safety-headers.ts';
import { openSite } from './site-files.ts';
import { siteHandler } from './site.ts';
import { type Addresses, isWelcome, ownAddresses, visitorOf } from './visitors.ts';

export interface AppParts extends Addresses {
  /** The folder of the built studio. */
  readonly site: string;
  readonly version: string;
  readonly log: Logger;
  /** What `/api/v1` stands before. */
  readonly api: ApiParts;
}

/** The HTTP door: the studio's files, whether we are here, and `/api/v1`. */
export function createApp(parts: AppParts): Hono<Env> {
  const { site, version, log } = parts;
  const current = openSite(site);
  const ours = ownAddresses(parts);
  const app = new Hono<Env>();

  app.use(async (context, next) => {
    await next();
    withSafetyHeaders(context.res, current().policy);
  });
  const api = createApi({ ...parts.api, version, log }, ours);
  for (const path of ['/api', '/api/*', '/metrics']) app.all(path, (context) => api.fetch(context.req.raw, context.env));

  app.use(async (context, next) => {
    const { incoming } = context.env;
    if (incoming?.url?.startsWith('/') && isWelcome(visitorOf(incoming), ours)) await next();
    else context.res = context.text('Kinora answers only to its own address on this machine.', 403);
  });
  app.get('/health', (context) => {
    context.header('Cache-Control', 'no-store');
    return context.json({ name: 'kinora', version });
  });
  // Hono answers HEAD with the headers of GET.
  app.get('*', siteHandler(current));
  app.all('*', (context) => {
    context.header('Allow', 'GET, HEAD');
    return context.text('Only reading is possible here.', 405);
  });
  app.onError((error, context) => {
    log.error({ err: error }, 'a request could not be answered');
    return context.text('Kinora made a mistake in answering. Its log has more.', 500);
  });
  return app;
}
